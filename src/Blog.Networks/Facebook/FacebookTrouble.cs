using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Blog.Outgoing;

namespace Blog.Networks.Facebook;

/// <summary>What a call that did not work asks for.</summary>
internal enum FacebookNext
{
    /// <summary>The same again later; nothing was done.</summary>
    Later,

    /// <summary>A new sign-in by the author; nothing was done.</summary>
    SignIn,

    /// <summary>Another text or picture; nothing was done.</summary>
    Change,

    /// <summary>A look: it may have been done.</summary>
    Look,

    /// <summary>The object is not there.</summary>
    Gone,
}

/// <summary>Why a call did not work, in words for the author that say nothing yet about what was done.</summary>
/// <param name="Next">What to do.</param>
/// <param name="Means">By the error table; null: it was no error of the Graph API.</param>
/// <param name="Cause">A sentence.</param>
/// <param name="Remedy">A sentence; empty: time is the remedy.</param>
/// <param name="NotBefore">UTC; null: not known.</param>
internal sealed record FacebookTrouble(FacebookNext Next, FacebookMeaning? Means, string Cause, string Remedy = "", DateTimeOffset? NotBefore = null)
{
    /// <summary>Both sentences around what was kept.</summary>
    public string Tell(string kept) => Remedy.Length == 0 ? $"{Cause} {kept}" : $"{Cause} {kept} {Remedy}";
}

/// <summary>
/// Reads what went wrong by the error table. The HTTP status of one and the same error varies, so the code decides; only a server error
/// is never a refusal, whatever its body says: posts have appeared after one.
/// </summary>
internal sealed class FacebookTroubles(FacebookFacts facts, TimeProvider time)
{
    private const string Again = "It is tried again by itself.";
    private const string Reconnect = "Connect Facebook again; what waits goes out afterwards.";
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(24);
    private static readonly FacebookError NoError = new();

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

    /// <summary>Reads an exchange that was no success, or whose success could not be read.</summary>
    public FacebookTrouble Read(Exchange exchange) => exchange switch
    {
        Exchange.NotSent(var why) => new(FacebookNext.Later, null, $"Facebook could not be reached: {why}."),
        Exchange.NoAnswer(var why) => new(FacebookNext.Look, null, $"Facebook was asked, but {why}."),
        Exchange.Answered answer => Read(answer, ErrorOf(answer)),
        _ => throw new InvalidOperationException($"Unknown exchange {exchange.GetType().Name}."),
    };

    /// <summary>What an error means; null: it is none of the Graph API, or none that is known.</summary>
    public FacebookMeaning? MeaningOf(Exchange exchange, bool isSignIn = false)
    {
        var error = exchange is Exchange.Answered answer ? ErrorOf(answer) : null;
        var rules = isSignIn ? facts.SignInErrors.Concat(facts.Errors) : facts.Errors;
        return error is { Code: not null } ? rules.FirstOrDefault(r => r.Fits(error))?.Means : null;
    }

    private FacebookTrouble Read(Exchange.Answered answer, FacebookError? error)
    {
        var means = MeaningOf(answer);
        if (answer.Status >= 500 || answer.Status is < 300 or 408 or 409 or 425)
        {
            return new(FacebookNext.Look, means, answer.Status < 300
                ? "Facebook said yes, but its answer could not be read."
                : $"Facebook answered with an error (HTTP {answer.Status}), which does not say whether it was done.");
        }

        if (answer.Status < 400)
        {
            return new(FacebookNext.Later, means, "Facebook answered with a redirect to another address, which is not followed with your keys.");
        }

        return error?.Code is null ? WithoutCode(answer) : Judge(means, error, answer);
    }

    private FacebookTrouble WithoutCode(Exchange.Answered answer) => answer.Status switch
    {
        401 => new(FacebookNext.SignIn, null, "Facebook no longer accepts the key of this Page (HTTP 401).", Reconnect),
        429 => Pause(FacebookMeaning.Rate, RegainOf(answer), "Facebook takes no more calls for the moment (rate limit)."),

        // Every refusal of the Graph API has a code: this one was cut off, or is of somebody on the way.
        400 or 403 => new(FacebookNext.Look, null, $"Facebook answered with an error (HTTP {answer.Status}), which does not say whether it was done."),
        _ => new(FacebookNext.Change, null, $"Facebook refused the request without a reason (HTTP {answer.Status}).", "Check the API address of this connection."),
    };

