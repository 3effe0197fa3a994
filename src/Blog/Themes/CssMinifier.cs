using System.Text;

namespace Blog.Themes;

/// <summary>
/// Takes comments and needless white space out of a style sheet. It touches nothing inside strings and <c>url(…)</c>, and leaves one space
/// wherever a space may mean something (selectors, <c>calc()</c>), so it needs no understanding of the language.
/// </summary>
internal static class CssMinifier
{
    public static string Shrink(string css)
    {
        var output = new StringBuilder(css.Length);
        for (var at = 0; at < css.Length; at++)
        {
            var letter = css[at];
            if (letter is '"' or '\'')
            {
                var end = EndOfString(css, at);
                output.Append(css, at, end - at + 1);
                at = end;
            }
            else if (letter == '/' && at + 1 < css.Length && css[at + 1] == '*')
            {
                var end = css.IndexOf("*/", at + 2, StringComparison.Ordinal);
                at = end < 0 ? css.Length : end + 1;
                Space(output);
            }
            else if (char.IsWhiteSpace(letter))
            {
                Space(output);
            }
            else
            {
                if (letter is '{' or '}' or ';' or ',' && output.Length > 0 && output[^1] == ' ')
                {
                    output.Length--;
                }

                if (letter == '}' && output.Length > 0 && output[^1] == ';')
                {
                    output.Length--;
                }

                output.Append(letter);
            }
        }

        return output.ToString().TrimEnd() + "\n";
    }

    private static void Space(StringBuilder output)
    {
        if (output.Length > 0 && output[^1] is not (' ' or '{' or '}' or ';' or ','))
        {
            output.Append(' ');
        }
    }

    private static int EndOfString(string css, int start)
    {
        for (var at = start + 1; at < css.Length; at++)
        {
            if (css[at] == '\\')
            {
                at++;
            }
            else if (css[at] == css[start])
            {
                return at;
            }
        }

        return css.Length - 1;
    }
}
