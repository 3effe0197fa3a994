using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Blog.Desk;

/// <summary>
/// Translates what was stored as English prose: the reason of a copy, what a network's refusal means. Such a text is made of sentences in which names, numbers
/// and half sentences were filled in; each sentence is known by its English pattern with <c>{0}</c>… in their places. A text of which one sentence is not known
/// stays English as a whole.
/// </summary>
internal sealed partial class FilledSentences
{
    private const int MaxLength = 4000;
    private const int MaxDepth = 2;

    private readonly FrozenDictionary<string, string> _plain;
    private readonly Pattern[] _patterns;

    private sealed record Pattern(string Start, Regex English, string Said);

    /// <summary>Sentences by their English; those with <c>{0}</c> are patterns.</summary>
    public FilledSentences(IEnumerable<KeyValuePair<string, string>> sentences)
    {
        var known = sentences.DistinctBy(s => s.Key).ToList();
        _plain = known.Where(s => !Hole().IsMatch(s.Key)).ToFrozenDictionary();

        // The most is said by the pattern with the most words of its own.
        _patterns = [.. known.Where(s => Hole().IsMatch(s.Key)).OrderByDescending(s => Hole().Replace(s.Key, "").Length).Select(s => Read(s.Key, s.Value))];
    }

    /// <summary>The text in the other language; null if not all of it is known.</summary>
    public string? Say(string text) => text.Length <= MaxLength ? Say(text, 0) : null;

    private string? Say(string text, int depth)
    {
        if (_plain.TryGetValue(text, out var whole))
        {
            return whole;
        }

        var said = new StringBuilder();
        foreach (var sentence in Boundary().Split(text))
        {
            if (One(sentence, depth) is not { } one)
            {
                return null;
            }

            said.Append(said.Length > 0 ? " " : "").Append(one);
        }

        return said.ToString();
    }

    private string? One(string sentence, int depth)
    {
        if (_plain.TryGetValue(sentence, out var plain))
        {
            return plain;
        }

        foreach (var pattern in depth > MaxDepth ? [] : _patterns)
        {
            if (sentence.StartsWith(pattern.Start, StringComparison.Ordinal) && pattern.English.Match(sentence) is { Success: true } match)
            {
                // What was filled in may be half a sentence itself; a name is what it is in every language.
                var values = match.Groups.Cast<Group>().Skip(1).Select(g => (object)(Say(g.Value, depth + 1) ?? g.Value)).ToArray();
                return string.Format(CultureInfo.InvariantCulture, pattern.Said, values);
            }
        }

        return null;
    }

    private static Pattern Read(string english, string said)
    {
        var holes = Hole().Matches(english);
        var expression = new StringBuilder("^");
        var at = 0;
        foreach (Match hole in holes)
        {
            expression.Append(Regex.Escape(english[at..hole.Index])).Append("(.*?)");
            at = hole.Index + hole.Length;
        }

        expression.Append(Regex.Escape(english[at..])).Append('$');
        return new Pattern(english[..holes[0].Index], new Regex(expression.ToString(), RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.CultureInvariant), said);
    }

    [GeneratedRegex(@"\{[0-9]\}", RegexOptions.NonBacktracking)]
    private static partial Regex Hole();

    // The text is our own; only names in it are not, and an end of a sentence within one leaves the text English.
    [GeneratedRegex(@"(?<=[.?!])\s+(?=[\p{Lu}“¿¡])", RegexOptions.None, 1000)]
    private static partial Regex Boundary();
}
