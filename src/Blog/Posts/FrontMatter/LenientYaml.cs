using System.Text.RegularExpressions;
using YamlDotNet.Core;

namespace Blog.Posts.FrontMatter;

/// <summary>
/// Reads a head that is not valid YAML key by key, as generous parsers do: a quoted text that goes on without indentation, a second
/// colon, a tab, a stray <c>@</c>. Every key that can be understood is recovered, every guess is reported.
/// </summary>
internal static partial class LenientYaml
{
    private sealed record Chunk(string Key, string Value, List<string> More, int Line);

    public static void Read(string raw, int firstLine, List<FrontMatterEntry> entries, List<FrontMatterProblem> problems)
    {
        foreach (var chunk in Chunks(raw.Split('\n'), firstLine, problems))
        {
            entries.Add(new FrontMatterEntry(chunk.Key, ReadValue(chunk, problems), chunk.Line));
        }
    }

    private static List<Chunk> Chunks(string[] rows, int firstLine, List<FrontMatterProblem> problems)
    {
        var chunks = new List<Chunk>();
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i].TrimEnd();
            if (KeyRow().Match(row) is { Success: true } found)
            {
                var value = found.Groups["value"].Value.Trim();
                var chunk = new Chunk(found.Groups["key"].Value.Trim('"', '\''), value, [], firstLine + i);
                chunks.Add(chunk);
                var end = EndOfQuote(rows, i, value);
                for (; i < end; i++)
                {
                    chunk.More.Add(rows[i + 1].TrimEnd());
                }
            }
            else if (row.Length > 0 && chunks.Count > 0 && (char.IsWhiteSpace(row[0]) || row[0] != '#'))
            {
                chunks[^1].More.Add(row);
            }
            else if (row.Length > 0 && row[0] != '#')
            {
                problems.Add(new FrontMatterProblem(firstLine + i, "This line is not “key: value” and was left out; it is kept with the post."));
            }
        }

        return chunks;
    }

    // The row on which the quote that opens here closes; the same row if it closes there or nowhere.
    private static int EndOfQuote(string[] rows, int at, string value)
    {
        if (value is not ['"' or '\'', ..] || Closes(value.AsSpan(1), value[0]))
        {
            return at;
        }

        for (var i = at + 1; i < rows.Length; i++)
        {
            if (Closes(rows[i], value[0]))
            {
                return i;
            }
        }

        return at;
    }

    private static bool Closes(ReadOnlySpan<char> text, char quote)
    {
        text = text.TrimEnd();
        return text.Length > 0 && text[^1] == quote && (quote == '\'' || text.Length < 2 || text[^2] != '\\');
    }

    private static FrontMatterValue ReadValue(Chunk chunk, List<FrontMatterProblem> problems)
    {
        var asWritten = $"k: {chunk.Value}\n{string.Join('\n', chunk.More)}";
        if (TryParse(asWritten, out _) is { } value)
        {
            return value;
        }

        var indented = $"k: {Spaces(chunk.Value)}\n{string.Join('\n', chunk.More.Select(m => "  " + Spaces(m)))}";
        if (TryParse(indented, out var reason) is { } repaired)
        {
            problems.Add(new FrontMatterProblem(chunk.Line, $"“{chunk.Key}” goes on without indentation or with tabs, which YAML does not allow; it was read as one value. Indent the following lines with spaces."));
            return repaired;
        }

        problems.Add(new FrontMatterProblem(chunk.Line, $"“{chunk.Key}” is not valid YAML ({reason}); it was read as plain text. Put the value in quotes."));
        return Guess(chunk);
    }

    private static FrontMatterValue? TryParse(string yaml, out string reason)
    {
        reason = "";
        try
        {
            return YamlHead.Parse(yaml, 1) is [var only] ? only.Value : null;
        }
        catch (YamlException e)
        {
            reason = e.Message.TrimEnd('.');
            return null;
        }
    }

    private static FrontMatterValue Guess(Chunk chunk)
    {
        var more = chunk.More.Select(m => m.Trim()).Where(m => m.Length > 0).ToList();
        if (chunk.Value.Length == 0 && more.Count > 0 && more.TrueForAll(m => m.StartsWith('-')))
        {
            return FrontMatterValue.List([.. more.Select(m => Text(m[1..].Trim()))]);
        }

        if (chunk.Value is ['[', .., ']'])
        {
            return FrontMatterValue.List([.. chunk.Value[1..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Text)]);
        }

        var isBlock = chunk.Value is "|" or "|-" or "|+" or ">" or ">-" or ">+";
        var rows = isBlock ? more : chunk.Value.Length > 0 ? [chunk.Value, .. more] : more;
        return rows.Count == 0 ? FrontMatterValue.Empty : Text(string.Join(chunk.Value.StartsWith('|') ? '\n' : ' ', rows));
    }

    private static FrontMatterValue Text(string text)
    {
        var quoted = text.Length >= 2 && text[0] is '"' or '\'' && text[^1] == text[0];
        if (!quoted)
        {
            return FrontMatterValue.Scalar(text.TrimStart('"', '\''), isPlain: true);
        }

        var inner = text[1..^1];
        return FrontMatterValue.Scalar(
            text[0] == '"' ? inner.Replace("\\\"", "\"", StringComparison.Ordinal) : inner.Replace("''", "'", StringComparison.Ordinal),
            isPlain: false);
    }

    private static string Spaces(string text) => text.Replace("\t", "  ", StringComparison.Ordinal);

    [GeneratedRegex("""^(?<key>"[^"]{1,80}"|'[^']{1,80}'|[\p{L}\p{N}_$][\p{L}\p{N}_.\-/]{0,80})\s*:(?:\s+(?<value>.*))?$""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex KeyRow();
}
