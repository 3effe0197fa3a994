namespace Blog.Interactions;

/// <summary>Port to the conversation. <c>InteractionIntake</c> is its only writer.</summary>
public interface IInteractionStore
{
    /// <summary>Inserts, or updates the one with the same (origin, source URL, post) keeping its id; counts and the post's content version move in the same transaction. Returns the stored one.</summary>
    Task<Interaction> UpsertAsync(Interaction interaction, CancellationToken ct);

    /// <summary>Changes who sees it. False if unknown.</summary>
    Task<bool> SetStateAsync(Guid id, InteractionState state, CancellationToken ct);

    /// <summary>Visible ones and tombstones of a post, oldest first, at most <paramref name="limit"/> after <paramref name="after"/>.</summary>
    Task<IReadOnlyList<Interaction>> ListVisibleAsync(Guid postId, Guid? after, int limit, CancellationToken ct);

    /// <summary>One, whatever its state.</summary>
    Task<Interaction?> FindAsync(Guid id, CancellationToken ct);
}
