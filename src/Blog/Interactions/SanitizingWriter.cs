using System.Globalization;
using System.Text;
using AngleSharp.Dom;

namespace Blog.Interactions;

/// <summary>
/// Walks a parsed fragment and writes what the allow-list knows, character by character its own text: names, attributes and their
/// order come from here, so that equal meaning gives equal text.
/// </summary>
internal sealed class SanitizingWriter
{
    /// <summary>Elements inside each other; deeper ones are unwrapped. Browsers themselves flatten beyond 512.</summary>
    public const int MaxDepth = 100;

    private const string HtmlNamespace = "http://www.w3.org/1999/xhtml";

    private readonly HtmlPolicy _policy;
    private readonly StringBuilder _html;
    private readonly SanitizingAttributes _attributes;
    private readonly PlainTextWriter _text;
    private readonly Stack<Frame> _open = new();
    private readonly NestingCheck _nesting = new();
    private int _images;
    private int _startOfPre = -1;
    private int _written;

    /// <summary>A writer for one text of about <paramref name="capacity"/> UTF-16 units.</summary>
    public SanitizingWriter(HtmlPolicy policy, MediaAddresses? media, int capacity)
    {
        _policy = policy;
        _html = new StringBuilder(capacity + (capacity / 8) + 16);
        _attributes = new SanitizingAttributes(_html, policy, media);
        _text = new PlainTextWriter(capacity);
    }

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
        var rule = HtmlAllowList.For(name, _policy);
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
                WriteImage(element);
                return;
            case "br":
                _nesting.Void("br");
                _html.Append("<br>");
                _text.BreakLine();
                return;
        }

        _html.Append('<').Append(rule.Name);
        _attributes.WriteAll(element, rule);
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
        "img" or "source" or "track" => _attributes.Address(element.GetAttribute("src"), isLink: false) is { Length: > 0 },
        "a" => _attributes.Address(element.GetAttribute("href"), isLink: true) is not null || (_policy == HtmlPolicy.Author && (element.HasAttribute("id") || element.HasAttribute("name"))),
        _ => true,
    };

    private void WriteStandIn(IElement element, string name)
    {
        if (_policy != HtmlPolicy.Author)
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
            _attributes.Write("src", address);
            _attributes.Write("title", frame.GetAttribute("title") is { Length: > 0 } title ? title : uri.Host);
            _attributes.WriteNumber(frame, "width", 1, 10_000);
            _attributes.WriteNumber(frame, "height", 1, 10_000);
            _html.Append(" sandbox=\"allow-scripts allow-same-origin allow-popups allow-presentation\" allow=\"fullscreen; encrypted-media; picture-in-picture\" loading=\"lazy\" referrerpolicy=\"strict-origin-when-cross-origin\" allowfullscreen></iframe>");
        }
        else if (SafeUrl.Clean(source, HtmlPolicy.Guest, isLink: false) is { } link)
        {
            // What may not run here stays reachable.
            _nesting.Open("a");
            _html.Append("<a");
            _attributes.Write("href", link);
            _html.Append('>');
            WriteText(link);
            _html.Append("</a>");
            _nesting.Close("a");
        }
    }

    private void WriteImage(IElement image)
    {
        var source = _attributes.Address(image.GetAttribute("src"), isLink: false)!;
        var own = _attributes.Picture(source);
        var sets = own is null ? default : SourceSets.Of(own);
        if (sets.WebP is not null)
        {
            _nesting.Open("picture");
            _nesting.Void("source");
            _html.Append("<picture><source type=\"image/webp\"");
            _attributes.Write("srcset", sets.WebP);
            _attributes.Write("sizes", SourceSets.Sizes);
            _html.Append('>');
        }

        _nesting.Void("img");
        _html.Append("<img");
        _attributes.Write("src", source);
        if (sets.Plain is not null)
        {
            _attributes.Write("srcset", sets.Plain);
            _attributes.Write("sizes", SourceSets.Sizes);
        }

        _attributes.Write("alt", image.GetAttribute("alt") ?? "");
        if (image.GetAttribute("title") is { Length: > 0 } title)
        {
            _attributes.Write("title", title);
        }

        if (own is not null && !image.HasAttribute("width") && !image.HasAttribute("height"))
        {
            // Room is kept before the picture is there, so that nothing jumps under the reader's eyes.
            _html.Append(CultureInfo.InvariantCulture, $" width=\"{own.Width}\" height=\"{own.Height}\"");
        }
        else
        {
            _attributes.WriteNumber(image, "width", 1, 100_000);
            _attributes.WriteNumber(image, "height", 1, 100_000);
        }

        // The first picture is often what a reader sees at once; waiting for the layout would only delay it.
        if (_images++ > 0)
        {
            _html.Append(" loading=\"lazy\"");
        }

        _html.Append(" decoding=\"async\">");
        if (sets.WebP is not null)
        {
            _html.Append("</picture>");
            _nesting.Close("picture");
        }
    }

    private static bool IsFootnoteMark(IElement element, string name) =>
        name == "a" && element.GetAttribute("role") is "doc-noteref" or "doc-backlink";

    private readonly record struct Frame(INodeList Children, TagRule? Rule)
    {
        public int Next { get; init; }
    }
}
