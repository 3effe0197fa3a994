using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Blog.Outgoing;
using Blog.Syndication;

namespace Blog.Networks.X;

/// <summary>
/// What X's answer to a new post means for the outbox. A refusal proves that nothing was published; a server error, an answer that can't
/// be read and "duplicate content" prove nothing, so the copy is looked for.
/// </summary>
internal static class XAnswers
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(24);
    private static readonly TimeSpan PauseWithoutReset = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan PauseWithoutCredits = TimeSpan.FromHours(6);
    private static readonly string[] Buckets = ["x-rate-limit", "x-user-limit-24hour", "x-app-limit-24hour"];

    /// <summary>Reads the answer to a publishing call.</summary>
    public static DeliveryResult Read(Exchange exchange, Func<string, string> addressOf, DateTimeOffset now) => exchange switch
    {
        Exchange.NotSent(var why) => new DeliveryResult.RetryLater(null, $"X could not be reached: {why}. Nothing was sent."),
        Exchange.NoAnswer(var why) => new DeliveryResult.Unknown($"X was asked to publish, but {why}. It is looked for before anything is sent again."),
        Exchange.Answered answer => Read(answer, addressOf, now),
        _ => throw new InvalidOperationException($"Unknown exchange {exchange.GetType().Name}."),
    };

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

    /// <summary>True for the id of a post or user: 1 to 19 digits.</summary>
    public static bool IsId(string? id) => id is { Length: > 0 and <= 19 } && id.All(char.IsAsciiDigit);

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

    private static DeliveryResult Read(Exchange.Answered answer, Func<string, string> addressOf, DateTimeOffset now)
    {
        if (answer.Status is >= 200 and < 300)
        {
            return Parse(answer.Body, XJson.Default.XOne)?.Data?.Id is { } id && IsId(id)
                ? new DeliveryResult.Delivered(id, addressOf(id))
                : new DeliveryResult.Unknown("X said yes, but named no post. It is looked for before anything is sent again.");
        }

        var problem = Parse(answer.Body, XJson.Default.XProblem) ?? new XProblem();
        return answer.Status switch
        {
            307 or 308 => new DeliveryResult.RetryLater(null, "X answered with a redirect to another address, which is not followed with your keys. Nothing was published."),
            400 => new DeliveryResult.Rejected("X answered that the request is not valid. Nothing was published; change the text for X and try again."),
            401 => new DeliveryResult.Unauthorized(HasCode(problem, 32)
                ? "X does not accept the signature. Check this machine’s clock and the four keys, then connect X again; nothing was published."
                : "X no longer accepts the keys. Connect X again; nothing was published, and what waits goes out afterwards."),
            402 => new DeliveryResult.RetryLater(now + PauseWithoutCredits, "The X app has no API credits left. Nothing was published; buy credits in X’s developer console, it is tried again by itself."),
            403 => Forbidden(problem, now),
            408 or 409 or 425 => Unclear(answer.Status),
            429 when IsType(problem, "usage-capped") => new DeliveryResult.RetryLater(now + LongestPause, "The monthly quota of the X app is used up. Nothing was published; raise it in X’s developer console, it is tried again once a day."),
            429 => new DeliveryResult.RetryLater(ResetOf(answer, now) ?? now + PauseWithoutReset, "X takes no more posts for the moment (rate limit). Nothing was sent; it goes out by itself."),
            >= 404 and < 500 => new DeliveryResult.Rejected($"X refused the post (HTTP {answer.Status}). Nothing was published; check the API address of this connection."),
            _ => Unclear(answer.Status),
        };
    }

    private static DeliveryResult Forbidden(XProblem problem, DateTimeOffset now)
    {
        if (Says(problem, "duplicate content"))
        {
            return new DeliveryResult.Unknown("X says that it has this post already. It is looked for; nothing is sent again before.");
        }

        if (Says(problem, "spend cap"))
        {
            return new DeliveryResult.RetryLater(now + LongestPause, "The spending limit of the X app is reached. Nothing was published; raise it in X’s developer console, it is tried again once a day.");
        }

        if (IsType(problem, "unsupported-authentication"))
        {
            return Says(problem, "Authenticating with Unknown")
                ? new DeliveryResult.RetryLater(null, "X did not recognise the keys this time; that passes. Nothing was published.")
                : new DeliveryResult.Unauthorized("These keys act for an app, not for an account. Connect X with a user token; nothing was published.");
        }

        if (IsType(problem, "oauth1-permissions"))
        {
            return new DeliveryResult.Unauthorized("The X app was read-only when the keys were made. Give it read and write permission, make new keys and connect X again; nothing was published.");
        }

        if (IsType(problem, "client-forbidden"))
        {
            return new DeliveryResult.Unauthorized("The X app may not use the API yet. Enrol it in X’s developer console, then connect X again; nothing was published.");
        }

        if (HasCode(problem, 64))
        {
            return new DeliveryResult.Unauthorized("X has suspended this account. Settle it with X, then connect again; nothing was published.");
        }

        return new DeliveryResult.Rejected("X does not permit this post (too long, or against its rules). Nothing was published; change the text for X and try again.");
    }

    private static DeliveryResult.Unknown Unclear(int status) =>
        new($"X answered with an error (HTTP {status}), which does not say whether the post is there. It is looked for before anything is sent again.");

    private static bool Says(XProblem problem, string words) =>
        problem.Detail?.Contains(words, StringComparison.OrdinalIgnoreCase) == true
        || problem.Errors?.Any(e => e?.Message?.Contains(words, StringComparison.OrdinalIgnoreCase) == true) == true;

    private static bool IsType(XProblem problem, string type) => problem.Type?.EndsWith("/problems/" + type, StringComparison.Ordinal) == true;

    private static bool HasCode(XProblem problem, int code) => problem.Errors?.Any(e => e?.Code == code) == true;

    private static long? Number(Exchange.Answered answer, string header) =>
        answer.Headers.TryGetValue(header, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
