using System.Text;
using Blog.Interactions;

namespace Blog.Posts.Markdown;

/// <summary>
/// Colours source code: one pass, every character is looked at a bounded number of times, and what is not understood stays plain.
/// Classes: <c>hl-k</c> keyword, <c>hl-s</c> string, <c>hl-n</c> number, <c>hl-f</c> function, <c>hl-c</c> comment,
/// <c>hl-d</c> declaration, name or annotation.
/// </summary>
internal static class Highlighter
{
    // Past this a reader scrolls and nobody looks at colours; the markup would be several times the code.
    private const int MaxLength = 60_000;

    /// <summary>Appends <paramref name="code"/> as safe HTML, plain if <paramref name="grammar"/> is null.</summary>
    public static void Write(StringBuilder to, string code, Grammar? grammar)
    {
        if (grammar is null || code.Length > MaxLength)
        {
            HtmlEscape.Text(to, code);
            return;
        }

        var scan = new CodeScan(to, code);
        switch (grammar.Kind)
        {
            case GrammarKind.Markup:
                LineScanners.Markup(ref scan);
                break;
            case GrammarKind.Css:
                LineScanners.Css(ref scan, grammar);
                break;
            case GrammarKind.Json:
                LineScanners.Json(ref scan, grammar);
                break;
            case GrammarKind.Yaml:
                LineScanners.Yaml(ref scan, grammar);
                break;
            case GrammarKind.Diff:
                LineScanners.Diff(ref scan);
                break;
            default:
                Code(ref scan, grammar);
                break;
        }

        scan.Finish();
    }

    private static void Code(ref CodeScan scan, Grammar grammar)
    {
        var keywords = grammar.Keywords.GetAlternateLookup<ReadOnlySpan<char>>();
        while (!scan.IsAtEnd)
        {
            if (Comment(ref scan, grammar) || String(ref scan, grammar))
            {
                continue;
            }

            var c = scan.Current;
            if (char.IsAsciiDigit(c))
            {
                scan.Number();
            }
            else if (grammar.Sigils.Contains(c, StringComparison.Ordinal) && CodeScan.IsWordStart(scan.Peek(1)))
            {
                scan.Emit("hl-d", 1 + scan.WordLength(1));
            }
            else if (CodeScan.IsWordStart(c))
            {
                var length = scan.WordLength(0);
                if (keywords.Contains(scan.Slice(length)))
                {
                    scan.Emit("hl-k", length);
                }
                else if (scan.Peek(length) == '(')
                {
                    scan.Emit("hl-f", length);
                }
                else
                {
                    scan.Skip(length);
                }
            }
            else
            {
                scan.Skip(1);
            }
        }
    }

    private static bool Comment(ref CodeScan scan, Grammar grammar)
    {
        if (grammar.BlockComment is { } block && scan.StartsWith(block.Open))
        {
            scan.Emit("hl-c", scan.LengthThrough(block.Close, block.Open.Length));
            return true;
        }

        foreach (var start in grammar.LineComments)
        {
            if (scan.StartsWith(start) && (!grammar.CommentNeedsSpace || scan.Previous is '\0' or ' ' or '\t' or '\n' or ';'))
            {
                scan.Emit("hl-c", scan.RestOfLine());
                return true;
            }
        }

        return false;
    }

    internal static bool String(ref CodeScan scan, Grammar grammar)
    {
        foreach (var quote in grammar.Quotes)
        {
            if (!scan.StartsWith(quote.Open))
            {
                continue;
            }

            var length = scan.StringLength(quote);
            if (length == 0)
            {
                scan.Skip(1);
            }
            else
            {
                scan.Emit("hl-s", length);
            }

            return true;
        }

        return false;
    }
}
