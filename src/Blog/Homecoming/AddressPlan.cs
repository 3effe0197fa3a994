using System.Globalization;
using Blog.Posts;
using Blog.Site;

namespace Blog.Homecoming;

/// <summary>Decides, before anything is stored, where each post of a folder will live, so that links among them can be led there.</summary>
internal sealed class AddressPlan(IPostStore posts, ImportFrame frame, TimeProvider time)
{
    // Leaves room for a number or a language behind the longest slug.
    private const int MaxBase = 72;

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>Fills in slug, path and old paths.</summary>
    public async Task AssignAsync(List<SourcePost> found, CancellationToken ct)
    {
        foreach (var post in found)
        {
            post.OldPaths = OldAddresses.Of(post, frame.Zone, frame.Permalink);
            if (post.Mark is { } mark && await posts.FindAsync(mark.PostId, ct) is { } known)
            {
                var wish = Wish(post);
                post.Slug = wish.Length == 0 || known.Slug == wish || known.Slug.StartsWith(wish + "-", StringComparison.Ordinal) ? known.Slug : wish;
                post.Path = known.Path.Length > 0 ? known.Path : PathOf(post);
                _taken.Add(post.Slug);
            }
        }

        // A translation takes the second choice when it wants the same name as the original.
        foreach (var post in found.Where(p => p.Slug.Length == 0).OrderBy(p => p.Name.Language is not null))
        {
            post.Slug = await FreeAsync(Wish(post), post.Name.Language, ct);
            post.Path = PathOf(post);
            _taken.Add(post.Slug);
        }
    }

    private static string Wish(SourcePost post)
    {
        string?[] sources = [post.Header.Slug, LastPart(post.Header.Permalink), post.Name.Words, post.Title];
        return sources.Select(s => Slug.From(s ?? "")).FirstOrDefault(s => s.Length > 0) ?? "";
    }

    private static string? LastPart(string? permalink) =>
        permalink is null ? null : Path.GetFileNameWithoutExtension(OldAddresses.Clean(permalink).Split('/')[^1]);

    private async Task<string> FreeAsync(string wish, string? language, CancellationToken ct)
    {
        if (wish.Length == 0)
        {
            return "";
        }

        wish = SiteInfo.IsReservedSegment(wish) ? wish + "-1" : wish;
        if (await IsFreeAsync(wish, ct))
        {
            return wish;
        }

        var stem = wish.Length > MaxBase ? Slug.From(wish[..MaxBase]) : wish;
        if (language is not null && Slug.From($"{stem}-{language}") is var translated && await IsFreeAsync(translated, ct))
        {
            return translated;
        }

        for (var n = 2; ; n++)
        {
            var candidate = string.Create(CultureInfo.InvariantCulture, $"{stem}-{n}");
            if (await IsFreeAsync(candidate, ct))
            {
                return candidate;
            }
        }
    }

    private async Task<bool> IsFreeAsync(string slug, CancellationToken ct) =>
        !_taken.Contains(slug) && await posts.FindBySlugAsync(slug, ct) is null;

    private string PathOf(SourcePost post) =>
        post.Slug.Length == 0 ? "" : PostComposer.PathOf(post.Slug, post.Status, post.Date?.Instant ?? time.GetUtcNow(), post.ZoneId);
}
