using System.Buffers;
using System.Text;

namespace Blog.Interactions;

/// <summary>Characters that mean something in HTML, written so that they don't.</summary>
internal static class HtmlEscape
{
    private static readonly SearchValues<char> InText = SearchValues.Create("&<>");
    private static readonly SearchValues<char> InAttribute = SearchValues.Create("&<>\"'`");

    /// <summary>Appends <paramref name="text"/> as the content of an element. Quotes mean nothing there and stay readable.</summary>
    public static void Text(StringBuilder to, ReadOnlySpan<char> text) => Append(to, text, InText);

    /// <summary>Appends <paramref name="value"/> as an attribute value in quotes.</summary>
    public static void Attribute(StringBuilder to, ReadOnlySpan<char> value) => Append(to, value, InAttribute);

    /// <summary><paramref name="value"/> as an attribute value in quotes.</summary>
    public static string Attribute(string value)
    {
        if (!value.AsSpan().ContainsAny(InAttribute))
        {
            return value;
        }

        var escaped = new StringBuilder(value.Length + 16);
        Attribute(escaped, value);
        return escaped.ToString();
    }

    /// <summary>What stands for <paramref name="c"/>.</summary>
    public static string Entity(char c) => c switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        _ => "&#96;",
    };

    private static void Append(StringBuilder to, ReadOnlySpan<char> text, SearchValues<char> special)
    {
        for (var next = text.IndexOfAny(special); next >= 0; next = text.IndexOfAny(special))
        {
            to.Append(text[..next]).Append(Entity(text[next]));
            text = text[(next + 1)..];
        }

        to.Append(text);
    }
}
