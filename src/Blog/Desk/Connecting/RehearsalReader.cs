using Blog.Posts;
using Blog.Syndication;

namespace Blog.Desk.Connecting;

/// <summary>Reads what a rehearsed outage does to the queue of its target.</summary>
internal sealed class RehearsalReader(ISyndicationStore store, IPostStore posts, TimeProvider time)
{
    private const int MaxRows = 10;

    // So long after its end the page tells how it drained.
    private static readonly TimeSpan Told = TimeSpan.FromDays(1);

    /// <summary>The rehearsal of a target with <paramref name="newest"/> of its deliveries; null if none is to be told of.</summary>
    public async Task<RehearsalView?> ReadAsync(SyndicationTarget target, IEnumerable<Delivery> newest, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (target.Rehearsal is not { } rehearsal || now - rehearsal.Until > Told)
        {
            return null;
        }

        var isOn = rehearsal.IsOn(now);
        var held = newest.Where(d => isOn || d.CreatedAt <= rehearsal.Until).OrderBy(d => d.CreatedAt).ThenBy(d => d.Id).ToList();
        var waiting = held.FindAll(d => d.State is DeliveryState.Queued or DeliveryState.Unknown or DeliveryState.Sending && d.NotBefore <= now);
        var gone = 0;
        foreach (var copy in isOn ? [] : held.Where(d => d.State is DeliveryState.Accepted or DeliveryState.Seen && d.UpdatedAt >= rehearsal.Until))
        {
            var attempts = await store.ListAttemptsAsync(copy.Id, ct);
            gone += attempts.Any(a => a.StartedAt >= rehearsal.Until && a.Outcome is nameof(DeliveryResult.Delivered) or Verdict.Adopted) ? 1 : 0;
        }

        var rows = new List<QueuedCopy>();
        foreach (var copy in waiting.Take(MaxRows))
        {
            var post = await posts.FindAsync(copy.PostId, ct);
            rows.Add(new QueuedCopy(copy, post?.Title ?? Excerpt.From(post?.Text ?? "", 60)));
        }

        return new RehearsalView(isOn, rehearsal.Until, gone, waiting.Count, rows, waiting.Count - rows.Count);
    }
}
