using Blog.Posts;
using Blog.Site;
using Microsoft.Extensions.Options;

namespace Blog.Homecoming;

/// <summary>What came of publishing a file.</summary>
/// <param name="Post">The post as it is now; null if it was not brought in.</param>
/// <param name="Problem">Why not, and what to do; null if it is public.</param>
/// <param name="Warnings">Things in the file to look at.</param>
public sealed record FilePublished(Post? Post, string? Problem, IReadOnlyList<ImportNote> Warnings);

/// <summary>
/// Publishes one Markdown file: brought in like a file of a folder, then made public whatever its <c>draft</c> says, because that is what
/// was asked for. Doing it again updates the same post.
/// </summary>
public sealed class FilePublisher(MarkdownFolderImport import, IPostStore posts, Publisher publisher, IOptions<BlogOptions> options)
{
    /// <summary>Publishes <paramref name="file"/> (absolute path) and sends it to <paramref name="targets"/> that have no copy yet.</summary>
    public async Task<FilePublished> RunAsync(string file, IReadOnlyList<Guid> targets, CancellationToken ct)
    {
        if (!File.Exists(file) || !FolderScan.IsMarkdown(file))
        {
            return new FilePublished(null, $"{file} is not a Markdown file (.md, .markdown). Nothing was published.", []);
        }

        // A file of the content folder stays the item that the folder already follows.
        var content = options.Value.Content.Length > 0 ? Path.GetFullPath(options.Value.Content) : null;
        var isOwn = content is not null && file.StartsWith(content + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        var folder = isOwn ? content! : Path.GetDirectoryName(file)!;
        var only = Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');
        var how = new ImportOptions { IsOwnContent = isOwn, Name = isOwn ? null : folder, Only = only };

        var report = await import.RunAsync(folder, how, progress: null, ct);
        var warnings = report.Warnings.Where(w => w.File == only).ToList();
        if (report.Failures.Concat(report.SkippedFiles).FirstOrDefault(n => n.File == only) is { } refused)
        {
            return new FilePublished(null, refused.ToString(), warnings);
        }

        if (await posts.FindBySourceAsync(MarkdownFolderImport.KeyOf(how, folder, only), ct) is not { } post)
        {
            return new FilePublished(null, $"{file} was not brought in: its name starts like a file that is no post. Rename it and publish it again.", warnings);
        }

        if (post.IsPublic && targets.Count == 0)
        {
            return new FilePublished(post, null, warnings);
        }

        var draft = Publisher.AsDraft(post) with
        {
            Status = post.Status == PostStatus.Unlisted ? PostStatus.Unlisted : PostStatus.Published,
            Targets = targets,
            Origin = "publish " + only,
        };
        var result = await publisher.SaveAsync(draft, ct);
        return result.Outcome is PublishOutcome.Saved or PublishOutcome.Unchanged
            ? new FilePublished(result.Post, null, warnings)
            : new FilePublished(result.Post, result.Problem, warnings);
    }
}
