using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Blog.Posts.FrontMatter;

/// <summary>
/// A value of front matter: a text, a list or a map. Scalars keep the letters that the author typed (<c>1.10</c> stays <c>1.10</c>),
/// because only the reader of a key knows what it is meant to be.
/// </summary>
public sealed class FrontMatterValue
{
    private static readonly SearchValues<char> NumberLetters = SearchValues.Create("0123456789.");

    private FrontMatterValue(string? text, bool isPlain, IReadOnlyList<FrontMatterValue> items, IReadOnlyList<KeyValuePair<string, FrontMatterValue>> members)
    {
        Text = text;
        IsPlain = isPlain;
        Items = items;
        Members = members;
    }

    /// <summary>No value: <c>image:</c> with nothing behind it.</summary>
    public static FrontMatterValue Empty { get; } = new(null, isPlain: true, [], []);

    /// <summary>The scalar's text; null for a list, a map and no value.</summary>
    public string? Text { get; }

    /// <summary>True if the text was written without quotes, so that <c>true</c> and <c>12</c> are a switch and a number.</summary>
    public bool IsPlain { get; }

    /// <summary>True for an unquoted or quoted <c>true</c>, <c>false</c>, <c>yes</c>, <c>no</c>, <c>on</c> or <c>off</c>.</summary>
    public bool IsSwitch => Text?.Trim().ToUpperInvariant() is "TRUE" or "FALSE" or "YES" or "NO" or "ON" or "OFF";

    /// <summary>Items of a list; empty for anything else.</summary>
    public IReadOnlyList<FrontMatterValue> Items { get; }

    /// <summary>Members of a map in file order; empty for anything else.</summary>
    public IReadOnlyList<KeyValuePair<string, FrontMatterValue>> Members { get; }

    /// <summary>True if nothing was written.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(Text) && Items.Count == 0 && Members.Count == 0;

    /// <summary>A scalar.</summary>
    public static FrontMatterValue Scalar(string text, bool isPlain) => new(text, isPlain, [], []);

    /// <summary>A list.</summary>
    public static FrontMatterValue List(IReadOnlyList<FrontMatterValue> items) => new(null, isPlain: false, items, []);

    /// <summary>A map.</summary>
    public static FrontMatterValue Map(IReadOnlyList<KeyValuePair<string, FrontMatterValue>> members) => new(null, isPlain: false, [], members);

    /// <summary>The member with one of these names (case is ignored), the first name first; null if there is none.</summary>
    public FrontMatterValue? Member(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            foreach (var (key, value) in Members)
            {
                if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return value;
                }
            }
        }

        return null;
    }

    /// <summary>Writes it as JSON; unquoted numbers and switches become what they are.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        if (Text is { } text)
        {
            WriteScalar(json, text);
        }
        else if (Items.Count > 0)
        {
            json.WriteStartArray();
            foreach (var item in Items)
            {
                item.WriteTo(json);
            }

            json.WriteEndArray();
        }
        else if (Members.Count > 0)
        {
            json.WriteStartObject();
            foreach (var group in Members.GroupBy(m => m.Key))
            {
                json.WritePropertyName(group.Key);
                group.Last().Value.WriteTo(json);
            }

            json.WriteEndObject();
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private void WriteScalar(Utf8JsonWriter json, string text)
    {
        if (IsPlain && text is "true" or "True" or "false" or "False")
        {
            json.WriteBooleanValue(text[0] is 't' or 'T');
        }
        else if (IsPlain && IsJsonNumber(text))
        {
            json.WriteRawValue(text);
        }
        else
        {
            json.WriteStringValue(text);
        }
    }

    private static bool IsJsonNumber(string text)
    {
        var digits = text.AsSpan(text.StartsWith('-') ? 1 : 0);
        return digits.Length is > 0 and <= 15 && char.IsAsciiDigit(digits[0]) && char.IsAsciiDigit(digits[^1])
            && (digits.Length == 1 || digits[0] != '0' || digits[1] == '.')
            && !digits.ContainsAnyExcept(NumberLetters) && digits.Count('.') <= 1
            && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out _);
    }
}
