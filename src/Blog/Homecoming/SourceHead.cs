using Blog.Posts;
using Blog.Posts.FrontMatter;

namespace Blog.Homecoming;

/// <summary>Reads the head of one file and puts together what head, name and options say.</summary>
internal static class SourceHead
{
    // UTF-16 units.
    private const int LongText = 256 * 1024;

    /// <summary>The post to be; null if the file was counted as failed or skipped.</summary>
    public static async Task<SourcePost?> ReadAsync(FoundFile file, ImportFrame frame, ImportTally tally, CancellationToken ct)
    {
        var source = await SourceText.ReadAsync(file.Full, ct);
        if (source.Text is not { } text)
        {
            tally.Failed(file.Relative, source.Line, source.Problem!);
            return null;
        }

        var block = FrontMatterReader.Read(text);
        var header = PostHeaderReader.Read(block, frame.Zone);
        foreach (var problem in block.Problems)
        {
            tally.Warn(new ImportNote(file.Relative, problem.Line, problem.Reason));
        }

        if (header.DateProblem is { } unreadable)
        {
            tally.Failed(file.Relative, unreadable.Line, unreadable.Reason);
            return null;
        }

        if (header.IsHeadless)
        {
            tally.Skipped(file.Relative, "is marked headless: only material for other pages.");
            return null;
        }

        var name = SourceName.Read(file.Relative);
        var date = header.Date ?? (PostDate.TryParse(name.Date, frame.Zone, out var named) ? named : null);
        var status = Status(header, name, date, file, frame, tally);
        var key = frame.KeyPrefix + file.Relative;
        return new SourcePost
        {
            File = file,
            Name = name,
            Header = header,
            Hash = source.Hash,
            IsLong = block.Body.Length > LongText,
            Date = date,
            Title = header.Title ?? SourceBody.LeadingHeading(block.Body),
            Language = name.Language ?? header.Language,
            ZoneId = date?.ZoneId ?? frame.Zone.Id,
            Status = status,
            Key = key,
            Mark = frame.Marks.TryGetValue(key, out var mark) ? mark : null,
        };
    }

    private static PostStatus Status(PostHeader header, SourceName name, PostDate? date, FoundFile file, ImportFrame frame, ImportTally tally)
    {
        if (header.IsDraft || name.IsDraft)
        {
            return PostStatus.Draft;
        }

        if (header.IsPage || file.Relative.StartsWith("_pages/", StringComparison.Ordinal))
        {
            return PostStatus.Unlisted;
        }

        if (date is not null || frame.IsOwnContent)
        {
            return PostStatus.Published;
        }

        tally.Warn(new ImportNote(file.Relative, null, "It has no date, neither in its head nor in its name, so it became a draft. Give it a date to publish it."));
        return PostStatus.Draft;
    }
}
