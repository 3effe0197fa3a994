using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Blog.Themes;

/// <summary>
/// A theme's own words in one language, from <c>locales/es.json</c>: an object of keys. A value is a sentence, or an object of plural forms by
/// CLDR category (<c>one</c>, <c>few</c>, <c>other</c> …) and, before those, by exact number (<c>"0": "no letters yet"</c>).
/// <c>{0}</c>, <c>{1}</c> stand for the arguments. A key that is missing falls back to English, then to the key itself.
/// </summary>
public sealed class Words
{
    private readonly Dictionary<string, string> _sentences;
    private readonly Dictionary<string, Dictionary<string, string>> _plurals;
    private readonly Words? _fallback;

    private Words(string language, Dictionary<string, string> sentences, Dictionary<string, Dictionary<string, string>> plurals, Words? fallback)
    {
        Language = language;
        Culture = CultureInfo.GetCultureInfo(language);
        _sentences = sentences;
        _plurals = plurals;
        _fallback = fallback;
    }

    /// <summary>BCP 47, from the file name.</summary>
    public string Language { get; }

    /// <summary>For dates and numbers.</summary>
    public CultureInfo Culture { get; }

    /// <summary>Keys of this file alone, without the fallback's.</summary>
    public IEnumerable<string> Keys => _sentences.Keys.Concat(_plurals.Keys);

    /// <summary>A language without a file: nothing but the keys themselves.</summary>
    public static Words None { get; } = new("en", [], [], null);

    /// <summary>Reads a locale file. Throws <see cref="TemplateException"/> with the line if it is no object of strings and plural forms.</summary>
    public static Words Parse(string language, string file, ReadOnlySpan<byte> json, Words? fallback)
    {
        var sentences = new Dictionary<string, string>(StringComparer.Ordinal);
        var plurals = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            reader.Read();
            Expect(reader.TokenType == JsonTokenType.StartObject, "an object of keys is expected");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var key = reader.GetString()!;
                reader.Read();
                if (reader.TokenType == JsonTokenType.String)
                {
                    sentences[key] = reader.GetString()!;
                    continue;
                }

                Expect(reader.TokenType == JsonTokenType.StartObject, $"“{key}” must be a sentence or an object of plural forms");
                var forms = plurals[key] = new Dictionary<string, string>(StringComparer.Ordinal);
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var form = reader.GetString()!;
                    reader.Read();
                    Expect(reader.TokenType == JsonTokenType.String, $"“{key}.{form}” must be a sentence");
                    forms[form] = reader.GetString()!;
                }

                Expect(forms.ContainsKey("other"), $"“{key}” needs the form “other”");
            }
        }
        catch (JsonException broken)
        {
            throw new TemplateException(file, (int?)broken.LineNumber + 1, "is not valid JSON: " + broken.Message, broken);
        }

        foreach (var (key, pattern) in sentences.Where(s => s.Key.StartsWith("date.", StringComparison.Ordinal)))
        {
            Expect(IsDatePattern(pattern), $"“{key}” is no date pattern: {pattern}");
        }

        return new Words(language, sentences, plurals, fallback);

        void Expect(bool holds, string reason)
        {
            if (!holds)
            {
                throw new TemplateException(file, null, reason);
            }
        }
    }

    /// <summary>True if the key exists in this file.</summary>
    public bool Has(string key) => _sentences.ContainsKey(key) || _plurals.ContainsKey(key);

    /// <summary>True if the key has plural forms in this file.</summary>
    public bool IsPlural(string key) => _plurals.ContainsKey(key);

    /// <summary>The sentence with its placeholders as they are; null if no language of this chain has it.</summary>
    public string? Find(string key) =>
        _sentences.TryGetValue(key, out var sentence) ? sentence : _fallback?.Find(key);

    /// <summary>A sentence with its arguments; the key itself if nobody wrote the sentence.</summary>
    public string Say(string key, ReadOnlySpan<object?> arguments) => Fill(Find(key) ?? key, arguments, Culture);

    /// <summary>The form for a number; <c>{0}</c> is the number as the language writes it, <c>{1}</c> the first further argument.</summary>
    public string Count(string key, long number, ReadOnlySpan<object?> further)
    {
        if (!_plurals.TryGetValue(key, out var forms))
        {
            return _fallback?.Count(key, number, further) ?? key;
        }

        if (!forms.TryGetValue(number.ToString(CultureInfo.InvariantCulture), out var form)
            && !forms.TryGetValue(PluralRules.Category(Culture.TwoLetterISOLanguageName, number), out form))
        {
            form = forms["other"];
        }

        return Fill(form, [number, .. further], Culture);
    }

    private static bool IsDatePattern(string pattern)
    {
        try
        {
            _ = DateTimeOffset.UnixEpoch.ToString(pattern, CultureInfo.InvariantCulture);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string Fill(string sentence, ReadOnlySpan<object?> arguments, CultureInfo culture)
    {
        if (arguments.Length == 0 || !sentence.Contains('{', StringComparison.Ordinal))
        {
            return sentence;
        }

        // One pass: an argument that itself contains "{1}" stays as its author wrote it.
        var filled = new StringBuilder(sentence.Length + 16);
        for (var at = 0; at < sentence.Length; at++)
        {
            if (sentence[at] == '{' && at + 2 < sentence.Length && sentence[at + 2] == '}'
                && char.IsAsciiDigit(sentence[at + 1]) && sentence[at + 1] - '0' < arguments.Length)
            {
                var value = arguments[sentence[at + 1] - '0'];
                filled.Append(value is long or int ? ((IFormattable)value).ToString("N0", culture) : value?.ToString());
                at += 2;
            }
            else
            {
                filled.Append(sentence[at]);
            }
        }

        return filled.ToString();
    }
}
