using System.Collections.Frozen;

namespace Blog.Interactions;

/// <summary>
/// Watches what is written and notices any nesting that a parser would not read back as the same tree (HTML Living Standard,
/// 13.2.6.4: implied end tags, tables, nested links). What passes is a fixed point of sanitising without a second look.
/// </summary>
internal sealed class NestingCheck
{
    private static readonly FrozenSet<string> EndsParagraph = FrozenSet.ToFrozenSet(
        ("address aside blockquote dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre section summary table "
        + "caption thead tbody tfoot tr th td ul").Split(' '));

    private readonly List<string> _open = [];
    private int _paragraphs;
    private int _links;

    /// <summary>True once something doubtful was written.</summary>
    public bool IsDoubtful { get; private set; }

    private string Parent => _open.Count == 0 ? "" : _open[^1];

    /// <summary>An element without content.</summary>
    public void Void(string name) => IsDoubtful |= IsTablePart(Parent) || (name == "hr" && _paragraphs > 0);

    /// <summary>An element opens.</summary>
    public void Open(string name)
    {
        var parent = Parent;
        IsDoubtful |= !FitsInto(parent, name)
            || (_paragraphs > 0 && EndsParagraph.Contains(name))
            || (name == "a" && _links > 0)
            || (IsHeading(name) && IsHeading(parent));
        _paragraphs += name == "p" ? 1 : 0;
        _links += name == "a" ? 1 : 0;
        _open.Add(name);
    }

    /// <summary>The innermost element closes.</summary>
    public void Close(string name)
    {
        _paragraphs -= name == "p" ? 1 : 0;
        _links -= name == "a" ? 1 : 0;
        _open.RemoveAt(_open.Count - 1);
    }

    /// <summary>Words are written.</summary>
    public void Text(string text) => IsDoubtful |= IsTablePart(Parent) && !string.IsNullOrWhiteSpace(text);

    private static bool FitsInto(string parent, string name) => name switch
    {
        "li" => parent is "ul" or "ol",
        "dt" or "dd" => parent is "dl",
        "caption" or "thead" or "tbody" or "tfoot" => parent == "table",
        "tr" => parent is "thead" or "tbody" or "tfoot",
        "td" or "th" => parent == "tr",
        "rt" or "rp" => parent == "ruby",
        _ => !IsTablePart(parent),
    };

    private static bool IsTablePart(string name) => name is "table" or "thead" or "tbody" or "tfoot" or "tr";

    private static bool IsHeading(string name) => name is ['h', >= '1' and <= '6'];
}
