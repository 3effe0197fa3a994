using System.Text;
using System.Xml;

namespace Blog.Reading;

/// <summary>Text as XML 1.0 allows it.</summary>
internal static class FeedText
{
    /// <summary>Without what XML forbids even when escaped: control characters, U+FFFE, U+FFFF, halves of surrogate pairs.</summary>
    public static string Clean(string text)
    {
        var at = FirstUnwanted(text);
        if (at == text.Length)
        {
            return text;
        }

        var kept = new StringBuilder(text.Length).Append(text, 0, at);
        for (var i = at; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i]))
            {
                kept.Append(text[i]);
            }
            else if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
            {
                kept.Append(text, i++, 2);
            }
        }

        return kept.ToString();
    }

    private static int FirstUnwanted(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i]))
            {
                continue;
            }

            if (i + 1 == text.Length || !XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
            {
                return i;
            }

            i++;
        }

        return text.Length;
    }
}
