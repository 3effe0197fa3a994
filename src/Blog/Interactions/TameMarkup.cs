using System.Buffers;
using System.Collections.Frozen;

namespace Blog.Interactions;

/// <summary>
/// Tells in one cheap look whether markup is written as tidily as our own renderers write it. Only then the parser may run
/// without <see cref="HtmlBudget"/>: with every element closed where it was opened and little nesting, its work is linear.
/// </summary>
internal static class TameMarkup
{
    private const int MaxDepth = 60;

    private static readonly FrozenSet<string> Containers = FrozenSet.ToFrozenSet(
        ("a abbr b bdi blockquote cite code dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 i ins kbd li mark ol p pre q "
        + "s samp section small span strong sub summary sup table tbody td th thead tr u ul var").Split(' '));

    private static readonly FrozenSet<string> Voids = FrozenSet.ToFrozenSet(["br", "hr", "img", "wbr"]);

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>True if all of it is plain: known names in lower case, quoted attributes, strict nesting, nothing left open.</summary>
    public static bool Is(ReadOnlySpan<char> html)
    {
        var containers = Containers.GetAlternateLookup<ReadOnlySpan<char>>();
        var voids = Voids.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<Range> open = stackalloc Range[MaxDepth];
        var depth = 0;
        var at = 0;
        while (html[at..].IndexOf('<') is var found and >= 0)
        {
            at += found + 1;
            var isEnd = at < html.Length && html[at] == '/';
            var start = isEnd ? at + 1 : at;
            var length = start < html.Length ? html[start..].IndexOfAnyExcept(NameCharacters) : -1;
            if (length <= 0)
            {
                return false;
            }

            var name = html.Slice(start, length);
            at = start + length;
            if (isEnd)
            {
                if (depth == 0 || html[at] != '>' || !html[open[--depth]].SequenceEqual(name))
                {
                    return false;
                }

                continue;
            }

            if (!SkipAttributes(html, ref at))
            {
                return false;
            }

            if (containers.Contains(name))
            {
                if (depth == MaxDepth)
                {
                    return false;
                }

                open[depth++] = start..(start + length);
            }
            else if (!voids.Contains(name))
            {
                return false;
            }
        }

        return depth == 0;
    }

    // Leaves at on the ">". An unquoted value, an odd name or a slash is left to the full parser's care.
    private static bool SkipAttributes(ReadOnlySpan<char> html, ref int at)
    {
        for (var count = 0; at < html.Length && count < 30; count++)
        {
            if (html[at] == '>')
            {
                return true;
            }

            if (html[at] != ' ' || html[++at..].IndexOfAnyExcept(NameCharacters) is not (> 0 and var length))
            {
                return false;
            }

            at += length;
            if (html[at..] is ['=', '"', ..])
            {
                var end = html[(at + 2)..].IndexOf('"');
                if (end < 0)
                {
                    return false;
                }

                at += end + 3;
            }
            else if (html[at] == '=')
            {
                return false;
            }
        }

        return false;
    }
}
