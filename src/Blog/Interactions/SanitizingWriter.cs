using System.Globalization;
using System.Text;
using AngleSharp.Dom;

namespace Blog.Interactions;

/// <summary>
/// Walks a parsed fragment and writes what the allow-list knows, character by character its own text: names, attributes and their
/// order come from here, so that equal meaning gives equal text.
/// </summary>
internal sealed class SanitizingWriter(HtmlPolicy policy, MediaAddresses? media, int capacity)
{
    /// <summary>Elements inside each other; deeper ones are unwrapped. Browsers themselves flatten beyond 512.</summary>
    public const int MaxDepth = 100;

    private const string HtmlNamespace = "http://www.w3.org/1999/xhtml";

    private readonly StringBuilder _html = new(capacity + (capacity / 8) + 16);
    private readonly PlainTextWriter _text = new(capacity);
    private readonly Stack<Frame> _open = new();
    private readonly NestingCheck _nesting = new();
    private int _images;
    private int _startOfPre = -1;
    private int _written;

    /// <summary>True if the text that was written might be read as another tree than it was written from.</summary>
    public bool IsDoubtful => _nesting.IsDoubtful;

    public SanitizedHtml Write(INode body)
    {
        _open.Push(new Frame(body.ChildNodes, null));
        while (_open.TryPop(out var frame))
        {
            if (frame.Next == frame.Children.Length)
            {
                Close(frame.Rule);
                continue;
            }

            var node = frame.Children[frame.Next];
            _open.Push(frame with { Next = frame.Next + 1 });
            switch (node.NodeType)
            {
                case NodeType.Element:
                    Open((IElement)node);
                    break;
                case NodeType.Text:
                    WriteText(node.NodeValue);
                    break;
            }
        }

        return new SanitizedHtml(_html.ToString(), _text.ToString());
    }

    private void WriteText(string text)
    {
        _nesting.Text(text);
        if (_html.Length == _startOfPre && text.StartsWith('\n'))
        {
            // A parser drops the first line break of a pre.
            _html.Append('\n');
        }

        HtmlEscape.Text(_html, text);
        _text.Write(text);
    }

    private void Open(IElement element)
    {
        if (element.NamespaceUri != HtmlNamespace)
        {
            return;
        }

        var name = element.LocalName;
        var rule = HtmlAllowList.For(name, policy);
        if (rule.Fate == TagFate.Drop)
        {
            WriteStandIn(element, name);
            return;
        }

        if (rule.IsBlock)
        {
            _text.BreakLine();
        }

        var keep = rule.Fate == TagFate.Keep && _written < MaxDepth && CanStand(rule.Name, element);
        if (!keep)
        {
            _open.Push(new Frame(element.ChildNodes, rule.IsBlock ? new TagRule(TagFate.Unwrap, name, IsBlock: true) : null));
            return;
        }

        switch (rule.Name)
        {
            case "img":
                _nesting.Void("img");
                WriteImage(element);
                return;
            case "br":
                _nesting.Void("br");
                _html.Append("<br>");
                _text.BreakLine();
                return;
        }

        _html.Append('<').Append(rule.Name);
        WriteAttributes(element, rule);
        _html.Append('>');
        if (rule.IsVoid)
        {
            _nesting.Void(rule.Name);
            return;
        }

        _written++;
        _nesting.Open(rule.Name);
        _text.Enter(rule.Name, IsFootnoteMark(element, rule.Name));
        if (rule.Name == "pre")
        {
            _startOfPre = _html.Length;
        }

        _open.Push(new Frame(element.ChildNodes, rule));
    }

    private void Close(TagRule? rule)
    {
        if (rule is null)
        {
            return;
        }

        if (rule.Fate == TagFate.Keep)
        {
            _html.Append("</").Append(rule.Name).Append('>');
            _written--;
            _nesting.Close(rule.Name);
            _text.Leave(rule.Name);
        }

        if (rule.IsBlock)
        {
            _text.BreakLine();
        }
    }

    // An element without its one necessary attribute would only be a puzzle to the reader.
    private bool CanStand(string name, IElement element) => name switch
    {
        "img" or "source" or "track" => Address(element.GetAttribute("src"), isLink: false) is { Length: > 0 },
        "a" => Address(element.GetAttribute("href"), isLink: true) is not null || (policy == HtmlPolicy.Author && (element.HasAttribute("id") || element.HasAttribute("name"))),
        _ => true,
    };

