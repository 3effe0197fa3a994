using Blog.Posts;

namespace Blog.Desk.Publishing;

/// <summary>What to do about a copy that says something else than the post.</summary>
public enum Correction
{
    /// <summary>Nothing.</summary>
    Leave,

    /// <summary>New words in place of the old ones.</summary>
    Edit,

    /// <summary>A correction of the author's own below it.</summary>
    Answer,

    /// <summary>Taken away, and a new one posted once it is gone.</summary>
    Replace,
}

/// <summary>The copies of a post that readers elsewhere still see as they went out.</summary>
/// <param name="Post">The post.</param>
/// <param name="Copies">Those that are out.</param>
/// <param name="Later">Names of networks whose copy is not out yet, or on its way: it goes with the new words.</param>
public sealed record CorrectView(Post Post, IReadOnlyList<CopyToCorrect> Copies, IReadOnlyList<string> Later);

/// <summary>One copy with the honest choices.</summary>
/// <param name="Copy">The copy.</param>
/// <param name="Price">What is lost with it.</param>
public sealed record CopyToCorrect(CopyView Copy, CopyPrice Price)
{
    /// <summary>What this network and this copy allow, the cheapest first.</summary>
    public IReadOnlyList<Correction> Choices { get; init; } = [Correction.Leave];

    /// <summary>What is chosen.</summary>
    public Correction Chosen { get; init; }

    /// <summary>True if it says what the post says now.</summary>
    public bool IsSame { get; init; }

    /// <summary>New own words; empty: what the post makes.</summary>
    public string Words { get; init; } = "";

    /// <summary>The correction below it.</summary>
    public string Answer { get; init; } = "";

    /// <summary>What is wrong with the words; null: nothing.</summary>
    public string? Error { get; init; }

    /// <summary>What it said when it went out.</summary>
    public string Said => Copy.Delivery.Parts.Count > 0 ? Copy.Delivery.Parts[0].Text : Copy.Delivery.SentText ?? "";
}
