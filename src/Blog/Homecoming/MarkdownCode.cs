namespace Blog.Homecoming;

/// <summary>Where code stands in a Markdown text, so that nothing in it is taken for a tag or a link.</summary>
internal static class MarkdownCode
{
    /// <summary>
    /// The end of the code that begins at <paramref name="at"/> (a fenced block at the start of a line, or a code span); 0 if none begins there.
    /// </summary>
    public static int EndOf(string text, int at)
    {
        if (at == 0 || text[at - 1] == '\n')
        {
            var fence = EndOfFence(text, at);
            if (fence > 0)
            {
                return fence;
            }
        }

        return text[at] == '`' ? EndOfSpan(text, at) : 0;
    }

    private static int EndOfFence(string text, int at)
    {
        var start = at;
        while (start < text.Length && text[start] is ' ' or '\t' or '>')
        {
            start++;
        }

        if (start >= text.Length || text[start] is not ('`' or '~'))
        {
            return 0;
        }

        var mark = text[start];
        var length = Run(text, start);
        var row = RowEnd(text, start);
        if (length < 3 || (mark == '`' && text.AsSpan(start + length, row - start - length).Contains('`')))
        {
            return 0;
        }

        for (var next = row + 1; next < text.Length; next = row + 1)
        {
            row = RowEnd(text, next);
            var line = text.AsSpan(next, row - next).Trim(" \t>");
            if (line.Length >= length && line[0] == mark && line.IndexOfAnyExcept(mark) < 0)
            {
                return Math.Min(row + 1, text.Length);
            }
        }

        return text.Length;
    }

    // A span ends at a run of backticks of the same length; it does not reach past an empty line.
    private static int EndOfSpan(string text, int at)
    {
        var length = Run(text, at);
        for (var next = at + length; next < text.Length;)
        {
            if (text[next] == '`')
            {
                var run = Run(text, next);
                next += run;
                if (run == length)
                {
                    return next;
                }
            }
            else if (text[next] == '\n' && next + 1 < text.Length && text[next + 1] == '\n')
            {
                break;
            }
            else
            {
                next++;
            }
        }

        return at + length;
    }

    private static int Run(string text, int at)
    {
        var end = at;
        while (end < text.Length && text[end] == text[at])
        {
            end++;
        }

        return end - at;
    }

    private static int RowEnd(string text, int at)
    {
        var end = text.IndexOf('\n', at);
        return end < 0 ? text.Length : end;
    }
}