    private void WriteStandIn(IElement element, string name)
    {
        if (policy != HtmlPolicy.Author)
        {
            return;
        }

        if (name == "iframe" && _written < MaxDepth)
        {
            WriteFrame(element);
        }
        else if (name == "input" && string.Equals(element.GetAttribute("type"), "checkbox", StringComparison.OrdinalIgnoreCase))
        {
            WriteText(element.HasAttribute("checked") ? "☑" : "☐");
        }
    }

    private void WriteFrame(IElement frame)
    {
        var source = frame.GetAttribute("src") ?? "";
        if (Embed.Accept(source) is { } address)
        {
            var uri = new Uri(address);
            _nesting.Void("iframe");
            _html.Append("<iframe");
            WriteAttribute("src", address);
            WriteAttribute("title", frame.GetAttribute("title") is { Length: > 0 } title ? title : uri.Host);
            WriteNumber(frame, "width", 1, 10_000);
            WriteNumber(frame, "height", 1, 10_000);
            _html.Append(" sandbox=\"allow-scripts allow-same-origin allow-popups allow-presentation\" allow=\"fullscreen; encrypted-media; picture-in-picture\" loading=\"lazy\" referrerpolicy=\"strict-origin-when-cross-origin\" allowfullscreen></iframe>");
        }
        else if (SafeUrl.Clean(source, HtmlPolicy.Guest, isLink: false) is { } link)
        {
            // What may not run here stays reachable.
            _nesting.Open("a");
            _html.Append("<a");
            WriteAttribute("href", link);
            _html.Append('>');
            WriteText(link);
            _html.Append("</a>");
            _nesting.Close("a");
        }
    }

    private void WriteImage(IElement image)
    {
        _html.Append("<img");
        WriteAttribute("src", Address(image.GetAttribute("src"), isLink: false)!);
        WriteAttribute("alt", image.GetAttribute("alt") ?? "");
        if (image.GetAttribute("title") is { Length: > 0 } title)
        {
            WriteAttribute("title", title);
        }

        WriteNumber(image, "width", 1, 100_000);
        WriteNumber(image, "height", 1, 100_000);

        // The first picture is often what a reader sees at once; waiting for the layout would only delay it.
        if (_images++ > 0)
        {
            _html.Append(" loading=\"lazy\"");
        }

        _html.Append(" decoding=\"async\">");
    }

    private void WriteAttributes(IElement element, TagRule rule)
    {
        var name = rule.Name;
        if (name is "video" or "audio")
        {
            WritePlayer(element, name);
            return;
        }

        var attributes = element.Attributes;
        for (var i = 0; i < attributes.Length; i++)
        {
            var attribute = attributes[i]!;
            var value = attribute.Value;
            switch (attribute.LocalName)
            {
                case "href" when name == "a":
                    WriteHref(value);
                    break;
                case "src" when name is "source" or "track":
                    WriteAttribute("src", Address(value, isLink: false)!);
                    break;
                case "cite" when rule.Attributes?.Contains("cite") == true:
                    WriteIfSafe("cite", SafeUrl.Clean(value, HtmlPolicy.Guest, isLink: false));
                    break;
                case "colspan" or "rowspan" or "start" or "value" when rule.Attributes?.Contains(attribute.LocalName) == true:
                    WriteNumber(element, attribute.LocalName, attribute.LocalName is "start" or "value" ? -1_000_000 : 1, attribute.LocalName is "start" or "value" ? 1_000_000_000 : 1000);
                    break;
                case "open" or "reversed" or "default" when rule.Attributes?.Contains(attribute.LocalName) == true:
                    _html.Append(' ').Append(attribute.LocalName);
                    break;
                default:
                    if (rule.Attributes?.Contains(attribute.LocalName) == true)
                    {
                        WriteAttribute(attribute.LocalName, value);
                    }
                    else if (policy == HtmlPolicy.Author)
                    {
                        WriteGlobal(attribute.LocalName, value, name);
                    }

                    break;
            }
        }

        if (policy == HtmlPolicy.Guest && name == "a")
        {
            _html.Append(" rel=\"nofollow ugc noopener\"");
        }
        else if (name is "td" or "th" && !element.HasAttribute("class") && AlignClass(element.GetAttribute("align")) is { } align)
        {
            WriteAttribute("class", align);
        }
    }

