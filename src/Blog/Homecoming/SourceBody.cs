using System.Text;
using Blog.Posts;
using Blog.Posts.FrontMatter;

namespace Blog.Homecoming;

/// <summary>Makes the text of a post: foreign tags become Markdown, files in the folder become media, links among the posts lead to their new addresses.</summary>
internal sealed class SourceBody(AddressBook book, LocalMedia media, TemplateTags tags, Uri? oldSite)
{
    /// <summary>What was made.</summary>
    /// <param name="Markdown">Text to store.</param>
    /// <param name="Excerpt">Own excerpt, may hold Markdown.</param>
    /// <param name="Cover">Cover picture.</param>
    /// <param name="MediaFacts">Which files the text uses and what is in them: a picture that is added or replaced later changes the post.</param>
    /// <param name="Warnings">What the author should look at.</param>
    internal sealed record Made(string Markdown, string? Excerpt, Cover? Cover, string MediaFacts, List<ImportNote> Warnings);

    /// <summary>The first line if it is a heading of the first level; it then serves as the title of a post whose head names none.</summary>
    public static string? LeadingHeading(string body)
    {
        var text = body.AsSpan().TrimStart();
        var end = text.IndexOf('\n');
        var row = end < 0 ? text : text[..end];
        return row.StartsWith("# ", StringComparison.Ordinal) && row[2..].Trim().TrimEnd('#').TrimEnd() is { IsEmpty: false } title ? title.ToString() : null;
    }

    /// <summary>Makes the text of <paramref name="post"/> from the file's <paramref name="text"/>.</summary>
    public async Task<Made> MakeAsync(SourcePost post, string text, CancellationToken ct)
    {
        var split = FrontMatterReader.Split(text);
        var body = post.Header.Title is null && post.Title is not null ? WithoutHeading(split.Body) : split.Body;
        var work = new Work(post, text);
        var markdown = await ReplaceAddressesAsync(tags.Convert(body), work, ct);
        var cover = await CoverAsync(work, ct);
        return new Made(
            markdown,
            post.Header.Excerpt is { } excerpt ? tags.Convert(excerpt) : null,
            cover,
            work.Facts.ToString(),
            work.Warnings);
    }

    private sealed record Work(SourcePost Post, string Text)
    {
        public StringBuilder Facts { get; } = new();

        public List<ImportNote> Warnings { get; } = [];

        public string Folder { get; } = Post.File.Relative[..(Post.File.Relative.LastIndexOf('/') + 1)];

        public void Warn(string address, string reason)
        {
            var at = Text.IndexOf(address, StringComparison.Ordinal);
            var note = new ImportNote(Post.File.Relative, at < 0 ? null : 1 + Text.AsSpan(0, at).Count('\n'), reason);
            if (!Warnings.Contains(note))
            {
                Warnings.Add(note);
            }
        }
    }

    private static string WithoutHeading(string body)
    {
        var start = body.Length - body.AsSpan().TrimStart().Length;
        var end = body.IndexOf('\n', start);
        return end < 0 ? "" : body[(end + 1)..];
    }

    private async Task<string> ReplaceAddressesAsync(string markdown, Work work, CancellationToken ct)
    {
        var found = MarkdownAddresses.Find(markdown);
        var replacements = new string?[found.Count];
        for (var i = 0; i < found.Count; i++)
        {
            var address = MarkdownAddresses.Read(markdown, found[i]);
            replacements[i] = await FindAsync(address, found[i].IsMedia, work, ct);
        }

        return MarkdownAddresses.Replace(markdown, found, replacements);
    }

    private async Task<string?> FindAsync(string address, bool isShown, Work work, CancellationToken ct)
    {
        if (address.StartsWith('#') || book.Local(address) is not { } local)
        {
            return null;
        }

        if (!isShown && book.Find(work.Folder, address) is { } path)
        {
            return path;
        }

        if (await FindFileAsync(address, local, isShown, work, ct) is { } item)
        {
            return item.Path;
        }

        // On its own site this address may still answer; here it can't.
        return oldSite is not null && local.StartsWith('/') && Uri.TryCreate(oldSite, address, out var absolute) ? absolute.AbsoluteUri : null;
    }

    private async Task<Media.MediaItem?> FindFileAsync(string address, string local, bool isShown, Work work, CancellationToken ct)
    {
        // One that names its host is no promise of the folder.
        var isPromised = isShown && !address.Contains("://", StringComparison.Ordinal);
        if (await media.FindAsync(work.Folder, local, isPromised, ct) is not { } file)
        {
            return null;
        }

        work.Facts.Append('\n').Append(address).Append('=').Append(file.Item?.Hash ?? "missing");
        if (file.Warning is { } warning)
        {
            work.Warn(address, warning);
        }

        return file.Item;
    }

    private async Task<Cover?> CoverAsync(Work work, CancellationToken ct)
    {
        if (work.Post.Header.Image is not { Length: > 0 } written)
        {
            return null;
        }

        var address = tags.Convert(written);
        var alt = work.Post.Header.ImageAlt ?? "";
        if (book.Local(address) is not { } local)
        {
            return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? new Cover(address, alt) : null;
        }

        var item = await FindFileAsync(address, local, isShown: true, work, ct);
        return item is { Width: not null } ? new Cover(item.Path, alt, item.Width, item.Height) : null;
    }
}
