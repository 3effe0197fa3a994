using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Blog.Media;
using Blog.Posts;
using Blog.Site;

namespace Blog.Homecoming;

/// <summary>
/// Brings in a folder of Markdown posts as Jekyll, Hugo and their relatives keep them. Heads first: then every post's new address is
/// known and links among them can be led there; then text by text, several at once, each through <see cref="Publisher"/>.
/// Nothing is ever sent to a network because of an import.
/// </summary>
public sealed class MarkdownFolderImport(IPostStore posts, Publisher publisher, SiteInfo site, MediaLibrary library, MarkdownRenderer renderer, TimeProvider time)
{
    // Far more than cores: while some are rendered, the others wait for the one writer, which commits them together. The more it finds,
    // the fewer pages of the indexes it writes more than once.
    private const int InFlight = 256;

    private const int LongInFlight = 8;

    private const string BothChanged = "was changed here and in the file. The version here stays; the file’s text is kept among the post’s revisions. Compare them on the desk.";

    private static readonly SearchValues<char> Markup = SearchValues.Create("<[*_`&");

    /// <summary>
    /// Reads every Markdown file under <paramref name="folder"/>. A second run finds nothing to change. What can't be read is named in the
    /// report and the rest goes on. Throws <see cref="DirectoryNotFoundException"/> if there is no such folder.
    /// </summary>
    public async Task<ImportReport> RunAsync(string folder, ImportOptions options, IProgress<ImportProgress>? progress, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (!Directory.Exists(root))
        {
            throw new DirectoryNotFoundException($"There is no folder {root}. Nothing was read.");
        }

        var frame = await FrameAsync(root, options, ct);
        var (files, notes) = FolderScan.Run(root);
        var tally = new ImportTally(root, files.Count, progress);
        notes.ForEach(tally.Warn);

        var found = await ReadHeadsAsync(files, frame, tally, ct);
        await new AddressPlan(posts, frame, time).AssignAsync(found, ct);

        var book = new AddressBook(found, frame.OldSite);
        var media = new LocalMedia(root, library, frame.OldSite);
        var body = new SourceBody(book, media, new TemplateTags(book.FindByName), frame.OldSite);
        foreach (var group in found.Where(p => options.Only is not { } only || p.File.Relative == only).GroupBy(p => p.IsLong))
        {
            await Parallel.ForEachAsync(
                group,
                new ParallelOptions { MaxDegreeOfParallelism = group.Key ? LongInFlight : InFlight, CancellationToken = ct },
                async (post, token) => await BringInAsync(post, body, frame, tally, token));
        }

        return tally.Report(media.Count, time.GetElapsedTime(started));
    }

    /// <summary>Key of the item that a file is (see <see cref="PostSource.Key"/>).</summary>
    internal static string KeyOf(ImportOptions options, string root, string relative) => PrefixOf(options, root) + relative;

    private static string PrefixOf(ImportOptions options, string root) =>
        options.IsOwnContent ? "content:" : $"markdown:{options.Name ?? Path.GetFileName(root)}:";