    private void WriteGlobal(string attribute, string value, string tag)
    {
        switch (attribute)
        {
            case "id" when ElementId.Own(value) is { } id:
                WriteAttribute("id", id);
                break;
            case "name" when tag == "a" && ElementId.Own(value) is { } id:
                WriteAttribute("id", id);
                break;
            case "class":
                var classes = string.Join(' ', value.Split(' ', '\t', '\n', '\f', '\r').Where(c => HtmlAllowList.IsClass(c, tag)));
                WriteIfSafe("class", classes.Length == 0 ? null : classes);
                break;
            case "title" or "aria-label" when value.Length > 0:
                WriteAttribute(attribute, value);
                break;
            case "lang" when IsLanguageTag(value):
                WriteAttribute("lang", value);
                break;
            case "dir" when value is "ltr" or "rtl" or "auto":
                WriteAttribute("dir", value);
                break;
            case "role" when HtmlAllowList.IsRole(value):
                WriteAttribute("role", value);
                break;
            case "tabindex" when value == "0" && tag is "pre" or "div":
                WriteAttribute("tabindex", "0");
                break;
            case "rel" when tag == "a":
                var relations = string.Join(' ', value.ToLowerInvariant().Split(' ').Where(HtmlAllowList.IsRelation));
                WriteIfSafe("rel", relations.Length == 0 ? null : relations);
                break;
        }
    }

    private void WritePlayer(IElement player, string name)
    {
        if (Address(player.GetAttribute("src"), isLink: false) is { Length: > 0 } source)
        {
            WriteAttribute("src", source);
        }

        if (name == "video")
        {
            if (Address(player.GetAttribute("poster"), isLink: false) is { Length: > 0 } poster)
            {
                WriteAttribute("poster", poster);
            }

            WriteNumber(player, "width", 1, 100_000);
            WriteNumber(player, "height", 1, 100_000);
            _html.Append(" playsinline");
        }

        foreach (var flag in (ReadOnlySpan<string>)["loop", "muted"])
        {
            if (player.HasAttribute(flag))
            {
                _html.Append(' ').Append(flag);
            }
        }

        if (player.GetAttribute("aria-label") is { Length: > 0 } label)
        {
            WriteAttribute("aria-label", label);
        }

        _html.Append(" controls preload=\"metadata\"");
    }

    private void WriteHref(string value)
    {
        if (value is ['#', _, ..] && policy == HtmlPolicy.Author)
        {
            WriteIfSafe("href", ElementId.OwnTarget(value));
            return;
        }

        WriteIfSafe("href", Address(value, isLink: true));
    }

    private string? Address(string? value, bool isLink)
    {
        if (value is null || SafeUrl.Clean(value, policy, isLink) is not { } url)
        {
            return null;
        }

        return media is null ? url : SafeUrl.Clean(isLink ? media.ResolveLink(url) : media.Resolve(url), policy, isLink);
    }

    private void WriteNumber(IElement element, string attribute, int least, int most)
    {
        if (int.TryParse(element.GetAttribute(attribute), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            _html.Append(' ').Append(attribute).Append("=\"").Append(number).Append('"');
        }
    }

    private void WriteIfSafe(string attribute, string? value)
    {
        if (value is not null)
        {
            WriteAttribute(attribute, value);
        }
    }

    private void WriteAttribute(string attribute, string value)
    {
        _html.Append(' ').Append(attribute).Append("=\"");
        HtmlEscape.Attribute(_html, value);
        _html.Append('"');
    }

    private static string? AlignClass(string? align) => align?.ToLowerInvariant() switch
    {
        "left" => "ta-l",
        "center" => "ta-c",
        "right" => "ta-r",
        _ => null,
    };

    private static bool IsFootnoteMark(IElement element, string name) =>
        name == "a" && element.GetAttribute("role") is "doc-noteref" or "doc-backlink";

    private static bool IsLanguageTag(string value) => value.Length is > 0 and <= 35 && value.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private readonly record struct Frame(INodeList Children, TagRule? Rule)
    {
        public int Next { get; init; }
    }
}
