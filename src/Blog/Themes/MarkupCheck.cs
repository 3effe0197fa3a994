namespace Blog.Themes;

/// <summary>Looks over the HTML that a template itself contains.</summary>
internal static class MarkupCheck
{
    private static readonly (string Mark, string Advice)[] Blocked =
    [
        ("<style", "a style element is blocked by the site’s content policy; put its rules in assets/"),
        (" style=\"", "a style attribute is blocked by the site’s content policy; use a class"),
        (" onclick=", "a handler in an attribute is blocked by the site’s content policy"),
        ("<script>", "a script in the page is blocked by the site’s content policy; put it in assets/"),
    ];

    /// <summary>Findings about one piece of text.</summary>
    public static IEnumerable<ThemeMessage> Run(string file, TextNode node)
    {
        foreach (var (mark, advice) in Blocked)
        {
            var at = node.Text.IndexOf(mark, StringComparison.OrdinalIgnoreCase);
            if (at >= 0)
            {
                yield return new ThemeMessage(ThemeLevel.Warning, file, LineAt(node, at), advice);
            }
        }

        for (var at = Next(node, 0); at >= 0; at = Next(node, at + 4))
        {
            // The tag may go on behind a value; only a tag that ends within this text is certain.
            var end = node.Text.IndexOf('>', at);
            if (end > at && !node.Text[at..end].Contains(" alt=", StringComparison.Ordinal))
            {
                yield return new ThemeMessage(ThemeLevel.Error, file, LineAt(node, at), "a picture without alt; write alt=\"\" if it only decorates");
            }
        }
    }

    private static int Next(TextNode node, int from) => node.Text.IndexOf("<img", from, StringComparison.Ordinal);

    private static int LineAt(TextNode node, int at) => node.Line + node.Text.AsSpan(0, at).Count('\n');
}
