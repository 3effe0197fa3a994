using System.Globalization;
using System.Text;
using Blog.Site;

namespace Blog.Posts;

/// <summary>Makes a post out of what an author wrote: checks it, and fills in slug, address, dates, excerpt and byline.</summary>
public sealed class PostComposer(IPostStore posts, SiteInfo site, TimeProvider time)
{
    /// <summary>Longest text that is accepted, in UTF-8 bytes. A book of 300 pages has less.</summary>
    public const int MaxMarkdownBytes = 2 * 1024 * 1024;

    private const int MaxTitleLength = 300;

    /// <summary>What is wrong with a draft, as a sentence with the remedy; null: nothing.</summary>
    public static string? Validate(PostDraft draft)
    {
        var bytes = Encoding.UTF8.GetByteCount(draft.Markdown);
        if (bytes > MaxMarkdownBytes)
        {
            return string.Create(CultureInfo.InvariantCulture, $"The text has {bytes / 1048576.0:0.0} MB; at most {MaxMarkdownBytes / 1048576} MB can be stored as one post. Nothing was saved: split it, or move embedded pictures into files.");
        }

        if (draft.Title?.Length > MaxTitleLength)
        {
            return $"The title has {draft.Title.Length} characters; at most {MaxTitleLength} fit. Nothing was saved.";
        }

        if (string.IsNullOrWhiteSpace(draft.Title) && string.IsNullOrWhiteSpace(draft.Markdown) && draft.Status != PostStatus.Draft)
        {
            return "There is neither a title nor a text yet. Write something, then publish; nothing was saved.";
        }

        if (draft.ZoneId is { Length: > 0 } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            return $"“{zone}” is not a known time zone. Use a name such as Europe/Madrid; nothing was saved.";
        }

        if (draft.CanonicalUrl is { Length: > 0 } url && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
        {
            return "The original’s address must start with http:// or https://. Nothing was saved.";
        }

        return null;
    }

    /// <summary>True if a save would change nothing that is stored with the post.</summary>
    public static bool IsSame(Post a, Post b) =>
        a.Title == b.Title && a.Slug == b.Slug && a.Path == b.Path && a.Markdown == b.Markdown && a.Html == b.Html && a.Excerpt == b.Excerpt
        && a.ExcerptIsOwn == b.ExcerptIsOwn && a.Tags.SequenceEqual(b.Tags) && a.Authors.SequenceEqual(b.Authors) && a.Language == b.Language
        && a.Cover == b.Cover && a.Status == b.Status && a.PublishedAt == b.PublishedAt && a.ZoneId == b.ZoneId
        && a.CanonicalUrl == b.CanonicalUrl && a.Extra == b.Extra && a.Source?.Hash == b.Source?.Hash;

    /// <summary>The post as it is after a save of <paramref name="draft"/>. With each further <paramref name="attempt"/> it takes the next free number for its slug.</summary>
    public async Task<Post> ComposeAsync(PostDraft draft, Post? known, RenderedMarkdown rendered, int attempt, CancellationToken ct)
    {
        var settings = await site.SettingsAsync(ct);
        var now = time.GetUtcNow();
        var zone = Choose(draft.ZoneId, known?.ZoneId, settings.ZoneId);
        var status = draft.Status;
        var publishedAt = draft.PublishedAt ?? (draft.DropsDate ? null : known?.PublishedAt) ?? (status is PostStatus.Published or PostStatus.Unlisted ? now : null);
        if (status == PostStatus.Published && publishedAt > now)
        {
            status = PostStatus.Scheduled;
        }

        var title = string.IsNullOrWhiteSpace(draft.Title) ? null : CleanText.From(draft.Title).Trim();
        var slug = await FreeSlugAsync(draft, known, title, rendered.Text, now, attempt, ct);
        var own = string.IsNullOrWhiteSpace(draft.Excerpt) ? null : CleanText.From(draft.Excerpt).Trim();

        var post = new Post
        {
            Id = known?.Id ?? draft.NewId ?? Guid.CreateVersion7(now),
            Revision = (known?.Revision ?? 0) + 1,
            Title = title,
            Slug = slug,
            Path = PathOf(slug, status, publishedAt, zone, known),
            Markdown = CleanText.From(draft.Markdown),
            Html = rendered.Html,
            Text = rendered.Text,
            Excerpt = own ?? Excerpt.From(Lead.Of(rendered.Html, rendered.Text)),
            ExcerptIsOwn = own is not null,
            Tags = TagsOf(draft.Tags),
            Authors = draft.Authors.Count > 0 ? [.. draft.Authors.Select(a => a with { Name = CleanText.From(a.Name) })] : known?.Authors is { Count: > 0 } authors ? authors : [await site.OwnerBylineAsync(ct)],
            Language = Choose(draft.Language, known?.Language, settings.Language),
            Cover = draft.Cover,
            Status = status,
            PublishedAt = publishedAt,
            ZoneId = zone,
            CreatedAt = known?.CreatedAt ?? now,
            UpdatedAt = now,
            CanonicalUrl = string.IsNullOrWhiteSpace(draft.CanonicalUrl) ? null : draft.CanonicalUrl,
            WordCount = rendered.WordCount,
            Source = known?.Source,
            Extra = draft.Extra ?? known?.Extra,
            ContentVersion = known?.ContentVersion ?? 0,
            LetterCount = known?.LetterCount ?? 0,
        };
        return WithSource(post, draft, known);
    }

    /// <summary>The address of a post with this slug; empty for one that is not public.</summary>
    internal static string PathOf(string slug, PostStatus status, DateTimeOffset? publishedAt, string zone, Post? known = null)
    {
        if (status == PostStatus.Unlisted)
        {
            return "/" + slug;
        }

        if (publishedAt is not { } at || status is not (PostStatus.Published or PostStatus.Scheduled))
        {
            // A post that was public keeps its address while it is a draft or deleted: 404 or 410 answer there.
            return known is { Path.Length: > 0 } && known.Slug == slug ? known.Path : "";
        }

        return string.Create(CultureInfo.InvariantCulture, $"/{TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(zone)).Year:0000}/{slug}");
    }

    private static Post WithSource(Post post, PostDraft draft, Post? known)
    {
        if (draft.Source is { } read && read.Hash != known?.Source?.Hash)
        {
            return post with { Source = read with { Revision = post.Revision } };
        }

        // Publishing or sending what was read is no edit: the source may go on changing the post.
        return known?.Source is { } source && source.Revision == known.Revision
            && IsSame(known, post with { Status = known.Status, PublishedAt = known.PublishedAt, Path = known.Path })
            ? post with { Source = source with { Revision = post.Revision } }
            : post;
    }

    // A draft that was never public: its words go on changing, and nobody has its address.
    private static bool IsUnseen(Post? known) => known is { Status: PostStatus.Draft, Path.Length: 0 };

    private async Task<string> FreeSlugAsync(PostDraft draft, Post? known, string? title, string text, DateTimeOffset now, int attempt, CancellationToken ct)
    {
        var wished = Slug.From(string.IsNullOrWhiteSpace(draft.Slug) ? (IsUnseen(known) ? null : known?.Slug) ?? title ?? Excerpt.From(text, 60) : draft.Slug);
        if (wished.Length == 0 || SiteInfo.IsReservedSegment(wished))
        {
            wished = wished.Length == 0 ? now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture) : wished + "-1";
        }

        if (known is not null && wished == known.Slug)
        {
            return wished;
        }

        for (var n = 1 + attempt; ; n++)
        {
            var candidate = n == 1 ? wished : string.Create(CultureInfo.InvariantCulture, $"{wished}-{n}");
            if (await posts.FindBySlugAsync(candidate, ct) is not { } other || other.Id == known?.Id)
            {
                return candidate;
            }
        }
    }

    private static IReadOnlyList<Tag> TagsOf(IReadOnlyList<string> names) =>
        [.. names.Select(n => CleanText.From(n).Trim()).Where(n => n.Length is > 0 and <= 100)
            .Select(n => new Tag(n, Slug.From(n))).Where(t => t.Slug.Length > 0).DistinctBy(t => t.Slug).Take(50)];

    private static string Choose(string? first, string? second, string last) =>
        !string.IsNullOrWhiteSpace(first) ? first : !string.IsNullOrWhiteSpace(second) ? second : last;
}