    private async Task<ImportFrame> FrameAsync(string root, ImportOptions options, CancellationToken ct)
    {
        var settings = await site.SettingsAsync(ct);
        var foreign = options.IsOwnContent ? new ForeignSite(null, null, null) : await ForeignSite.ReadAsync(root, ct);
        var zone = options.ZoneId ?? foreign.ZoneId ?? settings.ZoneId;
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known))
        {
            throw new ArgumentException($"“{zone}” is not a known time zone. Use a name such as Europe/Madrid.", nameof(options));
        }

        var prefix = PrefixOf(options, root);
        return new ImportFrame(
            prefix, options.Language ?? foreign.Language ?? settings.Language, known, options.Permalink ?? foreign.Permalink,
            options.OldSite, options.IsOwnContent, await posts.ListSourcesAsync(prefix, ct));
    }

    private static async Task<List<SourcePost>> ReadHeadsAsync(List<FoundFile> files, ImportFrame frame, ImportTally tally, CancellationToken ct)
    {
        var found = new ConcurrentBag<SourcePost>();
        await Parallel.ForEachAsync(files, ct, async (file, token) =>
        {
            if (file.Skip is { } reason)
            {
                tally.Skipped(file.Relative, reason);
            }
            else if (await SourceHead.ReadAsync(file, frame, tally, token) is { } post)
            {
                found.Add(post);
            }
        });

        return [.. found.OrderBy(p => p.File.Relative, StringComparer.Ordinal)];
    }

    private async Task BringInAsync(SourcePost post, SourceBody body, ImportFrame frame, ImportTally tally, CancellationToken ct)
    {
        var file = post.File.Relative;
        var source = await SourceText.ReadAsync(post.File.Full, ct);
        if (source.Text is not { } text || !source.Hash.AsSpan().SequenceEqual(post.Hash))
        {
            tally.Failed(file, source.Line, source.Problem ?? "The file changed while it was read. Run the import again.");
            return;
        }

        var made = await body.MakeAsync(post, text, ct);
        made.Warnings.ForEach(tally.Warn);
        var hash = Convert.ToHexStringLower(SHA256.HashData([.. post.Hash, .. Encoding.UTF8.GetBytes(made.MediaFacts)]));
        if (post.Mark is { } mark)
        {
            if (mark.Hash == hash)
            {
                if (mark.SourceRevision == -mark.Revision)
                {
                    tally.Warn(new ImportNote(file, null, BothChanged));
                }

                tally.Unchanged(file);
                return;
            }

            if (mark.Deleted)
            {
                tally.Skipped(file, "was deleted here, so its new version was not brought in. Remove the file, or restore the post on the desk.");
                return;
            }
        }

        var draft = Draft(post, made, frame, hash);
        if (post.Mark is { } known && known.Revision > known.SourceRevision)
        {
            await KeepBothAsync(draft, file, tally, ct);
            return;
        }

        var result = await publisher.SaveAsync(draft, ct);
        switch (result.Outcome)
        {
            case PublishOutcome.Saved when post.Mark is null:
                tally.Created(file);
                break;
            case PublishOutcome.Saved:
                tally.Updated(file);
                break;
            case PublishOutcome.Unchanged:
                tally.Unchanged(file);
                break;
            default:
                tally.Failed(file, null, result.Problem ?? "It could not be stored.");
                break;
        }
    }

    private async Task KeepBothAsync(PostDraft draft, string file, ImportTally tally, CancellationToken ct)
    {
        var result = await publisher.KeepAsideAsync(draft, ct);
        if (result is { Outcome: PublishOutcome.Saved, Post.Source.Revision: < 0 })
        {
            tally.Skipped(file, BothChanged);
        }
        else if (result.Outcome is PublishOutcome.Saved or PublishOutcome.Unchanged)
        {
            tally.Updated(file);
        }
        else
        {
            tally.Failed(file, null, result.Problem ?? "It could not be stored.");
        }
    }

    private PostDraft Draft(SourcePost post, SourceBody.Made made, ImportFrame frame, string hash) => new()
    {
        Id = post.Mark?.PostId,
        ExpectedRevision = post.Mark?.Revision,
        Title = post.Title,
        Slug = post.Slug.Length > 0 ? post.Slug : null,
        Markdown = made.Markdown,
        Excerpt = PlainExcerpt(made.Excerpt),
        Tags = post.Header.Tags,
        Authors = [.. post.Header.Authors.Select(a => new Byline(null, a, Slug.From(a))).Where(a => a.Slug.Length > 0)],
        Language = post.Language ?? frame.Language,
        Cover = made.Cover,
        Status = post.Status,
        PublishedAt = post.Date?.Instant,
        ZoneId = post.ZoneId,
        CanonicalUrl = Uri.TryCreate(post.Header.CanonicalUrl, UriKind.Absolute, out var canonical) && canonical.Scheme is "http" or "https" ? post.Header.CanonicalUrl : null,
        Source = new PostSource(post.Key, hash, 0),
        Extra = post.Header.Extra,
        Aliases = post.OldPaths,
        Origin = frame.IsOwnContent ? "content/" + post.File.Relative : "import",
    };

    private string? PlainExcerpt(string? excerpt)
    {
        if (excerpt is null || !excerpt.AsSpan().ContainsAny(Markup))
        {
            return excerpt;
        }

        try
        {
            return renderer.Render(excerpt).Text.ReplaceLineEndings(" ").Trim();
        }
        catch (MarkdownTooComplexException)
        {
            // Then it is no excerpt; one is cut from the text.
            return null;
        }
    }
}
