using Blog.Outgoing;
using Blog.Syndication;

namespace Blog.Networks.LinkedIn;

/// <summary>Reads a post of a company page and compares its text with what was sent. A profile lets no program read, and a comment is no markup that could be cut.</summary>
internal sealed class LinkedInReadBack(LinkedInApi api, LinkedInFacts facts, LinkedInAnswers answers)
{
    /// <summary>See <see cref="INetwork.ReadBackAsync"/>.</summary>
    public async Task<ReadBackResult> ReadAsync(string sent, string id, TargetAccess target, LinkedInSecret secret, CancellationToken ct)
    {
        if (!secret.IsOrganization || !LinkedInUrn.IsPost(id))
        {
            return new ReadBackResult.NeverReadable();
        }

        return await api.PostAsync(target.Target.ApiBase, secret.Token, id, ct) switch
        {
            Exchange.Answered { Status: 200 } answer when LinkedInAnswers.Parse(answer.Body, LinkedInJson.Default.LinkedInPostRead) is { LifecycleState: "PUBLISHED", Commentary: { } commentary } =>
                KeptText.Compare(sent, LittleText.Plain(commentary), facts.ShortLinkHosts),
            Exchange.Answered refused when answers.MeaningOf(refused) == LinkedInMeaning.Forbidden => new ReadBackResult.NeverReadable(),
            _ => new ReadBackResult.Unreadable(),
        };
    }
}
