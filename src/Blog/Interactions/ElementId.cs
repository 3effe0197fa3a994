namespace Blog.Interactions;

/// <summary>
/// Ids of a text live in a room of their own (<c>h-…</c> for places, <c>fn-…</c> and <c>fnref-…</c> for footnotes), so that no text
/// can take the id of a part of the page (<c>main</c>, <c>letters</c>) or shadow a script's global.
/// </summary>
internal static class ElementId
{
    private const int MaxLength = 120;

    /// <summary>The id with a prefix of ours, or null if it can't be one.</summary>
    public static string? Own(string id) =>
        id.Length is > 0 and <= MaxLength && id.All(IsAllowed) ? HasPrefix(id) ? id : "h-" + id : null;

    /// <summary><c>#place</c> as the address of what <see cref="Own"/> made of <c>place</c>; null if it leads nowhere.</summary>
    public static string? OwnTarget(string fragment)
    {
        var id = fragment[1..];
        return id.AsSpan().ContainsAnyInRange('\0', ' ') ? null : HasPrefix(id) ? fragment : "#h-" + id;
    }

    private static bool HasPrefix(string id) =>
        id.StartsWith("h-", StringComparison.Ordinal) || id.StartsWith("fn-", StringComparison.Ordinal) || id.StartsWith("fnref-", StringComparison.Ordinal);

    private static bool IsAllowed(char c) => c is '-' or '_' or '.' or ':' || char.IsLetterOrDigit(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is
        System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;
}
