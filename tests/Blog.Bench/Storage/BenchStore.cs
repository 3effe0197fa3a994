using Blog.Accounts;
using Blog.Interactions;
using Blog.Posts;
using Blog.Server;
using Blog.Site;
using Blog.Syndication;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Blog.Bench.Storage;

/// <summary>The stores on a folder, and posts to put into them.</summary>
internal sealed class BenchStore : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2010, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Names = [.. Enumerable.Range(0, 40).Select(i => $"Tag {i}")];

    // A vocabulary whose n-th word is used about 1/n as often as the first, as in a language.
    private static readonly string[] Words = MakeWords();
    private readonly ServiceProvider _services;

    /// <summary>On SQLite in the folder, or on the database.</summary>
    public BenchStore(string folder, string? database = null)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Blog:Data"] = folder, ["Blog:Database"] = database };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        _services = new ServiceCollection()
            .AddLogging()
            .AddSite(configuration)
            .AddStores(configuration)
            .BuildServiceProvider();
    }

    public IPostStore Posts => _services.GetRequiredService<IPostStore>();

    public IInteractionStore Interactions => _services.GetRequiredService<IInteractionStore>();

    public ISyndicationStore Syndication => _services.GetRequiredService<ISyndicationStore>();

    public IAccountStore Accounts => _services.GetRequiredService<IAccountStore>();

    public ISiteStore Site => _services.GetRequiredService<ISiteStore>();

    public IStoreHealth Health => _services.GetRequiredService<IStoreHealth>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    /// <summary>A published post of about 6 KB of Markdown, the same for the same number.</summary>
    public static PostChange Change(int n, int words = 950)
    {
#pragma warning disable CA5394 // The same corpus every time is the point.
        var random = new Random(n);
        var text = string.Join(' ', Enumerable.Range(0, words).Select(_ => Words[(int)(Words.Length * Math.Pow(random.NextDouble(), 3))]));
        var at = Start.AddHours(n);
        var tags = Enumerable.Range(0, 3).Select(_ => Names[random.Next(Names.Length)]).Distinct().Select(t => new Tag(t, t.ToLowerInvariant().Replace(' ', '-'))).ToList();
#pragma warning restore CA5394
        return new PostChange
        {
            ExpectedRevision = 0,
            Origin = "bench",
            Post = new Post
            {
                Id = Guid.CreateVersion7(at),
                Revision = 1,
                Title = $"Post {n} about {Words[n % Words.Length]}",
                Slug = $"post-{n}",
                Path = $"/{at.Year}/post-{n}",
                Markdown = text,
                Html = $"<p>{text}</p>",
                Text = text,
                Excerpt = text[..240],
                Tags = tags,
                Authors = [new Byline(null, "Inés Quiroga", "ines-quiroga")],
                Language = "en",
                Status = PostStatus.Published,
                PublishedAt = at,
                ZoneId = "Europe/Madrid",
                CreatedAt = at,
                UpdatedAt = at,
                WordCount = words,
            },
        };
    }

    public static string Word(int rank) => Words[rank];

    private static string[] MakeWords()
    {
#pragma warning disable CA5394 // The same corpus every time is the point.
        var random = new Random(20261122);
        return [.. Enumerable.Range(0, 20_000).Select(_ => new string([.. Enumerable.Range(0, random.Next(2, 10)).Select(_ => (char)random.Next('a', 'z' + 1))]))];
#pragma warning restore CA5394
    }
}
