using Blog.Posts;

namespace Blog.Syndication;

/// <summary>Port to outages of targets: rehearsed ones, and what is known of real ones. Each verb is one transaction.</summary>
public interface IOutageStore
{
    /// <summary>Holds everything of a target from now until <paramref name="until"/> (UTC). False: it is not connected, or a rehearsal goes on there.</summary>
    Task<bool> StartAsync(Guid targetId, DateTimeOffset now, DateTimeOffset until, CancellationToken ct);

    /// <summary>Ends the rehearsal of a target now. False: none goes on there.</summary>
    Task<bool> EndAsync(Guid targetId, DateTimeOffset now, CancellationToken ct);

    /// <summary>Notes whether a network answered; the first silence of a row counts as its begin.</summary>
    Task NoteAsync(Guid targetId, bool answered, DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// Writes down which targets pages are to lead around: those in a rehearsal, and those that something waits for which was tried in vain since
    /// <paramref name="silentSince"/> (UTC) or longer. If one changed, every page is to be made anew: the content version after it. Null: all is as it was.
    /// </summary>
    Task<ContentStamp?> SettleAsync(DateTimeOffset now, DateTimeOffset silentSince, CancellationToken ct);
}
