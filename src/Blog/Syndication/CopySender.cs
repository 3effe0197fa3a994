using System.Globalization;
using Blog.Posts;

namespace Blog.Syndication;

/// <summary>Sends the next part of a copy: pictures first, then the intent into the journal, then the one call.</summary>
internal sealed class CopySender(CopyComposer composer, PictureCarrier pictures, TargetKeys keys, DeliveryLedger ledger, TimeProvider time)
{
    /// <summary>Index of the part that is not there yet; 0 if nothing was sent.</summary>
    public static int OpenPart(Delivery delivery) => Math.Max(0, delivery.Parts.ToList().FindIndex(p => p.RemoteId is null));

    /// <summary>Sends; null if the row belongs to somebody else now.</summary>
    public async Task<Verdict?> SendAsync(Delivery delivery, Post post, INetwork network, TargetAccess access, CancellationToken ct)
    {
        var plan = (await composer.PlanAsync(post, delivery.OwnText, access.Target, network, ct)).With(delivery.Comment, network);
        var parts = delivery.Parts.Count > 0 && (delivery.RemoteId is not null || await MayHaveBeenSentAsync(delivery, ct)) ? delivery.Parts : plan.Parts;
        var open = Math.Max(0, parts.ToList().FindIndex(p => p.RemoteId is null));
        if (TooLong(parts[open].Text, network) is { } tooLong)
        {
            return new Verdict(DeliveryState.Failed, nameof(DeliveryResult.Rejected), tooLong);
        }

        switch (await keys.FreshAsync(network, access, ct))
        {
            case KeysResult.Good good:
                access = good.Access;
                break;
            case KeysResult.SignIn signIn:
                return new Verdict(DeliveryState.Held, Verdict.Unauthorized, signIn.Told(network));
            case KeysResult.Later later:
                return Verdict.Of(delivery, new DeliveryResult.RetryLater(null, later.Reason), time.GetUtcNow());
        }

        return await BringAndCallAsync(delivery with { Parts = parts }, open, plan, network, access, ct);
    }

    /// <summary>Why a text is not sent at all; null: it fits.</summary>
    public static string? TooLong(string text, INetwork network) => network.Measure(text) is var length && length > network.Descriptor.MaxLength
        ? string.Create(CultureInfo.InvariantCulture, $"The text for {network.Descriptor.Name} is too long by {length - network.Descriptor.MaxLength}. Nothing was sent; shorten it and send it again.")
        : null;

    private async Task<Verdict?> BringAndCallAsync(Delivery delivery, int open, CopyPlan plan, INetwork network, TargetAccess access, CancellationToken ct)
    {
        var wanted = open > 0 ? [] : PicturesOf(plan with { Parts = delivery.Parts });
        for (var tries = 1; ; tries++)
        {
            Delivery? held = delivery;
            var (media, stopped) = await pictures.BringAsync(
                wanted, delivery.Media, async soFar => (held = await ledger.KeepAsync(held!, soFar, ct)) is not null, network, access, ct);
            if (held is null)
            {
                return null;
            }

            delivery = held with { Media = wanted.Count == 0 ? delivery.Media : media };
            if (stopped is not null)
            {
                return Stopped(delivery, stopped, time.GetUtcNow()) with { Media = media };
            }

            var began = ledger.Timestamp;
            var (verdict, gone) = await CallAsync(delivery, open, plan, network, access, ct);

            // The network has forgotten the pictures and published nothing: once more from the start.
            if (!gone || tries > 1 || wanted.Count == 0)
            {
                return verdict;
            }

            ledger.Repeated(delivery, delivery.Attempts + 1, nameof(DeliveryResult.Rejected), verdict?.Reason ?? "", began);
            delivery = delivery with { Media = [], Attempts = delivery.Attempts + 1 };
        }
    }

    /// <summary>What a picture that did not get there means for the row.</summary>
    public static Verdict Stopped(Delivery delivery, UploadResult stopped, DateTimeOffset now) => stopped switch
    {
        UploadResult.RetryLater later => Verdict.Of(delivery, new DeliveryResult.RetryLater(later.NotBefore, later.Reason), now),
        UploadResult.Unauthorized unauthorized => new Verdict(DeliveryState.Held, Verdict.Unauthorized, unauthorized.Reason),
        UploadResult.Rejected rejected => new Verdict(DeliveryState.Failed, nameof(DeliveryResult.Rejected), rejected.Reason),
        _ => throw new InvalidOperationException("Unknown upload result."),
    };

