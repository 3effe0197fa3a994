using Blog.Posts;
using Blog.Site;

namespace Blog.Syndication;

/// <summary>After an unclear answer: adopts the copy that is there, proves that none is, or asks the author.</summary>
internal sealed class CopyFinder(Reconciler reconciler, CopySender sender, TargetKeys keys, DeliveryLedger ledger, SiteAddress site, TimeProvider time)
{
    // A network that gives no clear answer again and again and shows no copy is not called at this pace for ever: the author is asked, and
    // two daily looks in a row that find nothing prove what two looks within a minute did not.
    private const int MaxAbsences = 5;

    /// <summary>What the look tells; null if the row belongs to somebody else now.</summary>
    public async Task<Verdict?> FindAsync(Delivery delivery, Post? post, INetwork network, TargetAccess access, CancellationToken ct)
    {
        switch (await keys.FreshAsync(network, access, ct))
        {
            case KeysResult.Good good:
                access = good.Access;
                break;
            case KeysResult.SignIn signIn:
                return Verdict.LookLater(delivery, Verdict.Unauthorized, signIn.Reason ?? $"{network.Descriptor.Name} needs you to sign in again before the copy can be looked for.", time.GetUtcNow());
            case KeysResult.Later later:
                return Verdict.LookLater(delivery, nameof(DeliveryResult.Unknown), later.Reason, time.GetUtcNow());
        }

        var journal = await ledger.ReadAsync(delivery, ct);
        var open = CopySender.OpenPart(delivery);
        var text = delivery.SentText ?? "";
        var permalink = PermalinkIn(delivery.Parts.Count > 0 ? delivery.Parts[0].Text : text) ?? new Uri(site.Absolute(post?.Path ?? "/"));
        var unclear = journal.FirstOrDefault(a => a.Outcome is null or nameof(DeliveryResult.Unknown)) ?? (journal.Count > 0 ? journal[0] : null);
        var copy = CopySender.CopyOf(delivery, text, open, permalink, unclear?.StartedAt ?? delivery.CreatedAt);
        var name = network.Descriptor.Name;
        switch (await reconciler.FindAsync(network, copy, access, ct))
        {
            case LookupResult.Found found:
                return Verdict.Took(delivery, Verdict.Adopted, found.RemoteId, found.RemoteUrl, time.GetUtcNow());
            case LookupResult.Absent when delivery.Attempts >= MaxAbsences && journal is not [.., { Outcome: Verdict.Absent }]:
                return Verdict.Ask($"{name} was asked {delivery.Attempts} times, gave no clear answer, and the copy can’t be found. Look there: is it there or not? If it can’t be found tomorrow either, it is sent once more.", time.GetUtcNow()) with { Outcome = Verdict.Absent };
            case LookupResult.Absent:
                return new Verdict(DeliveryState.Queued, Verdict.Absent, $"{name} did not publish it: two looks found nothing. It is sent once more.", AfterAbsence(delivery));
            case LookupResult.AskByReplay replay when time.GetUtcNow() < replay.Until && post is { IsPublic: true }:
                return await sender.RepeatAsync(delivery, permalink, network, access, ct) is { } repeated ? Repeated(delivery, repeated, name) : null;
            case LookupResult.AskByReplay:
                return Verdict.Ask($"{name} gave no clear answer and can’t be read. Look there: is the copy there or not?", time.GetUtcNow());
            case LookupResult.NeverReadable never:
                return Verdict.Ask(never.Reason, time.GetUtcNow());
            case LookupResult.Unreadable unreadable:
                return Verdict.LookLater(delivery, nameof(DeliveryResult.Unknown), unreadable.Reason, time.GetUtcNow()) with { IsSilent = true };
            default:
                throw new InvalidOperationException("Unknown look-up result.");
        }
    }

    // A repeated call that was refused proves nothing about the first one: the row stays unknown, and nothing is sent anew.
    private Verdict Repeated(Delivery delivery, Verdict verdict, string name) => verdict.Outcome switch
    {
        nameof(DeliveryResult.RetryLater) => verdict with { Next = DeliveryState.Unknown, Outcome = nameof(DeliveryResult.Unknown), Reason = $"{name} gave no clear answer the first time and could not be asked again yet: it may be there." },
        Verdict.Unauthorized => verdict with { Next = DeliveryState.Unknown, NotBefore = time.GetUtcNow() + RetrySchedule.BeforeLook(delivery.Id, 0) },
        nameof(DeliveryResult.Rejected) => Verdict.Ask($"{name} gave no clear answer the first time and refused the same call afterwards. Look there: is the copy there or not?", time.GetUtcNow()),
        _ => verdict,
    };

    // The first time at once; a network that takes it again and again and publishes nothing is given time.
    private DateTimeOffset AfterAbsence(Delivery delivery) =>
        delivery.Attempts <= 1 ? time.GetUtcNow() : time.GetUtcNow() + RetrySchedule.AfterAttempt(delivery.Id, delivery.Attempts);

    // The address as it was sent: the post may have moved since.
    private Uri? PermalinkIn(string text)
    {
        var word = text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .LastOrDefault(w => w.StartsWith(site.Base.AbsoluteUri, StringComparison.OrdinalIgnoreCase));
        return Uri.TryCreate(word, UriKind.Absolute, out var uri) ? uri : null;
    }
}
