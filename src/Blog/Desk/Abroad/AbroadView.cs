using Blog.Desk.Publishing;
using Blog.Posts;
using Blog.Syndication;

namespace Blog.Desk.Abroad;

/// <summary>Where a draft is to go beside home, and how each copy will be.</summary>
/// <param name="Post">As it is typed now, with the address that it will have.</param>
/// <param name="Url">Its address.</param>
/// <param name="Places">One for each connected account.</param>
/// <param name="Queued">Names of the networks whose copy waits already.</param>
/// <param name="HomeAt">UTC moment at which the post is live; null: when it is published.</param>
public sealed record AbroadView(Post Post, string Url, IReadOnlyList<PlaceView> Places, IReadOnlyList<string> Queued, DateTimeOffset? HomeAt)
{
    /// <summary>Zone of the post.</summary>
    public TimeZoneInfo Zone { get; } = LocalHour.Zone(Post.ZoneId, TimeZoneInfo.Utc);

    /// <summary>True right after it was kept.</summary>
    public bool JustSaved { get; init; }

    /// <summary>What the post lacks at home, if anything.</summary>
    public bool IsEmpty => string.IsNullOrWhiteSpace(Post.Markdown);
}

/// <summary>One account with what is wanted there.</summary>
/// <param name="Offer">The account and what it would get.</param>
/// <param name="Wish">What is wanted.</param>
/// <param name="Name">The network, with the account where there are two of one network.</param>
public sealed record PlaceView(TargetView Offer, CopyWish Wish, string Name)
{
    /// <summary>Own day and hour as typed, in the post's zone.</summary>
    public string Date { get; init; } = "";

    /// <summary>Whether it has an hour of its own.</summary>
    public bool HasTime { get; init; }

    /// <summary>What is wrong with the hour; null: nothing.</summary>
    public string? DateProblem { get; init; }

    /// <summary>The hours around one that does not exist.</summary>
    public HourGap? Gap { get; init; }

    /// <summary>What is wrong with the words as such; null: nothing.</summary>
    public string? TextProblem { get; init; }

    /// <summary>The account.</summary>
    public SyndicationTarget Target => Offer.Target;

    /// <summary>Where it stands on the page.</summary>
    public string Anchor => TargetView.Anchor(Target);

    /// <summary>How it stands, short enough for a tab: trouble shows without opening it.</summary>
    public Sign Sign(Shell shell, DateTimeOffset? homeAt)
    {
        ArgumentNullException.ThrowIfNull(shell);
        var words = shell.Words;
        var goesAt = Offer.GoesAt(homeAt ?? shell.Now);
        return this switch
        {
            { Wish.Sends: false } => new Sign("x", words.Say("Not sent"), null),
            { DateProblem: not null } => new Sign("warn", words.Say("No such hour"), "ember"),
            { Offer.Preview.TooLong: { } part } => new Sign("warn", words.Say("{0} over", part.Length - Offer.Preview!.Network.MaxLength), "ember"),
            { TextProblem: not null } or { Offer.Preview: null or { Refusal: not null } } => new Sign("warn", words.Say("Not possible"), "ember"),
            { Target.State: TargetState.NeedsSignIn } => new Sign("key", words.Say("Sign in"), "ember"),
            { Target.State: TargetState.Paused } => new Sign("pause", words.Say("Paused"), null),
            { Target.EndsAt: { } end } when TargetEnd.IsNear(Target, shell.Now) || end <= goesAt => Ending(words, TargetEnd.DaysLeft(end, shell.Now)),
            _ => new Sign("check", words.Say("Ready"), "moss"),
        };
    }

    private static Sign Ending(Words words, int days) => new("hour", days == 1 ? words.Say("1 day") : words.Say("{0} days", days), "ember");
}
