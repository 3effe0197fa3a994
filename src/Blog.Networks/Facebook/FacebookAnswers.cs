using Blog.Outgoing;
using Blog.Syndication;

namespace Blog.Networks.Facebook;

/// <summary>What an answer means for the outbox: for calls that publish, an unclear one is looked after; all others may be repeated.</summary>
internal sealed class FacebookAnswers(FacebookFacts facts, TimeProvider time)
{
    private const string Unpublished = "Nothing was published.";
    private const string LookedFor = "It is looked for before anything is sent again.";
    private const string Repeated = "It is tried again by itself.";

    private readonly FacebookTroubles _troubles = new(facts, time);

    /// <summary>Ids are digits, two groups for a post or comment.</summary>
    public static bool IsId(string? id) =>
        id is { Length: > 0 and <= 80 } && id.Split('_') is { Length: <= 2 } parts && parts.All(p => p.Length > 0 && p.All(char.IsAsciiDigit));

    /// <summary>The answer to a new post or comment.</summary>
    public DeliveryResult Published(Exchange exchange, Func<string, string?, string> addressOf, string? answers, Guid deliveryId)
    {
        if (Made(exchange) is { } made)
        {
            return IsId(made.Id)
                ? new DeliveryResult.Delivered(made.Id!, addressOf(made.Id!, made.Permalink))
                : new DeliveryResult.Unknown($"Facebook said yes, but named no post. {LookedFor}");
        }

        var trouble = _troubles.Read(exchange);
        return trouble.Next switch
        {
            FacebookNext.Later => new DeliveryResult.RetryLater(Spread(trouble, deliveryId), trouble.Tell(Unpublished)),
            FacebookNext.SignIn => new DeliveryResult.Unauthorized(trouble.Tell(Unpublished)),
            FacebookNext.Change => new DeliveryResult.Rejected(trouble.Tell(Unpublished)),
            FacebookNext.Look => new DeliveryResult.Unknown($"{trouble.Cause} {LookedFor}"),
            FacebookNext.Gone when answers is not null => new DeliveryResult.Rejected($"The post that this comment belongs to is no longer on Facebook. {Unpublished}"),
            FacebookNext.Gone => new DeliveryResult.Unauthorized($"Facebook does not show the Page to this connection. {Unpublished} Check that the Page is published and that you still have a role on it, then connect Facebook again."),
            _ => throw new InvalidOperationException("Unknown trouble."),
        };
    }

    /// <summary>The answer to another text for a copy.</summary>
    public DeliveryResult Edited(Exchange exchange, RemoteCopy remote) =>
        Made(exchange)?.Success == true
            ? new DeliveryResult.Delivered(remote.Id, remote.Address)
            : Changed(exchange, "The copy was not changed.", new DeliveryResult.Rejected("The copy is no longer on Facebook, so there is nothing to change."));

    /// <summary>The answer to taking a copy away.</summary>
    public DeliveryResult Deleted(Exchange exchange, RemoteCopy remote) =>
        Made(exchange)?.Success == true
            ? new DeliveryResult.Delivered(remote.Id, remote.Address)
            : Changed(exchange, "The copy was not deleted.", new DeliveryResult.Delivered(remote.Id, remote.Address));

    /// <summary>The answer to an upload.</summary>
    public UploadResult Uploaded(Exchange exchange)
    {
        if (Made(exchange) is { } made && IsId(made.Id))
        {
            return new UploadResult.Uploaded(made.Id!, time.GetUtcNow() + TimeSpan.FromHours(facts.UploadHours));
        }

        var trouble = _troubles.Read(exchange);
        return trouble.Next switch
        {
            FacebookNext.Later => new UploadResult.RetryLater(trouble.NotBefore, trouble.Tell(Unpublished)),
            FacebookNext.Look => new UploadResult.RetryLater(null, $"{trouble.Cause} {Unpublished} The picture is uploaded once more."),
            FacebookNext.SignIn => new UploadResult.Unauthorized(trouble.Tell(Unpublished)),
            FacebookNext.Gone => new UploadResult.Unauthorized($"Facebook does not show the Page to this connection. {Unpublished} Check that the Page is published and that you still have a role on it, then connect Facebook again."),
            FacebookNext.Change => new UploadResult.Rejected(trouble.Tell(Unpublished)),
            _ => throw new InvalidOperationException("Unknown trouble."),
        };
    }

    /// <summary>Why something could not be read.</summary>
    public LookupResult.Unreadable Unreadable(Exchange exchange)
    {
        var trouble = _troubles.Read(exchange);
        return new(trouble.Remedy.Length == 0 ? $"{trouble.Cause} It could not be looked for." : trouble.Tell("It could not be looked for."));
    }

    /// <summary>True if Facebook does not know a field that was asked for.</summary>
    public bool IsUnknownField(Exchange exchange) => _troubles.MeaningOf(exchange) == FacebookMeaning.Field;

    /// <summary>True if a permission for the call is missing.</summary>
    public bool IsNotAllowed(Exchange exchange) => _troubles.MeaningOf(exchange) == FacebookMeaning.Permission;

    /// <summary>True if Facebook does not take a parameter and does not say which.</summary>
    public bool IsWrongParameter(Exchange exchange) => _troubles.MeaningOf(exchange) == FacebookMeaning.Parameter;

    /// <summary>What a stranger saw.</summary>
    public static SightResult Seen(Exchange exchange) => exchange switch
    {
        Exchange.Answered { Status: 200 } => new SightResult.Visible(),
        Exchange.Answered { Status: 404 or 410 } => new SightResult.Hidden("Facebook does not show this post to people who are not signed in: it was hidden or deleted, or the app is still in development mode."),
        Exchange.Answered answer => new SightResult.CannotTell($"Facebook does not show its pages to machines (HTTP {answer.Status})."),
        Exchange.NotSent(var why) => new SightResult.CannotTell($"Facebook could not be reached: {why}."),
        Exchange.NoAnswer(var why) => new SightResult.CannotTell($"Facebook’s page could not be read: {why}."),
        _ => throw new InvalidOperationException("Unknown exchange."),
    };

    private static FacebookMade? Made(Exchange exchange) =>
        exchange is Exchange.Answered { Status: >= 200 and < 300 } answer ? FacebookTroubles.Parse(answer.Body, FacebookJson.Default.FacebookMade) : null;

    private DeliveryResult Changed(Exchange exchange, string kept, DeliveryResult ifGone)
    {
        var trouble = _troubles.Read(exchange);
        return trouble.Next switch
        {
            FacebookNext.Later => new DeliveryResult.RetryLater(trouble.NotBefore, trouble.Tell(kept)),
            FacebookNext.Look => new DeliveryResult.RetryLater(null, $"{trouble.Cause} {Repeated}"),
            FacebookNext.SignIn => new DeliveryResult.Unauthorized(trouble.Tell(kept)),
            FacebookNext.Change => new DeliveryResult.Rejected(trouble.Tell(kept)),
            FacebookNext.Gone => ifGone,
            _ => throw new InvalidOperationException("Unknown trouble."),
        };
    }

    // What waits for the same limit must not come back in one moment: up to ten minutes more, the same for each try of a delivery.
    private static DateTimeOffset? Spread(FacebookTrouble trouble, Guid deliveryId) =>
        trouble is { Means: FacebookMeaning.Rate, NotBefore: { } end } ? end + TimeSpan.FromSeconds((uint)deliveryId.GetHashCode() % 600) : trouble.NotBefore;
}
