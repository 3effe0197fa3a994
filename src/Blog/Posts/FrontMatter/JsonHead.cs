using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Blog.Posts.FrontMatter;

/// <summary>JSON heads (comments and trailing commas are accepted, as Hugo's users write them).</summary>
internal static partial class JsonHead
{
    private static readonly JsonReaderOptions Generous = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 32 };

    /// <summary>Characters from the opening to the closing brace; for broken JSON up to the first row that is only a brace; 0 if there is no end.</summary>
    public static int Measure(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes, Generous);
        try
        {
            reader.Read();
            reader.Skip();
            return Encoding.UTF8.GetCharCount(bytes, 0, (int)reader.BytesConsumed);
        }
        catch (JsonException)
        {
            var end = text.IndexOf("\n}\n", StringComparison.Ordinal);
            return end >= 0 ? end + 2 : text.EndsWith("\n}", StringComparison.Ordinal) ? text.Length : 0;
        }
    }

    /// <summary>False if the object is not valid JSON and was read row by row.</summary>
    public static bool TryRead(string raw, List<FrontMatterEntry> entries, List<FrontMatterProblem> problems)
    {
        var bytes = Encoding.UTF8.GetBytes(raw);
        try
        {
            var reader = new Utf8JsonReader(bytes, Generous);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var line = 1 + bytes.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n');
                var key = reader.GetString()!;
                reader.Read();
                using var value = JsonDocument.ParseValue(ref reader);
                entries.Add(new FrontMatterEntry(key, From(value.RootElement), line));
            }

            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // An invalid escape or a lone surrogate surfaces as InvalidOperationException from GetString.
            entries.Clear();
            ReadRows(raw, entries, problems);
            return false;
        }
    }

    private static void ReadRows(string raw, List<FrontMatterEntry> entries, List<FrontMatterProblem> problems)
    {
        var line = 0;
        foreach (var row in raw.Split('\n'))
        {
            line++;
            if (Row().Match(row) is { Success: true } found)
            {
                var value = found.Groups["value"].Value.Trim().TrimEnd(',').Trim();
                entries.Add(new FrontMatterEntry(found.Groups["key"].Value, FrontMatterValue.Scalar(value.Trim('"'), !value.StartsWith('"')), line));
                problems.Add(new FrontMatterProblem(line, $"The head is not valid JSON; “{found.Groups["key"].Value}” was read from this line alone."));
            }
            else if (row.Trim() is not ("" or "{" or "}"))
            {
                problems.Add(new FrontMatterProblem(line, "The head is not valid JSON and this line could not be understood; it is kept with the post."));
            }
        }
    }

    private static FrontMatterValue From(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => FrontMatterValue.List([.. json.EnumerateArray().Select(From)]),
        JsonValueKind.Object => FrontMatterValue.Map([.. json.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, From(p.Value)))]),
        JsonValueKind.String => FrontMatterValue.Scalar(json.GetString()!, isPlain: false),
        JsonValueKind.Null => FrontMatterValue.Empty,
        _ => FrontMatterValue.Scalar(json.GetRawText(), isPlain: true),
    };

    [GeneratedRegex("""^\s*"(?<key>[^"]{1,80})"\s*:\s*(?<value>.*)$""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();
}
