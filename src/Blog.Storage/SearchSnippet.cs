using System.Text;

namespace Blog.Storage;

/// <summary>Cuts the words around the hits out of a text. The index keeps no text, and it may be cut differently from what people read.</summary>
internal static class SearchSnippet
{
    /// <summary>Stands before a hit.</summary>
    public const char HitStart = '\uE000';

    /// <summary>Stands after a hit.</summary>
    public const char HitEnd = '\uE001';

    private const int Length = 220;
    private const int Before = 60;

    // A hit further inside is not worth reading a book for: the beginning is shown then.
    private const int LookAt = 200_000;

    private readonly record struct Hit(int Start, int End);

    /// <summary>About 220 characters around the first hits, each between <see cref="HitStart"/> and <see cref="HitEnd"/>; the beginning of the text if only the title was hit.</summary>
    public static string From(string text, IReadOnlyList<SearchWord> words)
    {
        var hits = Find(text, words);
        var (start, end) = Window(text, hits);
        var snippet = new StringBuilder(end - start + 16);
        snippet.Append(start > 0 ? "… " : "");
        var at = start;
        foreach (var hit in hits.Where(h => h.Start >= start && h.End <= end))
        {
            if (hit.Start < at)
            {
                continue;
            }

            Append(snippet, text.AsSpan(at, hit.Start - at));
            snippet.Append(HitStart);
            Append(snippet, text.AsSpan(hit.Start, hit.End - hit.Start));
            snippet.Append(HitEnd);
            at = hit.End;
        }

        Append(snippet, text.AsSpan(at, end - at));
        return snippet.Append(end < text.Length ? " …" : "").ToString();
    }

    // Nobody else may write the two marks, and a line break is only a space here.
    private static void Append(StringBuilder snippet, ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (c is not (HitStart or HitEnd))
            {
                snippet.Append(char.IsWhiteSpace(c) ? ' ' : c);
            }
        }
    }

    private static List<Hit> Find(string text, IReadOnlyList<SearchWord> words)
    {
        var looked = Math.Min(text.Length, LookAt);
        var folded = new char[looked];
        var places = new int[looked + 1];
        var length = 0;
        for (var i = 0; i < looked; i++)
        {
            var c = SearchText.Fold(text[i]);
            if (!SearchText.IsNothing(c))
            {
                folded[length] = c;
                places[length++] = i;
            }
        }

        places[length] = looked;
        var hits = new List<Hit>();
        foreach (var word in words)
        {
            for (var from = 0; hits.Count < 200;)
            {
                var found = folded.AsSpan(from, length - from).IndexOf(word.Text, StringComparison.Ordinal);
                if (found < 0)
                {
                    break;
                }

                var start = from + found;
                var end = start + word.Text.Length;
                if (word.IsUnspaced || (IsEdge(folded, length, start - 1) && (word.IsPrefix || IsEdge(folded, length, end))))
                {
                    while (word.IsPrefix && !IsEdge(folded, length, end))
                    {
                        end++;
                    }

                    hits.Add(new Hit(places[start], places[end]));
                }

                from = end;
            }
        }

        hits.Sort((a, b) => a.Start.CompareTo(b.Start));
        return hits;
    }

    // The window with the most hits, beginning a little before its first one; cut at spaces, never inside a surrogate pair.
    private static (int Start, int End) Window(string text, List<Hit> hits)
    {
        var start = 0;
        var most = 0;
        for (var i = 0; i < hits.Count; i++)
        {
            var count = 0;
            for (var j = i; j < hits.Count && hits[j].End < hits[i].Start + Length - Before; j++)
            {
                count++;
            }

            if (count > most)
            {
                most = count;
                start = hits[i].Start;
            }
        }

        start = start <= Before ? 0 : AfterSpace(text, start - Before, start);
        var end = start + Length >= text.Length ? text.Length : BeforeSpace(text, start + Length, start + Length - 30);
        return (start, end);
    }

    private static int AfterSpace(string text, int from, int limit)
    {
        for (var i = from; i < limit; i++)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                return i + 1;
            }
        }

        return char.IsLowSurrogate(text[from]) ? from - 1 : from;
    }

    private static int BeforeSpace(string text, int from, int limit)
    {
        for (var i = from; i > limit; i--)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                return i;
            }
        }

        return char.IsLowSurrogate(text[from]) ? from - 1 : from;
    }

    private static bool IsEdge(char[] folded, int length, int at) =>
        at < 0 || at >= length || (!char.IsSurrogate(folded[at]) && (!SearchText.IsWord(new Rune(folded[at])) || SearchText.IsUnspaced(new Rune(folded[at]))));
}
