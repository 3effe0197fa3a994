using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Blog.Tests.Specs;

/// <summary>HTML as a canonical text, so that two ways to write the same tree are equal; what this blog adds on purpose can be left out.</summary>
internal static class HtmlTree
{
    private static readonly HashSet<string> Blocks =
        ["p", "div", "ul", "ol", "li", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "table", "thead", "tbody", "tr", "th", "td", "body", "dl", "dt", "dd", "section", "figure", "figcaption"];

    public static string Of(string html, bool isOurs)
    {
        var document = new HtmlParser().ParseDocument("<!doctype html><body>" + html);
        var text = new StringBuilder();
        Write(text, document.Body!, isOurs, inPre: false);
        return text.ToString();
    }

    private static void Write(StringBuilder text, INode node, bool isOurs, bool inPre)
    {
        foreach (var child in node.ChildNodes)
        {
            if (child is IText words)
            {
                Words(text, words.Data.Replace("☐", "[ ]", StringComparison.Ordinal).Replace("☑", "[x]", StringComparison.Ordinal), inPre);
            }
            else if (child is IElement element)
            {
                Element(text, element, isOurs, inPre);
            }
        }
    }

    private static void Element(StringBuilder text, IElement element, bool isOurs, bool inPre)
    {
        var name = element.LocalName;
        if (name == "input")
        {
            Words(text, element.HasAttribute("checked") ? "[x]" : "[ ]", inPre);
            return;
        }

        if (isOurs && ((name == "span" && element.ClassName?.StartsWith("hl-", StringComparison.Ordinal) == true) || element.ClassName is "scroll" or "math"))
        {
            Write(text, element, isOurs, inPre);
            return;
        }

        var isBlock = Blocks.Contains(name);
        if (isBlock)
        {
            TrimEnd(text);
        }

        text.Append('<').Append(name);
        foreach (var (key, value) in element.Attributes.Select(a => Attribute(name, a.LocalName, a.Value, isOurs)).Where(a => a.Key.Length > 0).OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            text.Append(' ').Append(key).Append("=\"").Append(value).Append('"');
        }

        text.Append('>');
        Write(text, element, isOurs, inPre || name == "pre");
        if (isBlock && !inPre && name != "pre")
        {
            TrimEnd(text);
        }

        text.Append("</").Append(name).Append('>');
    }

    private static (string Key, string Value) Attribute(string tag, string name, string value, bool isOurs) => (tag, name) switch
    {
        (['h', >= '1' and <= '6'], "id") when isOurs => ("", ""),
        ("img", "loading" or "decoding") when isOurs => ("", ""),
        ("pre", "tabindex" or "role" or "aria-label") when isOurs => ("", ""),
        ("th", "scope") when isOurs => ("", ""),
        ("th" or "td", "class") when isOurs => ("align", value switch { "ta-l" => "left", "ta-c" => "center", _ => "right" }),
        ("ul" or "ol" or "li", "class") when isOurs => ("", ""),
        ("a", "href") when value.StartsWith("#h-", StringComparison.Ordinal) => (name, "#" + value[3..]),
        ("code", "class") => (name, value.ToLowerInvariant()),
        _ => (name, value),
    };

    private static void Words(StringBuilder text, string words, bool inPre)
    {
        if (inPre)
        {
            text.Append(words.Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal));
            return;
        }

        foreach (var c in words)
        {
            if (c is not (' ' or '\n' or '\t' or '\r'))
            {
                text.Append(c switch { '<' => "&lt;", '>' => "&gt;", _ => c.ToString() });
            }
            else if (text.Length > 0 && text[^1] != ' ' && !AfterBlock(text))
            {
                text.Append(' ');
            }
        }
    }

    private static bool AfterBlock(StringBuilder text)
    {
        if (text[^1] != '>')
        {
            return false;
        }

        var start = text.Length - 1;
        while (text[start] != '<')
        {
            start--;
        }

        var name = text.ToString(start + 1, text.Length - start - 2).TrimStart('/').Split(' ')[0];
        return name == "br" || Blocks.Contains(name);
    }

    private static void TrimEnd(StringBuilder text)
    {
        while (text.Length > 0 && text[^1] is ' ' or '\n')
        {
            text.Length--;
        }
    }
}
