using Blog.Posts;

namespace Blog.Desk.Writing;

/// <summary>The editor.</summary>
/// <param name="Form">What stands in it.</param>
/// <param name="Stored">The stored post; null for a new one.</param>
/// <param name="Errors">Sentence by field.</param>
/// <param name="Conflict">True if somebody saved another version meanwhile: <paramref name="Stored"/> is theirs.</param>
/// <param name="Gone">True if the post was deleted meanwhile: saving makes a new one.</param>
/// <param name="JustSaved">True right after a save.</param>
/// <param name="MayPublish">Whether this account may publish; else an editor does.</param>
public sealed record WriteView(
    WriteForm Form, Post? Stored, IReadOnlyDictionary<string, string> Errors, bool Conflict, bool Gone, bool JustSaved, bool MayPublish)
{
    /// <summary>When the form was typed, if it is a working copy; null: it is what is stored, or what was sent.</summary>
    public DateTimeOffset? TypedAt { get; init; }
}
