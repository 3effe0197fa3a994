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
    /// <summary>Where its words are changed.</summary>
    public string EditAt { get; init; } = "#abroad";

    /// <summary>What is wanted of it beside the words; null: nothing.</summary>
    public CopyWish? Wish { get; init; }

    /// <summary>Where it stands on the page of all copies.</summary>
    public static string Anchor(SyndicationTarget target) => $"to-{target.Id:N}";

    /// <summary>When it goes out, if the post is live at <paramref name="homeAt"/>: never before.</summary>
    public DateTimeOffset GoesAt(DateTimeOffset homeAt) => Wish?.At is { } at && at > homeAt ? at : homeAt;

    /// <summary>Accounts of different networks whose copies would say the same, in groups.</summary>
    public static IEnumerable<IReadOnlyList<TargetView>> Twins(IEnumerable<TargetView> targets) => targets
        .Where(t => t.Preview is not null)
        .GroupBy(t => t.Preview!.Words)
        .Select(g => g.DistinctBy(t => t.Target.Network).ToList())
        .Where(g => g.Count > 1);
}

/// <summary>The last look before publishing.</summary>
/// <param name="Post">The post as it will stand.</param>
/// <param name="Url">The address that it will have.</param>
/// <param name="Form">What is chosen.</param>
/// <param name="Targets">Connected accounts.</param>
/// <param name="HomeAt">UTC moment at which it will be live.</param>
public sealed record ReviewView(Post Post, string Url, ReviewForm Form, IReadOnlyList<TargetView> Targets, DateTimeOffset HomeAt)
{
    /// <summary>True if somebody looked before: what is chosen is the author's word.</summary>
    public bool IsAnswer { get; init; }

    /// <summary>Why it did not work; null if it was not tried.</summary>
    public string? Problem { get; init; }

    /// <summary>Sentence by target: what is wrong with its words.</summary>
    public IReadOnlyDictionary<Guid, string> Errors { get; init; } = new Dictionary<Guid, string>();

    /// <summary>What is wrong with day and hour; null: nothing.</summary>
    public string? DateProblem { get; init; }

    /// <summary>The hours around one that does not exist.</summary>
    public HourGap? Gap { get; init; }

    /// <summary>What to look at before it goes.</summary>
    public IReadOnlyList<ReviewCheck> Checks { get; init; } = [];

    /// <summary>Links that lead elsewhere and were not looked at lately.</summary>
    public int UnseenLinks { get; init; }

    /// <summary>Ticked accounts.</summary>
    public IReadOnlySet<Guid> Chosen { get; } = Form.Targets.ToHashSet();

    /// <summary>Zone of the post.</summary>
    public TimeZoneInfo Zone { get; } = LocalHour.Zone(Post.ZoneId, TimeZoneInfo.Utc);
}

/// <summary>What deleting or unpublishing will do, before it is done.</summary>
/// <param name="Post">The post.</param>
/// <param name="Url">Its address.</param>
/// <param name="Copies">Copies that are out, or to go out.</param>
/// <param name="IsDelete">False: it becomes a draft again.</param>
public sealed record DeleteView(Post Post, string Url, IReadOnlyList<CopyLoss> Copies, bool IsDelete);

/// <summary>What becomes of a copy whose post is taken away.</summary>
/// <param name="Copy">The copy.</param>
/// <param name="Price">What is lost with it.</param>
public sealed record CopyLoss(CopyView Copy, CopyPrice Price);
