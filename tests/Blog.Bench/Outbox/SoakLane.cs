using System.Globalization;
using Blog.Syndication;

namespace Blog.Bench.Outbox;

/// <summary>One network of a soak with its accounts, and what became of the posts that were meant for it.</summary>
internal sealed class SoakLane(string name, StagedNetwork network)
{
    // While a row is being looked at once more, nobody can say where it stands.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public StagedNetwork Network => network;

    public List<Guid> Targets { get; } = [];

    public async Task ConnectAsync(OutboxHost blog, int accounts)
    {
        for (var account = 0; account < accounts; account++)
        {
            Targets.Add(await blog.ConnectAsync(network.Stage.Connect(network.Base, account, isDue: account % 2 == 0), pictures: true));
        }
    }

    public Task<Guid> ReconnectAsync(OutboxHost blog, Guid target) => blog.ConnectAsync(network.Stage.Connect(network.Base, Targets.IndexOf(target)), pictures: true);

    /// <summary>Prints what became of the posts; how many promises were broken.</summary>
    public async Task<int> TellAsync(OutboxHost blog, SoakWatch watch, IReadOnlyCollection<(Guid Id, string Title)> posts)
    {
        var (delivered, lost, doubled, unclear, unknown, failed) = (0, 0, 0, 0, 0, 0);
        var own = Targets.ToHashSet();
        var there = network.Stage.Titles.CountBy(t => t).ToDictionary();
        foreach (var (id, title) in posts)
        {
            var delivery = await SettleAsync(blog, id, own);
            var copies = there.GetValueOrDefault(title);
            var isThere = delivery.State is DeliveryState.Accepted or DeliveryState.Seen;
            delivered += isThere && copies == 1 ? 1 : 0;
            doubled += copies > 1 ? 1 : 0;
            unclear += watch.WasUnclear(delivery.Id) ? 1 : 0;
            unknown += delivery.State == DeliveryState.Unknown ? 1 : 0;
            failed += delivery.State == DeliveryState.Failed ? 1 : 0;

            // Said to be there and is not, or said to be nowhere and is.
            if (isThere ? copies == 0 : delivery.State == DeliveryState.Unknown ? string.IsNullOrEmpty(delivery.Reason) : copies > 0)
            {
                lost++;
                Console.WriteLine($"  lost: {name} {title} {delivery.State} copies {copies} {delivery.Reason}");
            }

            if (copies > 1 || (delivery.State is DeliveryState.Failed or DeliveryState.Unknown && network.Stage.IsReadable))
            {
                var journal = string.Join(" | ", (await blog.Store.ListAttemptsAsync(delivery.Id, default)).Select(a => $"{a.Outcome}: {a.Detail}"));
                Console.WriteLine($"  {name} {title} {delivery.State} copies {copies} {delivery.Reason} [{journal}]");
            }
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-13} deliveries {posts.Count,6}  delivered {delivered,6}  lost {lost}  doubled {doubled}  unclear on the way {unclear}, of these left unknown {unknown} ({(network.Stage.IsReadable ? "readable" : "unreadable: the author is asked")})  refused {failed}"));
        return lost + doubled;
    }

    private static async Task<Delivery> SettleAsync(OutboxHost blog, Guid post, HashSet<Guid> own)
    {
        while (true)
        {
            var delivery = (await blog.Store.ListForPostAsync(post, default)).Single(d => own.Contains(d.TargetId));
            if (delivery.State is not (DeliveryState.Queued or DeliveryState.Sending))
            {
                return delivery;
            }

            // It is worked on by itself; nothing relies on the length of this pause.
            await Task.Delay(Pause);
        }
    }
}
