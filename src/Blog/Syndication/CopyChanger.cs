using Blog.Posts;

namespace Blog.Syndication;

/// <summary>Lets a copy follow its post: a new text where the network can do that, or the copy taken away. Both may be repeated safely.</summary>
internal sealed class CopyChanger(CopyComposer composer, TargetKeys keys, DeliveryLedger ledger, TimeProvider time)
{
    /// <summary>Gives the copy the text that the post makes now; null if the row belongs to somebody else.</summary>
    public async Task<Verdict?> EditAsync(Delivery delivery, Post post, INetwork network, TargetAccess access, CancellationToken ct)
    {
        var plan = await composer.PlanAsync(post, delivery.OwnText, access.Target, network, ct);
        var text = plan.Parts[0].Text;
        var before = delivery.Parts.Count > 0 ? delivery.Parts[0].Text : delivery.SentText;
        if (text == before)
        {
            return Verdict.Back(delivery, time.GetUtcNow());
        }

        if (!network.Descriptor.CanEdit)
        {
            return Verdict.Back(delivery, time.GetUtcNow(), $"{network.Descriptor.Name} can’t change a copy: it still says what it said when it went out.");
        }

        var parts = delivery.Parts.Count == 0 ? [plan.Parts[0] with { RemoteId = delivery.RemoteId }] : delivery.Parts.ToArray();
        parts[0] = parts[0] with { Text = text };
        var copy = new OutgoingCopy(delivery.Id, text, plan.Permalink, time.GetUtcNow());
        return await CallAsync(delivery, text, network, access, (a, token) => network.EditAsync(copy, new RemoteCopy(delivery.RemoteId!, delivery.RemoteUrl), a, token), ct) switch
        {
            { Next: DeliveryState.Accepted } done => done with { Parts = parts, LookAt = time.GetUtcNow() + SightWorker.FirstLook },
            var other => other,
        };
    }

    /// <summary>Takes the copy away, its last part first; null if the row belongs to somebody else.</summary>
    public async Task<Verdict?> DeleteAsync(Delivery delivery, INetwork network, TargetAccess access, CancellationToken ct)
    {
        var ids = delivery.Parts.Skip(1).Reverse().Select(p => p.RemoteId).OfType<string>().Append(delivery.RemoteId!).ToList();
        return await CallAsync(
            delivery,
            delivery.SentText ?? "",
            network,
            access,
            async (a, token) =>
            {
                DeliveryResult result = new DeliveryResult.Delivered(delivery.RemoteId!, delivery.RemoteUrl);
                foreach (var id in ids)
                {
                    result = await network.DeleteAsync(new RemoteCopy(id, id == delivery.RemoteId ? delivery.RemoteUrl : null), a, token);
                    if (result is not DeliveryResult.Delivered)
                    {
                        break;
                    }
                }

                return result;
            },
            ct) switch
        {
            { Next: DeliveryState.Accepted } done => done with { Next = DeliveryState.Withdrawn, Reason = "The copy was taken away.", Parts = delivery.Parts },
            { Next: DeliveryState.Failed } failed => failed with { Reason = $"{failed.Reason} Take the copy away by hand on {network.Descriptor.Name}." },
            var other => other,
        };
    }

    private async Task<Verdict?> CallAsync(
        Delivery delivery, string text, INetwork network, TargetAccess access, Func<TargetAccess, CancellationToken, Task<DeliveryResult>> call, CancellationToken ct)
    {
        switch (await keys.FreshAsync(network, access, ct))
        {
            case KeysResult.Good good:
                access = good.Access;
                break;
            case KeysResult.SignIn signIn:
                return new Verdict(DeliveryState.Held, Verdict.Unauthorized, signIn.Reason ?? $"{network.Descriptor.Name} needs you to sign in again before the copy can be changed.");
            case KeysResult.Later later:
                return Verdict.Of(delivery, new DeliveryResult.RetryLater(null, later.Reason), time.GetUtcNow());
        }

        if (!await ledger.BeginAsync(delivery, text, ct))
        {
            return null;
        }

        var now = time.GetUtcNow();
        return await call(access, ct) switch
        {
            DeliveryResult.Delivered => new Verdict(DeliveryState.Accepted, nameof(DeliveryResult.Delivered), null) { Attempt = delivery.Attempts + 1, RemoteId = delivery.RemoteId },

            // A change may be made twice without harm: unclear is later, not "look first".
            DeliveryResult.Unknown unknown => Verdict.Of(delivery, new DeliveryResult.RetryLater(null, unknown.Reason), now) with { Attempt = delivery.Attempts + 1 },
            var result => Verdict.Of(delivery, result, now) with { Attempt = delivery.Attempts + 1 },
        };
    }
}
