using Blog.Interactions;

namespace Blog.Storage;

/// <summary>What a new or changed interaction does to the page and the count of letters of its post.</summary>
internal static class LetterCount
{
    /// <summary>True if readers see something else afterwards.</summary>
    public static bool Moves((InteractionKind Kind, InteractionState State)? old, (InteractionKind Kind, InteractionState State) now) =>
        IsShown(now) || (old is { } before && IsShown(before));

    /// <summary>How many visible letters are more or fewer.</summary>
    public static int Change((InteractionKind Kind, InteractionState State)? old, (InteractionKind Kind, InteractionState State) now) =>
        (IsLetter(now) ? 1 : 0) - (old is { } was && IsLetter(was) ? 1 : 0);

    /// <summary>True if it has a place in the thread.</summary>
    public static bool IsShown((InteractionKind Kind, InteractionState State) one) => one.State is InteractionState.Visible or InteractionState.Tombstone;

    // Likes, reposts and bookmarks are signs, not letters.
    private static bool IsLetter((InteractionKind Kind, InteractionState State) one) =>
        one is { State: InteractionState.Visible, Kind: InteractionKind.Comment or InteractionKind.Reply or InteractionKind.Mention };
}
