using Blog.Posts;

namespace Blog.Homecoming;

/// <summary>What holds for every file of one run.</summary>
/// <param name="KeyPrefix">Start of every item's key.</param>
/// <param name="Language">For posts that name none.</param>
/// <param name="Zone">For dates that name none.</param>
/// <param name="Permalink">Pattern of the old site's addresses.</param>
/// <param name="OldSite">Its public address.</param>
/// <param name="IsOwnContent">See <see cref="ImportOptions.IsOwnContent"/>.</param>
/// <param name="Marks">Earlier readings by key.</param>
internal sealed record ImportFrame(
    string KeyPrefix, string Language, TimeZoneInfo Zone, string? Permalink, Uri? OldSite, bool IsOwnContent, IReadOnlyDictionary<string, SourceMark> Marks);
