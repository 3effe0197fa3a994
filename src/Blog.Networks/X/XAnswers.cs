using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Blog.Outgoing;
using Blog.Syndication;

namespace Blog.Networks.X;

/// <summary>
/// What X's answers mean. A refusal proves that nothing was done; a server error, an answer that can't be read and "duplicate content" prove
/// nothing: after a publishing call the copy is looked for, whatever may be repeated safely is tried again later.
/// </summary>
internal sealed class XAnswers(XFacts facts, TimeProvider time)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(24);
    private static readonly TimeSpan PauseWithoutReset = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan PauseWithoutCredits = TimeSpan.FromHours(6);
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(2);
    private static readonly string[] Buckets = ["x-rate-limit", "x-user-limit-24hour", "x-app-limit-24hour"];

    /// <summary>A JSON body, or null if it is none of this shape.</summary>
    public static T? Parse<T>(byte[] body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>True for the id of a post, user or upload: 1 to 19 digits.</summary>
    public static bool IsId(string? id) => id is { Length: > 0 and <= 19 } && id.All(char.IsAsciiDigit);

    /// <summary>Answer to a publishing call.</summary>
    public DeliveryResult Published(Exchange exchange, Func<string, string> addressOf)
    {
        switch (exchange)
        {
            case Exchange.NotSent(var why):
                return new DeliveryResult.RetryLater(null, $"X could not be reached: {why}. Nothing was sent.");
            case Exchange.NoAnswer(var why):
                return new DeliveryResult.Unknown($"X was asked to publish, but {why}. It is looked for before anything is sent again.");
            case Exchange.Answered { Status: >= 200 and < 300 } answer:
                return Parse(answer.Body, XJson.Default.XOne)?.Data?.Id is { } id && IsId(id)
                    ? new DeliveryResult.Delivered(id, addressOf(id))
                    : new DeliveryResult.Unknown("X said yes, but named no post. It is looked for before anything is sent again.");
            default:
                var verdict = Judge((Exchange.Answered)exchange, "nothing was published");
                return verdict.Kind switch
                {
                    XVerdictKind.Later => new DeliveryResult.RetryLater(verdict.NotBefore, verdict.Reason),
                    XVerdictKind.SignIn => new DeliveryResult.Unauthorized(verdict.Reason),
                    XVerdictKind.Refused => new DeliveryResult.Rejected(verdict.Reason) { PicturesAreGone = verdict.PicturesAreGone },
                    _ => new DeliveryResult.Unknown(verdict.Reason),
                };
        }
    }

    /// <summary>Answer to a deletion: whatever is not clear is tried again, what is gone is gone.</summary>
    public DeliveryResult Deleted(Exchange exchange, RemoteCopy remote)
    {
        if (exchange is Exchange.Answered answer)
        {
            if (answer.Status is 404 or 410 || (answer.Status is >= 200 and < 300 && IsGone(answer.Body)))
            {
                return new DeliveryResult.Delivered(remote.Id, null);
            }

            if (answer.Status is >= 300)
            {
                var verdict = Judge(answer, "nothing was taken away");
                return verdict.Kind switch
                {
                    XVerdictKind.SignIn => new DeliveryResult.Unauthorized(verdict.Reason),
                    XVerdictKind.Refused => new DeliveryResult.Rejected("X does not let this post be taken away with these keys. It is still there; delete it on X by hand, or connect the account that made it."),
                    XVerdictKind.Later => new DeliveryResult.RetryLater(verdict.NotBefore, verdict.Reason),
                    _ => new DeliveryResult.RetryLater(null, $"X answered with an error (HTTP {answer.Status}). The post may still be there; it is tried again by itself."),
                };
            }
        }

        return new DeliveryResult.RetryLater(null, $"X could not be asked to take the post away: {Why(exchange)}. It may still be there; it is tried again by itself.");
    }

    /// <summary>Answer to a step of an upload that did not work.</summary>
    public UploadResult NotUploaded(Exchange exchange)
    {
        if (exchange is not Exchange.Answered { Status: >= 300 } answer)
        {
            return new UploadResult.RetryLater(null, $"The picture could not be brought to X: {Why(exchange)}. Nothing was published; it is tried again by itself.");
        }

        var verdict = Judge(answer, "nothing was published");
        return verdict.Kind switch
        {
            XVerdictKind.SignIn => new UploadResult.Unauthorized(verdict.Reason),
            XVerdictKind.Refused => new UploadResult.Rejected("X does not take this picture. Nothing was published; take another one, or send the post without it."),
            XVerdictKind.Later => new UploadResult.RetryLater(verdict.NotBefore, verdict.Reason),
            _ => new UploadResult.RetryLater(null, $"X could not take the picture (HTTP {answer.Status}). Nothing was published; it is tried again by itself."),
        };
    }

    /// <summary>Why connecting did not work, for the author.</summary>
    public string NotConnected(Exchange exchange)
    {
        if (exchange is not Exchange.Answered { Status: >= 300 } answer)
        {
            return $"X could not be asked: {Why(exchange)}. Try again; nothing was saved.";
        }

        return Meaning(answer) switch
        {
            XMeaning.DeadKeys or XMeaning.BadSignature or XMeaning.NotPermitted => ClockHint(answer) ?? "X does not accept these keys. Check that they were copied whole and belong to one app with read and write permission; nothing was saved.",
            XMeaning.MissingRight => $"X did not give every right that is needed ({string.Join(", ", facts.Scopes)}). Switch them on for the app in X’s developer console and connect again; nothing was saved.",
            XMeaning.RateLimit => "X takes no more calls for the moment. Try again in a quarter of an hour; nothing was saved.",
            null or XMeaning.InvalidRequest or XMeaning.NotFound => $"X answered something unexpected (HTTP {answer.Status}). Try again later, and check the API address; nothing was saved.",
            _ => Judge(answer, "nothing was saved").Reason,
        };
    }

    /// <summary>What a test that did not go well shows.</summary>
    public TestResult Tested(Exchange exchange)
    {
        if (exchange is not Exchange.Answered { Status: >= 300 } answer)
        {
            return new TestResult.CannotTell($"X could not be asked: {Why(exchange)}. Nothing was changed; test again later.");
        }

        var verdict = Judge(answer, "nothing was changed");
        return verdict.Kind == XVerdictKind.SignIn ? new TestResult.MayNot(verdict.Reason)
            : Meaning(answer) == XMeaning.NotPermitted ? new TestResult.MayNot("X does not let these keys write. Give the app read and write permission in X’s developer console and connect X again; nothing was changed.")
            : verdict.Kind == XVerdictKind.Later ? new TestResult.CannotTell(verdict.Reason)
            : new TestResult.CannotTell($"X answered something unexpected (HTTP {answer.Status}). Nothing was changed; test again later.");
    }

    /// <summary>Why a timeline could not be read, for the author.</summary>
    public string NotRead(Exchange exchange) => exchange switch
    {
        Exchange.Answered { Status: 401 or 403 } => "X no longer lets the timeline be read with these keys. Connect X again.",
        Exchange.Answered { Status: 402 } => "The X app has no API credits, and reading the timeline needs some.",
        Exchange.Answered { Status: 429 } => "X takes no more calls for the moment (rate limit).",
        Exchange.Answered answer => $"X’s timeline could not be read (HTTP {answer.Status}).",
        Exchange.NotSent(var why) => $"X could not be reached: {why}.",
        _ => $"X’s timeline could not be read: {Why(exchange)}.",
    };

    /// <summary>What a refusal means; null: nothing that is known.</summary>
    public XMeaning? Meaning(Exchange.Answered answer)
    {
        var problem = Parse(answer.Body, XJson.Default.XProblem) ?? new XProblem();
        return facts.Errors.FirstOrDefault(r => r.Status == answer.Status
            && (r.Type is null || problem.Type?.EndsWith("/problems/" + r.Type, StringComparison.Ordinal) == true)
            && (r.Code is null || problem.Errors?.Any(e => e?.Code == r.Code) == true)
            && (r.Detail is null || problem.Detail == r.Detail)
            && (r.Says is null || Says(problem, r.Says)))?.Means;
    }

    /// <summary>When a 429 says that it is over: the latest reset among the empty buckets, or Retry-After, at most a day away; null if it does not say.</summary>
    public static DateTimeOffset? ResetOf(Exchange.Answered answer, DateTimeOffset now)
    {
        var resets = Buckets
            .Where(b => Number(answer, b + "-remaining") is null or <= 0)
            .Select(b => Number(answer, b + "-reset"))
            .OfType<long>()
            .Where(s => s is > 0 and < 253_402_300_800)
            .Select(DateTimeOffset.FromUnixTimeSeconds)
            .ToList();
        if (answer.Headers.TryGetValue("Retry-After", out var after))
        {
            if (long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                resets.Add(now + TimeSpan.FromSeconds(Math.Min(seconds, (long)LongestPause.TotalSeconds)));
            }
            else if (DateTimeOffset.TryParse(after, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
            {
                resets.Add(date);
            }
        }

        var future = resets.Where(r => r > now).ToList();
        return future.Count == 0 ? null : Earlier(future.Max(), now + LongestPause);
    }

    private XVerdict Judge(Exchange.Answered answer, string nothing)
    {
        var now = time.GetUtcNow();
        var begun = string.Concat(nothing[..1].ToUpperInvariant(), nothing.AsSpan(1));
        return Meaning(answer) switch
        {
            XMeaning.Duplicate => new(XVerdictKind.Unclear, "X says that it has this post already. It is looked for; nothing is sent again before."),
            XMeaning.BadMedia => new(XVerdictKind.Refused, $"X no longer has the pictures of this post, or does not take them together. {begun}; send it again, the pictures are brought there anew.") { PicturesAreGone = true },
            XMeaning.InvalidRequest => new(XVerdictKind.Refused, $"X answered that the request is not valid. {begun}; change the text for X and try again."),
            XMeaning.BadSignature => new(XVerdictKind.SignIn, (ClockHint(answer) ?? "X does not accept the signature. Check this machine’s clock and the four keys.") + $" Then connect X again; {nothing}."),
            XMeaning.DeadKeys => new(XVerdictKind.SignIn, $"X no longer accepts the keys. Connect X again; {nothing}, and what waits goes out afterwards."),
            XMeaning.NoCredits => Later(now + PauseWithoutCredits, $"The X app has no API credits left. {begun}; buy credits in X’s developer console, it is tried again by itself."),
            XMeaning.SpendCap => Later(now + LongestPause, $"The spending limit of the X app is reached. {begun}; raise it in X’s developer console, it is tried again once a day."),
            XMeaning.MonthlyCap => Later(now + LongestPause, $"The monthly quota of the X app is used up. {begun}; raise it in X’s developer console, it is tried again once a day."),
            XMeaning.RateLimit => Later(ResetOf(answer, now) ?? now + PauseWithoutReset, $"X takes no more for the moment (rate limit). {begun}; it is tried again by itself."),
            XMeaning.Passing => Later(null, $"X did not recognise the keys this time; that passes. {begun}."),
            XMeaning.AppOnly => new(XVerdictKind.SignIn, $"These keys act for an app, not for an account. Connect X with your account; {nothing}."),
            XMeaning.ReadOnlyApp => new(XVerdictKind.SignIn, $"The X app was read-only when the keys were made. Give it read and write permission, make new keys and connect X again; {nothing}."),
            XMeaning.NotEnrolled => new(XVerdictKind.SignIn, $"The X app may not use the API yet. Enrol it in X’s developer console, then connect X again; {nothing}."),
            XMeaning.Suspended => new(XVerdictKind.SignIn, $"X has suspended this account. Settle it with X, then connect again; {nothing}."),
            XMeaning.MissingRight => new(XVerdictKind.SignIn, $"The keys of X lack a right that this needs. Connect X again and allow everything that is asked for; {nothing}."),
            XMeaning.ParentMissing => Later(null, $"The post on X that this one answers can’t be seen there (yet). {begun}; it is tried again by itself."),
            XMeaning.Cashtags => new(XVerdictKind.Refused, $"X takes at most one cashtag ($NAME) in a post. {begun}; change the text for X and try again."),
            XMeaning.NotPermitted => new(XVerdictKind.Refused, $"X does not permit this post (too long, or against its rules). {begun}; change the text for X and try again."),
            _ => answer.Status switch
            {
                307 or 308 => Later(null, $"X answered with a redirect to another address, which is not followed with your keys. {begun}."),
                408 or 409 or 425 or < 400 or >= 500 => new(XVerdictKind.Unclear, $"X answered with an error (HTTP {answer.Status}), which does not say whether the post is there. It is looked for before anything is sent again."),
                _ => new(XVerdictKind.Refused, $"X refused the post (HTTP {answer.Status}). {begun}; check the API address of this connection."),
            },
        };
    }

    private static XVerdict Later(DateTimeOffset? notBefore, string reason) => new(XVerdictKind.Later, reason) { NotBefore = notBefore };

    // Signatures carry the time: a wrong clock looks like wrong keys.
    private string? ClockHint(Exchange.Answered answer)
    {
        if (Meaning(answer) != XMeaning.BadSignature || !answer.Headers.TryGetValue("Date", out var text)
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var theirs))
        {
            return null;
        }

        var off = time.GetUtcNow() - theirs;
        return off.Duration() < ClockTolerance
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"X does not accept the signature: this machine’s clock is {off.Duration().TotalMinutes:0} minutes {(off > TimeSpan.Zero ? "fast" : "slow")}. Set it right.");
    }

    private static bool IsGone(byte[] body) =>
        Parse(body, XJson.Default.XOne)?.Data?.IsDeleted == true
        || Parse(body, XJson.Default.XProblem)?.Errors?.Any(e => e?.Type?.EndsWith("/problems/resource-not-found", StringComparison.Ordinal) == true) == true;

    private static bool Says(XProblem problem, string words) =>
        problem.Detail?.Contains(words, StringComparison.OrdinalIgnoreCase) == true
        || problem.Errors?.Any(e => e?.Message?.Contains(words, StringComparison.OrdinalIgnoreCase) == true) == true;

    private static string Why(Exchange exchange) => exchange switch
    {
        Exchange.NotSent(var why) => why,
        Exchange.NoAnswer(var why) => why,
        _ => "its answer could not be read",
    };

    private static long? Number(Exchange.Answered answer, string header) =>
        answer.Headers.TryGetValue(header, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}

/// <summary>What is to be done about a refusal.</summary>
internal enum XVerdictKind
{
    /// <summary>Proven that nothing was done; again later.</summary>
    Later,

    /// <summary>The author connects again.</summary>
    SignIn,

    /// <summary>Refused for good.</summary>
    Refused,

    /// <summary>Proves nothing.</summary>
    Unclear,
}

/// <summary>A refusal, understood.</summary>
internal sealed record XVerdict(XVerdictKind Kind, string Reason)
{
    /// <summary>UTC; null: as the outbox thinks fit.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>See <see cref="DeliveryResult.Rejected.PicturesAreGone"/>.</summary>
    public bool PicturesAreGone { get; init; }
}
