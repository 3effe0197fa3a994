using System.Collections.Frozen;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;

namespace Blog.Interactions;

/// <summary>
/// Stops the parser before it builds what would take it minutes: it is quadratic in nesting and in formatting elements that are
/// never closed. Follows the token stream with a model of the stack of open elements (HTML Living Standard, 13.2.6).
/// </summary>
internal sealed class HtmlBudget
{
    private const int MaxOpen = SanitizingWriter.MaxDepth;
    private const int MaxAttributes = 500;
    private const int MaxReopened = 200_000;

    private static readonly FrozenSet<string> Void = Names("area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr");

    private static readonly FrozenSet<string> Formatting = Names("a b big code em font i nobr s small strike strong tt u");

    private static readonly FrozenSet<string> Special = Names(
        "address applet article aside blockquote body button caption center colgroup dd details dir div dl dt fieldset figcaption figure footer "
        + "form h1 h2 h3 h4 h5 h6 head header hgroup html li listing main marquee menu nav object ol p pre search section select summary "
        + "table tbody td template tfoot th thead tr ul");

    private static readonly FrozenSet<string> ClosesParagraph = Names(
        "address article aside blockquote center details dialog dir div dl dt dd fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header "
        + "hgroup hr li listing main menu nav ol p plaintext pre search section summary table ul xmp");

    private static readonly FrozenSet<string> Barrier = Names(
        "applet caption html table td th marquee object template mi mo mn ms mtext annotation-xml foreignobject desc title");

    private readonly List<string> _open = [];
    private int _dangling;
    private long _reopened;

    /// <summary>Forgets the last text.</summary>
    public void Reset()
    {
        _open.Clear();
        _dangling = 0;
        _reopened = 0;
    }

    /// <summary>Counts one token; throws <see cref="HtmlTooComplexException"/> when the text is beyond the limits.</summary>
    public void Count(HtmlToken token)
    {
        switch (token.Type)
        {
            case HtmlTokenType.StartTag:
                Start(token.AsTag());
                break;
            case HtmlTokenType.EndTag:
                End(token.Name);
                break;
        }

        // Each piece of text or element can open again every formatting element that was left open.
        _reopened += _dangling;
        if (_open.Count > MaxOpen || _reopened > MaxReopened)
        {
            throw new HtmlTooComplexException();
        }
    }

    private void Start(HtmlTagToken tag)
    {
        if (tag.Attributes.Count > MaxAttributes)
        {
            throw new HtmlTooComplexException();
        }

        var name = tag.Name;
        if (Void.Contains(name) || (tag.IsSelfClosing && IsForeign(name)))
        {
            return;
        }

        switch (name)
        {
            case "li":
                CloseImplied(name, name, "ul", "ol");
                break;
            case "dd" or "dt":
                CloseImplied("dd", "dt", "dl", "dl");
                break;
            case "td" or "th":
                CloseImplied("td", "th", "tr", "table");
                break;
            case "tr":
                CloseImplied("tr", "tr", "table", "tbody");
                break;
            case "tbody" or "thead" or "tfoot":
                CloseImplied("tbody", "thead", "table", "table");
                break;
            case "option" or "optgroup":
                CloseImplied("option", "option", "select", "select");
                break;
            case "rt" or "rp":
                CloseImplied("rt", "rp", "ruby", "ruby");
                break;
            case "a" or "nobr" or "form" or "button":
                Remove(name);
                break;
        }

        if (ClosesParagraph.Contains(name))
        {
            CloseImplied("p", "p", "button", "button");
        }

        if (name is ['h', >= '1' and <= '6'] && _open is [.., ['h', >= '1' and <= '6']])
        {
            _open.RemoveAt(_open.Count - 1);
        }

        _open.Add(name);
    }

    private void End(string name)
    {
        if (Formatting.Contains(name))
        {
            if (!Remove(name) && _dangling > 0)
            {
                _dangling--;
            }

            return;
        }

        var isSpecial = Special.Contains(name);
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            var open = _open[i];
            if (open == name || (name is ['h', >= '1' and <= '6'] && open is ['h', >= '1' and <= '6']))
            {
                PopTo(i);
                return;
            }

            // The end of an unknown element counts only if no block was opened inside it.
            if (isSpecial ? Barrier.Contains(open) && !IsTablePart(name) : Special.Contains(open))
            {
                return;
            }
        }
    }

    private static bool IsTablePart(string name) => name is "table" or "tr" or "td" or "th" or "tbody" or "thead" or "tfoot" or "caption" or "template";

    private void CloseImplied(string name, string other, string end, string otherEnd)
    {
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            var open = _open[i];
            if (open == name || open == other)
            {
                PopTo(i);
                return;
            }

            if (open == end || open == otherEnd || Barrier.Contains(open) || (name is "li" or "dd" && Special.Contains(open) && open is not ("address" or "div" or "p")))
            {
                return;
            }
        }
    }

    private void PopTo(int index)
    {
        for (var i = _open.Count - 1; i > index; i--)
        {
            if (Formatting.Contains(_open[i]))
            {
                _dangling++;
            }
        }

        _open.RemoveRange(index, _open.Count - index);
    }

    private bool Remove(string name)
    {
        for (var i = _open.Count - 1; i >= 0 && !Barrier.Contains(_open[i]); i--)
        {
            if (_open[i] == name)
            {
                _open.RemoveAt(i);
                return true;
            }
        }

        return false;
    }

    // "<path/>" closes itself inside a drawing only; an HTML element ends the drawing instead.
    private bool IsForeign(string name)
    {
        if (Special.Contains(name) || Formatting.Contains(name) || name is "span" or "sub" or "sup" or "ruby" or "var")
        {
            return false;
        }

        for (var i = _open.Count - 1; i >= 0; i--)
        {
            if (_open[i] is "svg" or "math")
            {
                return true;
            }

            if (Barrier.Contains(_open[i]) || Special.Contains(_open[i]))
            {
                return false;
            }
        }

        return false;
    }

    private static FrozenSet<string> Names(string names) => names.Split(' ').ToFrozenSet();
}

/// <summary>Markup nested or tangled beyond what anybody writes.</summary>
internal sealed class HtmlTooComplexException() : Exception("The HTML is nested too deeply or left too many elements open.");
