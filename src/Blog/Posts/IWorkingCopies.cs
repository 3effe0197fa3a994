namespace Blog.Posts;

/// <summary>What somebody typed into the editor and has not saved as a revision. It stands beside the post: readers see nothing of it.</summary>
/// <param name="PostId">Post.</param>
/// <param name="AccountId">Who typed it. Each account has its own.</param>
/// <param name="BaseRevision">The revision it was typed over.</param>
/// <param name="Stamp">The window of a browser in which it was typed.</param>
/// <param name="Fields">The editor's form as JSON.</param>
/// <param name="SavedAt">UTC.</param>
public sealed record WorkingCopy(Guid PostId, Guid AccountId, int BaseRevision, Guid Stamp, string Fields, DateTimeOffset SavedAt);

/// <summary>Port to the working copies: at most one for a post and an account.</summary>
public interface IWorkingCopies
{
    /// <summary>The working copy of this account; null if it has none.</summary>
    Task<WorkingCopy?> FindAsync(Guid postId, Guid accountId, CancellationToken ct);

    /// <summary>
    /// Stores <paramref name="copy"/> if the post still is at its base revision and not deleted, and if what it replaces was typed
    /// in the same window or has the stamp <paramref name="expected"/>; null expects none. False if not: nothing was written.
    /// </summary>
    Task<bool> SaveAsync(WorkingCopy copy, Guid? expected, CancellationToken ct);

    /// <summary>Takes it away, if there is one.</summary>
    Task DropAsync(Guid postId, Guid accountId, CancellationToken ct);
}
