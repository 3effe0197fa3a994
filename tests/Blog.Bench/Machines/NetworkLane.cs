using System.Globalization;
using Blog.Bench.Outbox;
using Blog.Syndication;

namespace Blog.Bench.Machines;

/// <summary>One network with its accounts, and what became of the posts that were meant for it.</summary>
internal sealed class NetworkLane(string name, StagedNetwork network)
{
    // Accounts are paced in true time: the more, the sooner the trial ends.
    public const int Accounts = Stage.MaxAccounts;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public StagedNetwork Network => network;

    public List<Guid> Targets { get; } = [];

    public async Task ConnectAsync(OutboxHost author)
    {
        for (var account = 0; account < Accounts; account++)
        {
            Targets.Add(await author.ConnectAsync(network.Stage.Connect(network.Base, account), pictures: true));
        }
    }

    /// <summary>Prints what became of the posts; how many promises were broken.</summary>
    public async Task<int> TellAsync(OutboxHost author, IReadOnlyCollection<(Guid Id, string Title)> posts)
    {
        var (delivered, lost, doubled, asked) = (0, 0, 0, 0);
        var own = Targets.ToHashSet();
        var there = network.Stage.Titles.CountBy(t => t).ToDictionary();
        foreach (var (id, title) in posts)
        {
            var delivery = await SettleAsync(author, id, own);
            var copies = there.GetValueOrDefault(title);
            var isThere = delivery.State is DeliveryState.Accepted or DeliveryState.Seen;
            var isAsked = delivery.State == DeliveryState.Unknown && !network.Stage.IsReadable && !string.IsNullOrEmpty(delivery.Reason);
            delivered += isThere && copies == 1 ? 1 : 0;
            doubled += copies > 1 ? 1 : 0;
            asked += isAsked ? 1 : 0;
            if (copies > 1 || !(isAsked || (isThere && copies == 1)))
            {
                lost += copies > 1 ? 0 : 1;
                var journal = string.Join(" | ", (await author.Store.ListAttemptsAsync(delivery.Id, default)).Select(a => $"{a.Outcome}: {a.Detail}"));
                Console.WriteLine($"  {name} {title} {delivery.State} copies {copies} {delivery.Reason} [{journal}]");
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-13} deliveries {posts.Count,6}  delivered {delivered,6}  lost {lost}  doubled {doubled}  the author is asked {asked}"));
        return lost + doubled;
    }

    private static async Task<Delivery> SettleAsync(OutboxHost author, Guid post, HashSet<Guid> own)
    {
        while (true)
        {
            var delivery = (await author.Store.ListForPostAsync(post, default)).Single(d => own.Contains(d.TargetId));
            if (author.HasEnded(delivery))
            {
                return delivery;
            }

            // It is worked on by itself; nothing relies on the length of this pause.
            await Task.Delay(Pause);
        }
    }
}
