using Blog.Syndication;

namespace Blog.Desk.Publishing;

/// <summary>What becomes of the chosen copies once the post is out, in sentences: who gets one when, and who has to wait for what.</summary>
/// <param name="Shell">Words and zones.</param>
/// <param name="Chosen">Accounts that get a copy.</param>
/// <param name="HomeAt">UTC moment at which the post is live.</param>
/// <param name="Zone">Zone of the post.</param>
internal sealed record Outlook(Shell Shell, IReadOnlyList<TargetView> Chosen, DateTimeOffset HomeAt, TimeZoneInfo Zone)
{
    private Words Words => Shell.Words;

    /// <summary>Where the words come from and what stands in the way: the row that is about the networks.</summary>
    public IEnumerable<string> Abroad()
    {
        var (own, linked) = (Chosen.Where(t => t.OwnText is not null).ToList(), Chosen.Where(t => t.OwnText is null).ToList());
        if (own.Count > 0)
        {
            yield return Words.Say("Own words on {0}.", Names(own));
        }

        if (linked.Count > 0)
        {
            yield return Words.Say("Linked text on {0}.", Names(linked));
        }

        foreach (var held in Held())
        {
            yield return held;
        }
    }

    /// <summary>When each goes out.</summary>
    public IEnumerable<string> Copies()
    {
        var going = Chosen.Where(t => !IsClosed(t)).ToList();
        var along = going.Where(t => t.GoesAt(HomeAt) == HomeAt).ToList();
        if (along.Count > 0)
        {
            yield return Words.Say("{0} right after; the page waits for none.", Names(along));
        }

        foreach (var later in going.Except(along).GroupBy(t => t.GoesAt(HomeAt)).OrderBy(g => g.Key))
        {
            yield return Words.Say("{0} on {1}.", Names([.. later]), Shell.Dates(later.Key, Zone));
        }

        foreach (var held in Held())
        {
            yield return held;
        }
    }

    /// <summary>The network's name, with the account's where two of one network are chosen.</summary>
    public static string NameOf(TargetView target, IEnumerable<TargetView> all) =>
        all.Count(t => t.Target.Network == target.Target.Network) > 1 ? $"{target.NetworkName} {target.Target.Name}" : target.NetworkName;

    private IEnumerable<string> Held()
    {
        var (keys, paused) = (Chosen.Where(t => t.Target.State == TargetState.NeedsSignIn).ToList(), Chosen.Where(t => t.Target.State == TargetState.Paused).ToList());
        if (keys.Count > 0)
        {
            yield return Words.Say("Your sign-in is needed on {0}: held, nothing lost.", Names(keys));
        }

        if (paused.Count > 0)
        {
            yield return Words.Say("Paused: {0}. Held, nothing lost.", Names(paused));
        }
    }

    private string Names(IReadOnlyList<TargetView> targets) => Words.List([.. targets.Select(t => NameOf(t, Chosen))]);

    private static bool IsClosed(TargetView target) => target.Target.State != TargetState.Connected;
}
