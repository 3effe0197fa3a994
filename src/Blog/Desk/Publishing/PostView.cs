using Blog.Posts;
using Blog.Syndication;

namespace Blog.Desk.Publishing;

/// <summary>Everything about one post: where it lives and how its copies fare.</summary>
/// <param name="Post">The post.</param>
/// <param name="Url">Its absolute address.</param>
/// <param name="Copies">Its copies, oldest first.</param>
/// <param name="Unsent">Targets that have no copy.</param>
/// <param name="MayPublish">Whether this account publishes.</param>
/// <param name="Happened">What was just done; a key of <see cref="PostPage"/>.</param>
/// <param name="Errors">Sentence by field.</param>
public sealed record PostView(
    Post Post, string Url, IReadOnlyList<CopyView> Copies, IReadOnlyList<TargetView> Unsent, bool MayPublish, string? Happened, IReadOnlyDictionary<string, string> Errors)
{
    /// <summary>Accounts that are ticked in the form.</summary>
    public IReadOnlySet<Guid> Chosen { get; init; } = new HashSet<Guid>();

    /// <summary>What was typed into the form that is refused; null: nothing.</summary>
    public string? Typed { get; init; }

    /// <summary>The link that was just made, with its secret; null: none was.</summary>
    public string? PreviewLink { get; init; }

    /// <summary>When the link that shows the post before it is public was made (UTC); null: there is none.</summary>
    public DateTimeOffset? PreviewSince { get; init; }

    /// <summary>True while something may still change by itself soon.</summary>
    public bool IsMoving => Copies.Any(c => c.Delivery.State switch
    {
        DeliveryState.Queued => Post.IsPublic || c.Delivery.Action == DeliveryAction.Delete,
        DeliveryState.Accepted => c.Delivery.LookAt is not null,
        var state => state == DeliveryState.Sending,
    });
}

/// <summary>One copy.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Target">Where to; null if the account was forgotten.</param>
/// <param name="NetworkName">As people call the network.</param>
/// <param name="TakesWords">Whether its words can (still) be changed.</param>
/// <param name="Attempts">Journal, oldest first.</param>
public sealed record CopyView(Delivery Delivery, SyndicationTarget? Target, string NetworkName, bool TakesWords, IReadOnlyList<DeliveryAttempt> Attempts)
{
    /// <summary>What its address looks like; null if this program does not know the network.</summary>
    public string? CopyExample { get; init; }

    /// <summary>True if something is out that can be taken away.</summary>
    public bool CanWithdraw => Target is not null && Delivery is { RemoteId: not null, State: DeliveryState.Accepted or DeliveryState.Seen or DeliveryState.Failed };
}

/// <summary>A connected account as forms offer it.</summary>
/// <param name="Target">The target.</param>
/// <param name="NetworkName">As people call the network.</param>
/// <param name="Preview">What would go out now; null if this program does not know the network.</param>
/// <param name="OwnText">The author's own words; null: the post's.</param>
public sealed record TargetView(SyndicationTarget Target, string NetworkName, CopyPreview? Preview = null, string? OwnText = null)
{
    /// <summary>Accounts of different networks whose copies would say the same, in groups.</summary>
    public static IEnumerable<IReadOnlyList<TargetView>> Twins(IEnumerable<TargetView> targets) => targets
        .Where(t => t.Preview is not null)
        .GroupBy(t => t.Preview!.Words)
        .Select(g => g.DistinctBy(t => t.Target.Network).ToList())
        .Where(g => g.Count > 1);
}

/// <summary>The last look before publishing.</summary>
/// <param name="Post">The post.</param>
/// <param name="Url">The address that it will have.</param>
/// <param name="Targets">Connected accounts.</param>
/// <param name="Chosen">Ticked ones.</param>
/// <param name="AsPage">True to publish as a page.</param>
/// <param name="Problem">Why it did not work; null if it was not tried.</param>
/// <param name="Errors">Sentence by target: what is wrong with its words.</param>
public sealed record ReviewView(
    Post Post, string Url, IReadOnlyList<TargetView> Targets, IReadOnlySet<Guid> Chosen, bool AsPage, string? Problem, IReadOnlyDictionary<Guid, string> Errors)
{
    /// <summary>Pictures without a description: HTML made by our own renderer, so that counting is enough.</summary>
    public int PicturesWithoutAlt => Count("<img ") - CountWithAlt();

    private int Count(string text)
    {
        var count = 0;
        for (var at = Post.Html.IndexOf(text, StringComparison.Ordinal); at >= 0; at = Post.Html.IndexOf(text, at + text.Length, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }

    private int CountWithAlt()
    {
        var count = 0;
        for (var at = Post.Html.IndexOf("<img ", StringComparison.Ordinal); at >= 0; at = Post.Html.IndexOf("<img ", at + 5, StringComparison.Ordinal))
        {
            var end = Post.Html.IndexOf('>', at);
            var tag = end < 0 ? Post.Html[at..] : Post.Html[at..end];
            count += tag.Contains("alt=\"", StringComparison.Ordinal) && !tag.Contains("alt=\"\"", StringComparison.Ordinal) ? 1 : 0;
        }

        return count;
    }
}

/// <summary>What deleting or unpublishing will do, before it is done.</summary>
/// <param name="Post">The post.</param>
/// <param name="Url">Its address.</param>
/// <param name="Copies">Copies that are out.</param>
public sealed record DeleteView(Post Post, string Url, IReadOnlyList<CopyView> Copies);
