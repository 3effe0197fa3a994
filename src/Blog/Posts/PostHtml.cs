using Blog.Interactions;
using Blog.Media;

namespace Blog.Posts;

/// <summary>The HTML of a post: its own pictures get what the library knows of them (sizes to choose from, width and height), in one look-up for each save.</summary>
public sealed class PostHtml(MarkdownRenderer renderer, IMediaStore media)
{
    /// <summary>As <see cref="MarkdownRenderer.Render"/>; the cover, if it lies in the library, gets its size, and its description if it has none of its own.</summary>
    public async Task<(RenderedMarkdown Text, Cover? Cover)> RenderAsync(string markdown, Cover? cover, Func<string, string?>? resolveMedia, CancellationToken ct)
    {
        var drawn = renderer.Draw(markdown, resolveMedia);
        var paths = MediaPath.In(drawn.Html);
        if (cover is not null && MediaPath.IsValid(cover.Url))
        {
            paths = [.. paths, cover.Url];
        }

        if (paths.Count == 0)
        {
            return (renderer.Finish(drawn, drawn.Media), cover);
        }

        var known = await media.FindByPathsAsync(paths, ct);
        return (renderer.Finish(drawn, (drawn.Media ?? new MediaAddresses(_ => null)).With(known)), Complete(cover, known));
    }

    /// <summary>Paths of the files of the library that a post shows or offers, as they stand in its HTML and its cover.</summary>
    public static IReadOnlyList<string> MediaOf(Post post) => MediaPath.In(post.Cover is { } cover ? $"{post.Html} {cover.Url}" : post.Html);

    private static Cover? Complete(Cover? cover, IReadOnlyDictionary<string, MediaItem> known) =>
        cover is not null && known.GetValueOrDefault(cover.Url) is { Width: { } width, Height: { } height } item
            ? cover with { Alt = cover.Alt.Length > 0 ? cover.Alt : item.Alt, Width = width, Height = height }
            : cover;
}
