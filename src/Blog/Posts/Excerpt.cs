namespace Blog.Posts;

/// <summary>Cuts the first sentences of a text.</summary>
public static class Excerpt
{
    /// <summary>At most <paramref name="max"/> characters of <paramref name="text"/>, ending at a sentence end if there is one past a third of it, else at a word with an ellipsis; never inside a grapheme.</summary>
    public static string From(string text, int max = 240) => throw new NotSupportedException();
}
