using Blog.Posts;

namespace Blog.Desk.Publishing;

/// <summary>The mark that authors leave where something is still to come: TK, in capitals and standing alone.</summary>
internal static class OpenMarks
{
    private const string Mark = "TK";

    /// <summary>How many stand in title, excerpt and text.</summary>
    public static int Count(Post post) => Count(post.Title ?? "") + Count(post.Text) + (post.ExcerptIsOwn ? Count(post.Excerpt) : 0);

    private static int Count(string text)
    {
        var count = 0;
        for (var at = text.IndexOf(Mark, StringComparison.Ordinal); at >= 0;)
        {
            // TKTK is one mark.
            var end = at + Mark.Length;
            while (string.CompareOrdinal(text, end, Mark, 0, Mark.Length) == 0)
            {
                end += Mark.Length;
            }

            count += IsApart(text, at - 1) && IsApart(text, end) ? 1 : 0;
            at = text.IndexOf(Mark, end, StringComparison.Ordinal);
        }

        return count;
    }

    private static bool IsApart(string text, int at) => at < 0 || at >= text.Length || !char.IsLetterOrDigit(text[at]);
}