    private FacebookTrouble Judge(FacebookMeaning? means, FacebookError error, Exchange.Answered answer) => means switch
    {
        FacebookMeaning.Unknown or FacebookMeaning.Secret => new(FacebookNext.Look, means, "Facebook answered that something unexpected happened."),
        FacebookMeaning.Duplicate => new(FacebookNext.Look, means, "Facebook says that it has this already."),
        FacebookMeaning.Rate => Pause(means, RegainOf(answer), "Facebook takes no more calls for the moment (rate limit)."),
        FacebookMeaning.SlowDown => Pause(means, time.GetUtcNow() + TimeSpan.FromMinutes(facts.SlowDownMinutes), "Facebook says that this Page posts too fast."),
        FacebookMeaning.Blocked => Pause(means, time.GetUtcNow() + TimeSpan.FromMinutes(facts.BlockedMinutes), Blocked(error.Subcode), "Sign in on Facebook’s own site and clear what it asks for; it is tried again once a day."),
        FacebookMeaning.Permission => new(FacebookNext.SignIn, means, "Facebook says that a permission, or the right to post on this Page, is missing.", "Check your role on the Page, then connect Facebook again and leave every permission ticked; what waits goes out afterwards."),
        FacebookMeaning.Token => Token(means, error.Subcode),
        FacebookMeaning.Proof => new(FacebookNext.SignIn, means, "Facebook does not accept the proof made with the app secret.", "Copy the secret once more from the app’s settings and connect Facebook again; what waits goes out afterwards."),
        FacebookMeaning.Gone => new(FacebookNext.Gone, means, "Facebook does not find it, or does not show it to this connection."),
        FacebookMeaning.Link => new(FacebookNext.Change, means, "Facebook could not read the page that the link leads to.", "Check that the post’s address can be opened from the internet without signing in, then send it again."),
        FacebookMeaning.Picture => new(FacebookNext.Change, means, "Facebook does not take this picture.", "Use a JPEG or PNG of less than 4 MB, then send it again."),
        FacebookMeaning.Version => new(FacebookNext.Change, means, $"Facebook does not know what was called (version {facts.Version} of its API).", "Check the API address of this connection; if the version is retired, name a newer one in networks/facebook.json of the data folder."),
        _ when error.IsTransient == true => new(FacebookNext.Look, means, "Facebook answered that something passing went wrong."),
        _ => new(FacebookNext.Change, means, string.Create(CultureInfo.InvariantCulture, $"Facebook refused it (error {error.Code})."), "Change the text or the pictures for Facebook and send it again."),
    };

    private static string Blocked(int? subcode) => subcode switch
    {
        1404006 => "Facebook asks for a security check of your account.",
        1404078 => "Facebook asks you to confirm your identity before this Page may publish (Page Publishing Authorization).",
        _ => "Facebook has blocked this for the moment.",
    };

    private static FacebookTrouble Token(FacebookMeaning? means, int? subcode) => subcode switch
    {
        458 => SignIn(means, "The app was removed from your Facebook account."),
        459 => SignIn(means, "Facebook has locked your account until you sign in on its own site and do what it asks.", "Do that first, then connect Facebook again; what waits goes out afterwards."),
        460 => SignIn(means, "The key of this Page ended because the password of your Facebook account was changed, or for its safety."),
        463 => SignIn(means, "The key of this Page has run out."),
        464 => SignIn(means, "Facebook has not confirmed your account yet.", "Confirm it on Facebook’s own site, then connect Facebook again; what waits goes out afterwards."),
        492 => SignIn(means, "Your account no longer has a role on this Page, or the Page now asks for two-factor sign-in.", "Get the role back or switch two-factor sign-in on, then connect Facebook again; what waits goes out afterwards."),
        _ => SignIn(means, "Facebook no longer accepts the key of this Page."),
    };

    private static FacebookTrouble SignIn(FacebookMeaning? means, string cause, string remedy = Reconnect) => new(FacebookNext.SignIn, means, cause, remedy);

    private FacebookTrouble Pause(FacebookMeaning? means, DateTimeOffset? until, string cause, string remedy = Again)
    {
        var now = time.GetUtcNow();
        var end = until ?? now + TimeSpan.FromMinutes(facts.RateMinutes);
        return new(FacebookNext.Later, means, cause, remedy, end < now + LongestPause ? end : now + LongestPause);
    }

    private static FacebookError? ErrorOf(Exchange.Answered answer) =>
        answer.Status < 300 ? null : Parse(answer.Body, FacebookJson.Default.FacebookFailure)?.Error ?? NoError;

    // The longest time in minutes that any limit of the Page names; null: none does.
    private DateTimeOffset? RegainOf(Exchange.Answered answer)
    {
        if (answer.Headers.TryGetValue("Retry-After", out var after) && long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return time.GetUtcNow() + TimeSpan.FromSeconds(Math.Min(seconds, (long)LongestPause.TotalSeconds));
        }

        if (!answer.Headers.TryGetValue("X-Business-Use-Case-Usage", out var usage))
        {
            return null;
        }

        try
        {
            using var read = JsonDocument.Parse(usage);
            var minutes = read.RootElement.EnumerateObject()
                .SelectMany(of => of.Value.EnumerateArray())
                .Select(limit => limit.TryGetProperty("estimated_time_to_regain_access", out var value) && value.TryGetDouble(out var number) ? number : 0)
                .DefaultIfEmpty().Max();
            return minutes > 0 ? time.GetUtcNow() + TimeSpan.FromMinutes(Math.Min(minutes, LongestPause.TotalMinutes)) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