    /// <summary>Makes the same call again, to the letter, for a network that refuses a duplicate and names what is there.</summary>
    public async Task<Verdict?> RepeatAsync(Delivery delivery, Uri permalink, INetwork network, TargetAccess access, CancellationToken ct) =>
        (await CallAsync(delivery, OpenPart(delivery), new CopyPlan(permalink, delivery.Parts, []), network, access, ct)).Verdict;

    /// <summary>What is brought there before the first post: the picture of its card, else its pictures.</summary>
    public static IReadOnlyList<CopyPicture> PicturesOf(CopyPlan plan) =>
        plan.Parts[0].Card is { Picture: { } source } ? [new CopyPicture(source, "")] : plan.Pictures;

    private async Task<(Verdict? Verdict, bool PicturesAreGone)> CallAsync(Delivery delivery, int open, CopyPlan plan, INetwork network, TargetAccess access, CancellationToken ct)
    {
        var text = delivery.Parts.Count == 0 ? delivery.SentText ?? "" : delivery.Parts[open].Text;
        for (var attempt = 1; ; attempt++)
        {
            var now = time.GetUtcNow();
            if (!await ledger.BeginAsync(delivery, text, ct))
            {
                return (null, false);
            }

            // A process that was stopped for a while wakes up here: if its lease cannot outlast the call any more, somebody else may be at it.
            if (time.GetUtcNow() + network.Descriptor.Deadline > delivery.LeaseUntil)
            {
                return (new Verdict(DeliveryState.Queued, nameof(DeliveryResult.RetryLater), "This machine was busy for too long. Nothing was sent; it goes out by itself.", now) { Parts = delivery.Parts, Media = delivery.Media }, false);
            }

            var began = ledger.Timestamp;
            var result = await network.PublishAsync(CopyOf(delivery, text, open, plan.Permalink, now), access, ct);

            // Keys that end are renewed once; a refused call published nothing.
            if (result is DeliveryResult.Unauthorized refused && attempt == 1 && access.Target.RefreshAt is not null
                && await keys.RefreshAsync(network, access, ct) is KeysResult.Good good)
            {
                ledger.Repeated(delivery, delivery.Attempts + 1, Verdict.Unauthorized, refused.Reason, began);
                access = good.Access;
                delivery = delivery with { Attempts = delivery.Attempts + 1 };
                continue;
            }

            var verdict = Verdict.Of(delivery, result, time.GetUtcNow()) with { Attempt = delivery.Attempts + 1, Media = delivery.Media };
            verdict = verdict with { Parts = verdict.Parts ?? delivery.Parts };
            return (result is DeliveryResult.Delivered ? verdict with { TargetPause = time.GetUtcNow() + network.Descriptor.Pace } : verdict, result is DeliveryResult.Rejected { PicturesAreGone: true });
        }
    }

    /// <summary>What goes (or went) over the wire for the part that is open.</summary>
    public static OutgoingCopy CopyOf(Delivery delivery, string text, int open, Uri permalink, DateTimeOffset since)
    {
        var copy = new OutgoingCopy(delivery.Id, text, permalink, since);
        if (open > 0)
        {
            return copy with { InReplyTo = delivery.Parts[open - 1].RemoteId };
        }

        var card = delivery.Parts.Count > 0 ? delivery.Parts[0].Card : null;
        var images = delivery.Media.Select(m => new UploadedImage(m.MediaId, m.Alt)).ToList();
        return copy with
        {
            Card = card is null ? null : new OutgoingCard(new Uri(card.Address), card.Title, card.Description, images.FirstOrDefault()),
            Images = card is null ? images : [],
        };
    }

    // What may have been sent once is sent again letter by letter, so that the network’s own check for duplicates has a chance.
    private async Task<bool> MayHaveBeenSentAsync(Delivery delivery, CancellationToken ct) =>
        delivery.Attempts > 0 && (await ledger.ReadAsync(delivery, ct)).Any(a => a.Outcome == nameof(DeliveryResult.Unknown));
}
