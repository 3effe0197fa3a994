using Blog.Posts;
using Blog.Posts.FrontMatter;

namespace Blog.Homecoming;

/// <summary>A file that will be a post: what its head and its name say. The text is read again when its turn comes, so that a folder of any size fits.</summary>
internal sealed class SourcePost
{
    public required FoundFile File { get; init; }

    public required SourceName Name { get; init; }

    public required PostHeader Header { get; init; }

    /// <summary>SHA-256 of the bytes when the head was read.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>True if the text alone is as long as a book: few of its kind fit in memory at once.</summary>
    public required bool IsLong { get; init; }

    /// <summary>From the head, else from the file name; null if neither has one.</summary>
    public required PostDate? Date { get; init; }

    /// <summary>From the head, else the first heading of a text that has no head.</summary>
    public required string? Title { get; init; }

    public required string? Language { get; init; }

    /// <summary>IANA zone of the date.</summary>
    public required string ZoneId { get; init; }

    public required PostStatus Status { get; init; }

    /// <summary>Stable name of the item, see <see cref="PostSource.Key"/>.</summary>
    public required string Key { get; init; }

    /// <summary>The post that an earlier reading made, null for a new one.</summary>
    public SourceMark? Mark { get; init; }

    /// <summary>Addresses on the old site; each starts with <c>/</c>.</summary>
    public IReadOnlyList<string> OldPaths { get; set; } = [];

    /// <summary>Slug that was found to be free.</summary>
    public string Slug { get; set; } = "";

    /// <summary>Address that the post has or will have; empty for a draft.</summary>
    public string Path { get; set; } = "";
}
