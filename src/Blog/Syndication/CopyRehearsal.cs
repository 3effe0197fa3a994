namespace Blog.Syndication;

/// <summary>A copy after its rehearsal.</summary>
/// <param name="Parts">Its posts in their order; those after a refusal are as they were planned.</param>
/// <param name="Media">Pictures that the network took.</param>
/// <param name="Refusal">What the delivery would say instead of success; null: the network takes it.</param>
internal sealed record RehearsedCopy(IReadOnlyList<RehearsedPart> Parts, IReadOnlyList<SentImage> Media, string? Refusal);

/// <summary>One post of it.</summary>
/// <param name="Sent">The words as they are handed over.</param>
/// <param name="Length">As the network counts them.</param>
/// <param name="Shown">What the network made of it; null: it did not come to that.</param>
internal sealed record RehearsedPart(string Sent, int Length, RehearsedPost? Shown);

/// <summary>
/// Sends a planned copy to the network's rules in this process: pictures, posts and answers by the steps of <see cref="CopySender"/>, without keys, journal or
/// store.
/// </summary>
internal sealed class CopyRehearsal(IEnumerable<INetworkRehearsal> networks, PictureCarrier pictures, TimeProvider time)
{
    /// <summary>What would happen; null if this program has no rules of the network.</summary>
    public async Task<RehearsedCopy?> RunAsync(CopyPlan plan, SyndicationTarget target, CancellationToken ct)
    {
        if (networks.FirstOrDefault(n => n.Network == target.Network) is not { } known)
        {
            return null;
        }

        var stage = known.Open(target);
        var delivery = Planned(plan, target);
        var shown = new RehearsedPost?[plan.Parts.Count];
        string? refusal = null;
        for (var open = 0; open < plan.Parts.Count && refusal is null; open++)
        {
            (delivery, refusal) = await SendAsync(delivery, open, plan, stage, ct);
            shown[open] = refusal is null ? stage.Shown().Single(s => !shown.Any(p => p?.Id == s.Id)) : null;
        }

        var parts = plan.Parts.Select((p, n) => new RehearsedPart(p.Text, stage.Network.Measure(p.Text), shown[n]));
        return new RehearsedCopy([.. parts], delivery.Media, refusal);
    }

    private async Task<(Delivery Delivery, string? Refusal)> SendAsync(Delivery delivery, int open, CopyPlan plan, RehearsalStage stage, CancellationToken ct)
    {
        var text = plan.Parts[open].Text;
        if (CopySender.TooLong(text, stage.Network) is { } tooLong)
        {
            return (delivery, tooLong);
        }

        var now = time.GetUtcNow();
        if (open == 0)
        {
            var (media, stopped) = await pictures.BringAsync(CopySender.PicturesOf(plan), [], _ => Task.FromResult(true), stage.Network, stage.Access, ct);
            delivery = delivery with { Media = media };
            if (stopped is not null)
            {
                return (delivery, CopySender.Stopped(delivery, stopped, now).Reason);
            }
        }

        var result = await stage.Network.PublishAsync(CopySender.CopyOf(delivery, text, open, plan.Permalink, now), stage.Access, ct);
        var verdict = Verdict.Of(delivery, result, now);
        return result is DeliveryResult.Delivered ? (delivery with { Parts = verdict.Parts!, RemoteId = verdict.RemoteId }, null) : (delivery, verdict.Reason);
    }

    private Delivery Planned(CopyPlan plan, SyndicationTarget target)
    {
        var now = time.GetUtcNow();
        return new Delivery
        {
            Id = Guid.CreateVersion7(now),
            PostId = Guid.Empty,
            TargetId = target.Id,
            Network = target.Network,
            Action = DeliveryAction.Publish,
            State = DeliveryState.Sending,
            Parts = plan.Parts,
            NotBefore = now,
            CreatedAt = now,
            UpdatedAt = now,
        };
    }
}
