using Blog.Outgoing;
using Blog.Syndication;

namespace Blog.Networks.LinkedIn;

/// <summary>
/// Looks for a copy after an unclear answer. A company page's posts can be read; a profile's can't, so there the identical call is the only
/// question that LinkedIn answers, and only for a few minutes.
/// </summary>
internal sealed class LinkedInLookup(LinkedInApi api, LinkedInFacts facts, LinkedInAnswers answers, LinkedInMemory memory, TimeProvider time)
{
    // LinkedIn's clock and this one may differ.
    private static readonly TimeSpan ClockAllowance = TimeSpan.FromMinutes(10);

    public async Task<LookupResult> FindAsync(OutgoingCopy copy, SyndicationTarget target, LinkedInSecret secret, Func<string, string> addressOf, CancellationToken ct)
    {
        if (!secret.IsOrganization)
        {
            return WithoutReading(copy);
        }

        var found = copy.InReplyTo is { } on
            ? await FindCommentAsync(copy, on, target, secret, addressOf, ct)
            : await FindPostAsync(copy, target, secret, addressOf, ct);
        return found is LookupResult.Absent && memory.IsGhost(copy.DeliveryId)
            ? new LookupResult.NeverReadable("LinkedIn refuses this post as a copy of one that is not to be found, as it does for a day or two after a post was deleted. Look at the company page: is it there or not?")
            : found;
    }

    private LookupResult WithoutReading(OutgoingCopy copy)
    {
        var until = copy.Since + TimeSpan.FromMinutes(facts.ReplayMinutes);
        return copy.InReplyTo is null && time.GetUtcNow() < until && !memory.IsGhost(copy.DeliveryId)
            ? new LookupResult.AskByReplay(until)
            : new LookupResult.NeverReadable("LinkedIn lets no program read a personal profile. Look at your profile: is it there or not?");
    }

    private async Task<LookupResult> FindPostAsync(OutgoingCopy copy, SyndicationTarget target, LinkedInSecret secret, Func<string, string> addressOf, CancellationToken ct)
    {
        var since = (copy.Since - ClockAllowance).ToUnixTimeMilliseconds();
        string? oldest = null;
        var hasNear = false;
        for (var n = 0; n < facts.Pages; n++)
        {
            var exchange = await api.TimelineAsync(target.ApiBase, secret.Token, secret.Author, n * facts.PageSize, ct);
            if (exchange is not Exchange.Answered { Status: 200 } answer)
            {
                return new LookupResult.Unreadable(answers.WhyUnreadable(exchange));
            }

            if (LinkedInAnswers.Parse(answer.Body, LinkedInJson.Default.LinkedInPageLinkedInPostRead)?.Elements is not { } posts)
            {
                return new LookupResult.Unreadable("LinkedIn’s list of the company page’s posts can’t be understood.");
            }

            var recent = posts.OfType<LinkedInPostRead>().Where(p => LinkedInUrn.IsPost(p.Id) && p.CreatedAt >= since && p.LifecycleState != "PUBLISH_FAILED").ToList();
            oldest = recent.LastOrDefault(p => IsCopy(p, copy))?.Id ?? oldest;
            hasNear |= recent.Any(p => IsNear(p, copy));
            if (posts.Count < facts.PageSize || posts.Any(p => p?.CreatedAt < since))
            {
                return oldest is not null ? new LookupResult.Found(oldest, addressOf(oldest))
                    : hasNear ? new LookupResult.NeverReadable("On the company page there is a post with the same words, but with a short link of LinkedIn’s own, so nobody but you can tell whether it is this one. Look there: is it there or not?")
                    : new LookupResult.Absent();
            }
        }

        return oldest is null
            ? new LookupResult.Unreadable("There are more posts on the company page since then than can be read.")
            : new LookupResult.Found(oldest, addressOf(oldest));
    }

    private async Task<LookupResult> FindCommentAsync(
        OutgoingCopy copy, string on, SyndicationTarget target, LinkedInSecret secret, Func<string, string> addressOf, CancellationToken ct)
    {
        var since = (copy.Since - ClockAllowance).ToUnixTimeMilliseconds();
        for (var n = 0; n < facts.Pages; n++)
        {
            var exchange = await api.CommentsAsync(target.ApiBase, secret.Token, on, n * facts.PageSize, ct);
            if (exchange is Exchange.Answered refused && answers.MeaningOf(refused) == LinkedInMeaning.Gone)
            {
                return new LookupResult.Absent();
            }

            if (exchange is not Exchange.Answered { Status: 200 } answer)
            {
                return new LookupResult.Unreadable(answers.WhyUnreadable(exchange));
            }

            if (LinkedInAnswers.Parse(answer.Body, LinkedInJson.Default.LinkedInPageLinkedInComment)?.Elements is not { } comments)
            {
                return new LookupResult.Unreadable("LinkedIn’s list of comments can’t be understood.");
            }

            var found = comments.FirstOrDefault(c => c is not null && LinkedInUrn.IsNumber(c.Id) && c.Actor == secret.Author && c.Message?.Text == copy.Text && (c.Created?.Time is null || c.Created.Time >= since));
            if (found is not null)
            {
                var id = LinkedInUrn.CommentOf(LinkedInUrn.ReadComment(on)?.Post ?? on, found.Id!);
                return new LookupResult.Found(id, addressOf(id));
            }

            if (comments.Count < facts.PageSize)
            {
                return new LookupResult.Absent();
            }
        }

        return new LookupResult.Unreadable("There are more comments than can be read.");
    }

    private static bool IsCopy(LinkedInPostRead post, OutgoingCopy copy)
    {
        var source = post.Content?.Article?.Source;
        var (theirs, ours) = (Words(LittleText.Plain(post.Commentary ?? "")), Words(copy.Text));

        // A text without the link, which then is in the card or in a comment, is known by its words; another card is another post.
        return Same(source, copy.Permalink)
            || (copy.Card is { } card && Same(source, card.Address))
            || theirs.Any(w => Same(w, copy.Permalink))
            || (source is null && theirs.SequenceEqual(ours) && !ours.Any(w => Same(w, copy.Permalink)));
    }

    // LinkedIn may put a short address in the place of ours; the words around it are evidence, not proof.
    private bool IsNear(LinkedInPostRead post, OutgoingCopy copy)
    {
        var (theirs, ours) = (Words(LittleText.Plain(post.Commentary ?? "")), Words(copy.Text));
        return theirs.Length == ours.Length
            && theirs.Any(IsShort)
            && theirs.Zip(ours).All(pair => pair.First == pair.Second || (IsShort(pair.First) && IsLink(pair.Second)));
    }

    private bool IsShort(string word) => IsLink(word) && Uri.TryCreate(word, UriKind.Absolute, out var uri) && facts.ShortLinkHosts.Contains(uri.Host, StringComparer.OrdinalIgnoreCase);

    private static bool IsLink(string word) => word.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || word.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    private static string[] Words(string text) => text.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries);

    private static bool Same(string? address, Uri permalink) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.AbsoluteUri == permalink.AbsoluteUri;
}
