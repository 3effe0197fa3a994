using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Blog.Outgoing;
using Blog.Syndication;

namespace Blog.Networks.LinkedIn;

/// <summary>
/// What LinkedIn's refusals mean for the outbox, by the table of <see cref="LinkedInFacts.Errors"/>. A refusal proves that nothing was
/// published; a server error or no answer proves nothing.
/// </summary>
internal sealed class LinkedInAnswers(LinkedInFacts facts, LinkedInMemory memory, TimeProvider time)
{
    /// <summary>The stored value is not what this program wrote.</summary>
    public const string UnreadableSecret = "The stored keys of LinkedIn can’t be read. Connect LinkedIn again; nothing was sent.";

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

    /// <summary>The stored keys, or null if they can't be read.</summary>
    public static LinkedInSecret? SecretOf(TargetAccess target)
    {
        try
        {
            return JsonSerializer.Deserialize(target.Secret, LinkedInJson.Default.LinkedInSecret);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What an answer that is no success means.</summary>
    public LinkedInMeaning MeaningOf(Exchange.Answered answer)
    {
        var problem = Parse(answer.Body, LinkedInJson.Default.LinkedInProblem) ?? new LinkedInProblem();
        return facts.Errors.FirstOrDefault(e => Fits(e, answer.Status, problem))?.Means
            ?? (answer.Status is >= 400 and < 500 and not (408 or 425) ? LinkedInMeaning.Invalid : LinkedInMeaning.Unclear);
    }

    /// <summary>The post that a duplicate is one of; null if LinkedIn names none that can be read.</summary>
    public static string? DuplicateOf(Exchange.Answered answer) =>
        LinkedInUrn.DuplicateIn(Parse(answer.Body, LinkedInJson.Default.LinkedInProblem)?.Message);

    /// <summary>Reads whatever is not the success of <paramref name="step"/>.</summary>
    public DeliveryResult Read(Exchange exchange, LinkedInStep step, LinkedInSecret secret) => exchange switch
    {
        Exchange.NotSent(var why) => new DeliveryResult.RetryLater(null, $"LinkedIn could not be reached: {why}. {step.Outcome} It is tried again by itself."),
        Exchange.NoAnswer(var why) => Unclear(step, why),
        Exchange.Answered { Status: >= 300 and < 400 } => new DeliveryResult.RetryLater(null, $"LinkedIn answered with a redirect to another address, which is not followed with your keys. {step.Outcome} It is tried again by itself."),
        Exchange.Answered answer => Refused(answer, step, secret),
        _ => throw new InvalidOperationException($"Unknown exchange {exchange.GetType().Name}."),
    };

    /// <summary>Why something could not be read, as a sentence.</summary>
    public string WhyUnreadable(Exchange exchange) => exchange switch
    {
        Exchange.NotSent(var why) => $"LinkedIn could not be reached: {why}.",
        Exchange.NoAnswer(var why) => $"LinkedIn could not be read: {why}.",
        Exchange.Answered answer => MeaningOf(answer) switch
        {
            LinkedInMeaning.SignIn or LinkedInMeaning.Revoked => "LinkedIn no longer accepts this connection. Connect LinkedIn again.",
            LinkedInMeaning.Forbidden => "LinkedIn does not let this connection read the company page’s posts. Connect it again with the right “r_organization_social”.",
            LinkedInMeaning.Limit => "LinkedIn takes no more calls for the moment (rate limit).",
            LinkedInMeaning.Version => NoVersion,
            _ => $"LinkedIn could not be read (HTTP {answer.Status}).",
        },
        _ => throw new InvalidOperationException("Unknown exchange."),
    };

    /// <summary>What is to be done when all listed versions are dead.</summary>
    public static string NoVersion => "LinkedIn has retired every API version that this program lists. Put a current one into networks/linkedin.json of the data folder ({ \"versions\": [\"YYYYMM\"] }) and start the blog again.";

    private DeliveryResult Refused(Exchange.Answered answer, LinkedInStep step, LinkedInSecret secret)
    {
        var now = time.GetUtcNow();
        switch (MeaningOf(answer))
        {
            case LinkedInMeaning.Revoked when IsFresh(secret, now):
                return new DeliveryResult.RetryLater(secret.IssuedAt + FreshFor, $"LinkedIn called keys revoked that it gave a moment ago, which happens by mistake. {step.Outcome} It is tried once more by itself.");
            case LinkedInMeaning.SignIn or LinkedInMeaning.Revoked:
                return new DeliveryResult.Unauthorized($"LinkedIn no longer accepts this connection: its time is over or it was withdrawn. Connect LinkedIn again. {step.Outcome} What waits goes on afterwards.");
            case LinkedInMeaning.Forbidden when step.IsComment:
                return new DeliveryResult.Rejected($"LinkedIn does not let this connection comment. {step.Outcome} Put the link into the post itself, or connect an app that may comment.");
            case LinkedInMeaning.Forbidden:
                return new DeliveryResult.Unauthorized(secret.IsOrganization
                    ? $"LinkedIn does not let this connection act for the company page: a role on the page or the app’s right “w_organization_social” is missing. {step.Outcome} Put that right, then connect LinkedIn again."
                    : $"LinkedIn does not let this connection post: the app’s product “Share on LinkedIn” (the right “w_member_social”) is missing. {step.Outcome} Add it in LinkedIn’s developer portal, then connect LinkedIn again.");
            case LinkedInMeaning.TooLong:
                return new DeliveryResult.Rejected($"LinkedIn says that the text is too long. {step.Outcome} Shorten the text for LinkedIn and try again.");
            case LinkedInMeaning.ImageNotReady:
                return new DeliveryResult.RetryLater(null, $"LinkedIn is not done with the picture yet. {step.Outcome} It is tried again by itself.");
            case LinkedInMeaning.ImageFailed:
                return new DeliveryResult.Rejected($"LinkedIn could not use the picture. {step.Outcome} Save it anew as JPEG or PNG, or send the post without it.") { PicturesAreGone = true };
            case LinkedInMeaning.Gone:
                return new DeliveryResult.Rejected(step.Gone);
            case LinkedInMeaning.Version:
                return new DeliveryResult.RetryLater(now + TimeSpan.FromDays(1), $"{NoVersion} {step.Outcome} It is tried again once a day.");
            case LinkedInMeaning.Limit:
                return new DeliveryResult.RetryLater(memory.PauseAfter(secret.Author, answer), $"LinkedIn takes no more calls for the moment (rate limit). {step.Outcome} It goes on by itself.");
            case LinkedInMeaning.Invalid:
                return new DeliveryResult.Rejected($"LinkedIn answered that it does not accept this (HTTP {answer.Status}). {step.Outcome} Change the text, the link or the picture for LinkedIn and try again.");
            default:
                return Unclear(step, $"it answered with an error (HTTP {answer.Status})");
        }
    }

    private static DeliveryResult Unclear(LinkedInStep step, string why) => step.IsRepeatSafe
        ? new DeliveryResult.RetryLater(null, $"LinkedIn was asked to {step.Doing}, but {why}. It is tried again by itself, which does no harm.")
        : new DeliveryResult.Unknown($"LinkedIn was asked to {step.Doing}, but {why}. It may be there; nothing is sent a second time before that is clear.");

    private bool IsFresh(LinkedInSecret secret, DateTimeOffset now) => now >= secret.IssuedAt && now - secret.IssuedAt < FreshFor;

    private TimeSpan FreshFor => TimeSpan.FromMinutes(facts.FreshTokenMinutes);

    private static bool Fits(LinkedInError error, int status, LinkedInProblem problem) =>
        error.Status == status
        && (error.Says is null || problem.Message?.Contains(error.Says, StringComparison.OrdinalIgnoreCase) == true)
        && (error is { Code: null, ServiceCode: null }
            || (error.Code is not null && (problem.Code == error.Code || problem.ErrorDetails?.InputErrors?.Any(e => e?.Code == error.Code) == true))
            || (error.ServiceCode is not null && problem.ServiceErrorCode == error.ServiceCode));
}

/// <summary>What was asked for when an answer came, in words for the author.</summary>
/// <param name="Doing">Follows "was asked to".</param>
/// <param name="Outcome">What holds if it was refused; a sentence.</param>
/// <param name="Gone">What is said if the thing is not there.</param>
/// <param name="IsRepeatSafe">Whether doing it twice is as good as once.</param>
internal sealed record LinkedInStep(string Doing, string Outcome, string Gone, bool IsRepeatSafe)
{
    /// <summary>A new post.</summary>
    public static readonly LinkedInStep Post = new(
        "publish", "Nothing was published.", "LinkedIn does not know the address that posts go to. Nothing was published; check the API address of this connection.", false);

    /// <summary>A comment.</summary>
    public static readonly LinkedInStep Comment = new(
        "publish a comment", "The comment was not published; the post is untouched.", "The post to be commented on is no longer on LinkedIn. The comment was not published.", false)
    { IsComment = true };

    /// <summary>Another text.</summary>
    public static readonly LinkedInStep Edit = new(
        "change the copy", "The copy is as it was.", "The copy is no longer on LinkedIn, so it can’t be changed. Publish it again if you want it there.", true);

    /// <summary>Taking away.</summary>
    public static readonly LinkedInStep Delete = new("delete the copy", "The copy is still there.", "The copy is no longer on LinkedIn.", true);

    /// <summary>A picture.</summary>
    public static readonly LinkedInStep Upload = new(
        "take the picture", "Nothing was published.", "LinkedIn does not know the address that pictures go to. Nothing was published; check the API address of this connection.", true);

    /// <summary>A comment may be refused where a post is not.</summary>
    public bool IsComment { get; init; }
}
