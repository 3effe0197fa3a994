using System.Globalization;
using Blog.Accounts;
using Blog.Interactions;
using Blog.Posts;
using Blog.Syndication;

namespace Blog.Tests.Storage;

/// <summary>Valid records to change by <c>with</c>.</summary>
internal static class Samples
{
    private static int _number;

    public static DateTimeOffset Now { get; } = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    public static Byline Ines { get; } = new(Guid.Parse("0197a5a0-0000-7000-8000-000000000001"), "Inés Quiroga", "ines-quiroga");

    public static Post Post(string? title = null, DateTimeOffset? at = null, string? text = null)
    {
        var n = Interlocked.Increment(ref _number);
        var slug = string.Create(CultureInfo.InvariantCulture, $"post-{n}");
        var published = at ?? Now.AddMinutes(n);
        return new Post
        {
            Id = Guid.CreateVersion7(Now.AddSeconds(n)),
            Revision = 1,
            Title = title ?? $"Post {n}",
            Slug = slug,
            Path = string.Create(CultureInfo.InvariantCulture, $"/{published.Year}/{slug}"),
            Markdown = text ?? "Nine *centimetres* of snow.",
            Html = "<p>Nine <em>centimetres</em> of snow.</p>",
            Text = text ?? "Nine centimetres of snow.",
            Excerpt = "Nine centimetres of snow.",
            Authors = [Ines],
            Language = "en",
            Status = PostStatus.Published,
            PublishedAt = published,
            ZoneId = "Europe/Madrid",
            CreatedAt = published,
            UpdatedAt = published,
            WordCount = 4,
        };
    }

    public static Post Tagged(this Post post, params string[] names) => post with { Tags = [.. names.Select(n => new Tag(n, n.ToLowerInvariant().Replace(' ', '-')))] };

    /// <summary>The next revision of a stored post.</summary>
    public static Post Next(this Post post) => post with { Revision = post.Revision + 1, UpdatedAt = post.UpdatedAt.AddMinutes(1) };

    public static PostChange Change(Post post, params IReadOnlyList<Delivery> deliveries) =>
        new() { Post = post, ExpectedRevision = post.Revision - 1, Origin = "test", Deliveries = deliveries };

    public static async Task<PostSaved> SaveAsync(this IPostStore posts, Post post, params IReadOnlyList<Delivery> deliveries) =>
        await posts.SaveAsync(Change(post, deliveries), default);

    public static async Task<Post> StoreAsync(this IPostStore posts, Post post, params IReadOnlyList<Delivery> deliveries)
    {
        var saved = await posts.SaveAsync(post, deliveries);
        Assert.Equal(SaveConflict.None, saved.Conflict);
        return (await posts.FindAsync(post.Id, default))!;
    }

    public static SyndicationTarget Target(string name = "@inesq") => new()
    {
        Id = Guid.CreateVersion7(Now),
        Network = "x",
        Name = name,
        RemoteAccountId = "42",
        ApiBase = "https://networks.test",
        ProtectedSecret = "protected",
        State = TargetState.Connected,
        CreatedAt = Now,
    };

    public static Delivery Delivery(Post post, SyndicationTarget target, DateTimeOffset? notBefore = null) => new()
    {
        Id = Guid.CreateVersion7(Now),
        PostId = post.Id,
        TargetId = target.Id,
        Network = target.Network,
        Action = DeliveryAction.Publish,
        State = DeliveryState.Queued,
        NotBefore = notBefore ?? Now,
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    public static Interaction Letter(Post post, string source, InteractionState state = InteractionState.Visible, DateTimeOffset? at = null) => new()
    {
        Id = Guid.CreateVersion7(Now),
        PostId = post.Id,
        Kind = InteractionKind.Comment,
        State = state,
        Origin = "form",
        SourceUrl = source,
        AuthorName = "Omid",
        Html = "<p>Thank you.</p>",
        WrittenAt = at ?? Now,
        ReceivedAt = Now,
    };

    public static Account Account(string name, AccountRole role = AccountRole.Owner) => new()
    {
        Id = Guid.CreateVersion7(Now),
        Email = $"{name}@blog.test",
        NormalizedEmail = $"{name}@blog.test".ToUpperInvariant(),
        Name = name,
        Slug = name.ToLowerInvariant(),
        Role = role,
        SecurityStamp = "stamp",
        CreatedAt = Now,
    };
}
