using Blog.Syndication;

namespace Blog.Desk;

/// <summary>What is the matter.</summary>
public enum AlarmKind
{
    /// <summary>Nothing can be stored, and so nothing is sent.</summary>
    Store,

    /// <summary>The process that made this page sends nothing: its clock is wrong.</summary>
    Clock,

    /// <summary>Nothing is sent to any network: the database was restored or copied.</summary>
    Quarantine,

    /// <summary>A network no longer accepts the keys of a target.</summary>
    SignIn,

    /// <summary>The keys of a target end within days.</summary>
    Ending,

    /// <summary>An outage of a network is rehearsed.</summary>
    Rehearsal,
}

/// <summary>Something that the author must know on whichever page of the desk.</summary>
/// <param name="Kind">See <see cref="AlarmKind"/>.</param>
/// <param name="Network">Key of the network; empty for the whole outbox.</param>
/// <param name="NetworkName">As people call it.</param>
/// <param name="Name">Of the account.</param>
/// <param name="IsPractice">Of a practice network.</param>
/// <param name="EndsAt">UTC end of the keys, or of the rehearsal.</param>
/// <param name="Reason">What is the matter with the store or the clock.</param>
public sealed record Alarm(
    AlarmKind Kind, string Network = "", string NetworkName = "", string Name = "", bool IsPractice = false, DateTimeOffset? EndsAt = null, string? Reason = null);

/// <summary>Reads the alarms.</summary>
internal sealed class AlarmReader(ISyndicationStore store, NetworkCatalog networks, DeliveryQueue queue)
{
    public async Task<IReadOnlyList<Alarm>> ReadAsync(DateTimeOffset now, CancellationToken ct)
    {
        var alarms = new List<Alarm>();
        if (queue.Trouble is { } trouble)
        {
            alarms.Add(new Alarm(trouble.IsClock ? AlarmKind.Clock : AlarmKind.Store, Reason: trouble.Reason));
        }

        if (await store.FindSealAsync(ct) is { Quarantine: not null })
        {
            alarms.Add(new Alarm(AlarmKind.Quarantine));
        }

        foreach (var target in await store.ListTargetsAsync(ct))
        {
            if (KindOf(target, now) is { } kind)
            {
                var name = networks.Find(target.Network)?.Descriptor.Name ?? target.Network;
                alarms.Add(new Alarm(kind, target.Network, name, target.Name, target.IsPractice, target.EndsAt));
            }

            if (target is { State: TargetState.Connected, Rehearsal: { } rehearsal } && rehearsal.IsOn(now))
            {
                alarms.Add(new Alarm(AlarmKind.Rehearsal, target.Network, networks.Find(target.Network)?.Descriptor.Name ?? target.Network, target.Name, target.IsPractice, rehearsal.Until));
            }
        }

        return [.. alarms.OrderBy(a => a.Kind).ThenBy(a => a.EndsAt)];
    }

    private static AlarmKind? KindOf(SyndicationTarget target, DateTimeOffset now) => target.State switch
    {
        TargetState.NeedsSignIn => AlarmKind.SignIn,
        TargetState.Connected when TargetEnd.IsNear(target, now) => AlarmKind.Ending,
        _ => null,
    };
}
