namespace Blog.Posts;

/// <summary>The last part of an address, made from any script.</summary>
public static class Slug
{
    /// <summary>
    /// Lower case, words joined by hyphens; accented Latin becomes plain Latin, other scripts are kept (NFC); at most 80 characters,
    /// cut between words; empty if nothing usable is left.
    /// </summary>
    public static string From(string text) => throw new NotSupportedException();
}
