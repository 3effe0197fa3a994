namespace Blog.Site;

/// <summary>Port to the removal of a whole blog from one store to another.</summary>
public interface IStoreMove
{
    /// <summary>
    /// Copies everything to the store that <paramref name="to"/> names (as <c>Blog:Database</c> would), compares both, and shuts the outbox of the old one, so
    /// that the two can't both send. What a broken run has copied stays and is not copied again. Nothing else may write meanwhile. Throws
    /// <see cref="StoreUnusableException"/> with the remedy; then the old store is as it was.
    /// </summary>
    Task<StoreMoveReport> RunAsync(string to, IProgress<StoreMoveProgress> progress, CancellationToken ct);
}

/// <summary>How far it is.</summary>
/// <param name="Table">What is being copied.</param>
/// <param name="Done">Rows of all tables so far.</param>
/// <param name="Total">Rows of all tables.</param>
public sealed record StoreMoveProgress(string Table, long Done, long Total);

/// <summary>What was moved.</summary>
/// <param name="From">The old store, for people.</param>
/// <param name="To">The new one.</param>
/// <param name="Tables">Each with its rows and the hash over them (SHA-256, hex), equal on both sides.</param>
public sealed record StoreMoveReport(string From, string To, IReadOnlyList<StoreMoveTable> Tables);

/// <summary>One table of a move.</summary>
/// <param name="Name">As in both stores.</param>
/// <param name="Rows">Rows on both sides.</param>
/// <param name="Hash">Over all rows in the order of their keys.</param>
public sealed record StoreMoveTable(string Name, long Rows, string Hash);
