using System.Text;

namespace Blog.Posts;

/// <summary>
/// Takes out what is no text (a lone surrogate, NUL, stray control characters: they would break XML feeds and network calls), makes line
/// ends LF and composes characters (NFC).
/// </summary>
internal static class CleanText
{
    /// <summary>The text as it can be stored, fed and sent.</summary>
    public static string From(string text)
    {
        var clean = true;
        for (var i = 0; i < text.Length && clean; i++)
        {
            clean = !IsUnwanted(text, i);
        }

        if (!clean)
        {
            var kept = new StringBuilder(text.Length);
            for (var i = 0; i < text.Length; i++)
            {
                if (text[i] == '\r')
                {
                    if (i + 1 == text.Length || text[i + 1] != '\n')
                    {
                        kept.Append('\n');
                    }
                }
                else if (!IsUnwanted(text, i))
                {
                    kept.Append(text[i]);
                }
            }

            text = kept.ToString();
        }

        return text.IsNormalized() ? text : text.Normalize();
    }

    private static bool IsUnwanted(string text, int i)
    {
        var c = text[i];
        if (char.IsHighSurrogate(c))
        {
            return i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]);
        }

        if (char.IsLowSurrogate(c))
        {
            return i == 0 || !char.IsHighSurrogate(text[i - 1]);
        }

        return (c < ' ' && c is not ('\n' or '\t')) || c is '\u007f' or '\ufffe' or '\uffff';
    }
}
