namespace Blog.Posts.FrontMatter;

/// <summary>
/// Splits a Markdown file into head and text and parses the head. Never fails: what is not valid is read as well as it can be and
/// named in <see cref="FrontMatterBlock.Problems"/>, because a post must not be lost over a missing quote.
/// </summary>
public static class FrontMatterReader
{
    // A head is a page of text at most; anything larger is a file that happens to start with a dash.
    private const int MaxHead = 256 * 1024;

    /// <summary>Reads the whole of a file's text. A byte order mark and CRLF are accepted.</summary>
    public static FrontMatterBlock Read(string text)
    {
        var split = Split(text);
        var problems = new List<FrontMatterProblem>();
        var entries = new List<FrontMatterEntry>();
        var repaired = split.Kind switch
        {
            FrontMatterKind.Yaml => !YamlHead.TryRead(split.Raw, firstLine: 2, entries, problems),
            FrontMatterKind.Toml => !TomlHead.TryRead(split.Raw, firstLine: 2, entries, problems),
            FrontMatterKind.Json => !JsonHead.TryRead(split.Raw, entries, problems),
            _ => false,
        };

        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in entries)
        {
            if (!seen.TryAdd(entry.Key, entry.Line))
            {
                problems.Add(new FrontMatterProblem(entry.Line, $"“{entry.Key}” was already given on line {seen[entry.Key]}; the later one counts, both are kept with the post."));
            }
        }

        return split with { Entries = entries, Problems = problems, WasRepaired = repaired };
    }

    /// <summary>Only splits: head and text without looking into the head.</summary>
    public static FrontMatterBlock Split(string text)
    {
        text = text.TrimStart('\ufeff');
        if (text.Contains('\r', StringComparison.Ordinal))
        {
            text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        }

        return Fenced(text, "---", FrontMatterKind.Yaml) ?? Fenced(text, "+++", FrontMatterKind.Toml) ?? Json(text)
            ?? new FrontMatterBlock(FrontMatterKind.None, "", [], [], text, 1);
    }

    private static FrontMatterBlock? Fenced(string text, string fence, FrontMatterKind kind)
    {
        if (!text.StartsWith(fence, StringComparison.Ordinal))
        {
            return null;
        }

        var start = text.IndexOf('\n', StringComparison.Ordinal) + 1;
        if (start == 0 || !text.AsSpan(fence.Length, start - fence.Length).IsWhiteSpace())
        {
            return null;
        }

        var line = 2;
        for (var at = start; at < text.Length && at < MaxHead; line++)
        {
            var end = text.IndexOf('\n', at);
            var next = end < 0 ? text.Length : end + 1;
            var row = text.AsSpan(at, (end < 0 ? text.Length : end) - at).TrimEnd();
            if (row.SequenceEqual(fence) || (kind == FrontMatterKind.Yaml && row is "..."))
            {
                return new FrontMatterBlock(kind, text[start..at], [], [], text[next..], line + 1);
            }

            at = next;
        }

        // No closing fence: a text that starts with a horizontal rule.
        return null;
    }

    private static FrontMatterBlock? Json(string text)
    {
        // "{{ x }}" and "{% x %}" are template tags at the start of a text, not a JSON head.
        if (!text.StartsWith('{') || text.AsSpan(1).TrimStart() is not ['"' or '}', ..])
        {
            return null;
        }

        var length = JsonHead.Measure(text.Length > MaxHead ? text[..MaxHead] : text);
        return length == 0
            ? null
            : new FrontMatterBlock(FrontMatterKind.Json, text[..length], [], [], text[length..].TrimStart(' ', '\t'), 1 + text.AsSpan(0, length).Count('\n'));
    }
}
