using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Blog.Posts.FrontMatter;

/// <summary>Understands the keys of Jekyll, Hugo and their relatives. A key is taken once; what nobody takes goes to <see cref="PostHeader.Extra"/>.</summary>
public sealed class PostHeaderReader
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly FrontMatterBlock _block;
    private readonly TimeZoneInfo _zone;
    private readonly HashSet<FrontMatterEntry> _taken = new(ReferenceEqualityComparer.Instance);

    private PostHeaderReader(FrontMatterBlock block, TimeZoneInfo zone)
    {
        _block = block;
        _zone = zone;
    }

    /// <summary>Reads the head; dates without a zone are meant in <paramref name="zone"/>.</summary>
    public static PostHeader Read(FrontMatterBlock block, TimeZoneInfo zone) => new PostHeaderReader(block, zone).Read();

    /// <summary>A language as BCP 47 writes it (<c>fa_IR</c> becomes <c>fa-IR</c>); null if it is not one.</summary>
    public static string? LanguageTag(string? text)
    {
        var tag = text?.Trim().Replace('_', '-') ?? "";
        if (tag.Length is < 2 or > 20 || !tag.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            return null;
        }

        try
        {
            return CultureInfo.GetCultureInfo(tag, predefinedOnly: true).Name is { Length: > 0 } name ? name : null;
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }

    private PostHeader Read()
    {
        var layouts = new[] { Text("layout"), Text("type") };
        var permalink = Text("permalink", "url");
        var image = Take("image", "cover", "thumbnail", "featured_image", "featuredImage", "hero", "banner");
        if (image is null && Peek("featured") is { IsSwitch: false })
        {
            image = Take("featured");
        }

        var (date, problem) = ReadDate();
        return new PostHeader
        {
            Title = Line(Text("title")) is { } title ? WebUtility.HtmlDecode(title) : null,
            Date = date,
            DateProblem = problem,
            Slug = Text("slug"),
            Permalink = permalink is { Length: > 0 } && !permalink.Contains(':', StringComparison.Ordinal) && !permalink.Contains('{', StringComparison.Ordinal) ? permalink : null,
            Aliases = [.. List(Take("aliases")), .. List(Take("redirect_from")), .. List(Take("alias"))],
            Tags = [.. Words("tags").Concat(List(Take("tag"))).Concat(Words("categories")).Concat(List(Take("category"))).Distinct(StringComparer.OrdinalIgnoreCase)],
            IsDraft = Switch("draft") is true | Switch("published") is false,
            IsPage = layouts.Contains("page", StringComparer.OrdinalIgnoreCase),
            IsHeadless = Switch("headless") is true,
            Excerpt = Line(Text("excerpt", "summary", "description")),
            Language = LanguageTag(Text("lang", "language", "locale")),
            Image = Address(image),
            ImageAlt = Line(image?.Member("alt", "image_alt", "imageAlt", "description")?.Text ?? Text("image_alt", "imageAlt", "cover_alt", "image-alt")),
            Authors = Authors(),
            CanonicalUrl = Text("canonical_url", "canonical", "canonicalUrl", "canonicalURL"),
            Extra = WriteExtra(),
        };
    }

    private (PostDate? Date, FrontMatterProblem? Problem) ReadDate()
    {
        // Jekyll's "published: false" is a switch, Hugo's "published" is another name of the date.
        foreach (var key in (ReadOnlySpan<string>)["date", "publishDate", "pubdate", "published"])
        {
            if (Find(key) is not { Value.Text: { Length: > 0 } text } entry || entry.Value.IsSwitch)
            {
                continue;
            }

            _taken.Add(entry);
            return PostDate.TryParse(text, _zone, out var date)
                ? (date, null)
                : (null, new FrontMatterProblem(entry.Line, $"“{key}: {text}” is not a date that can be read, so the post was not made. Write it as {PostDate.AcceptedForms}."));
        }

        return (null, null);
    }

    private FrontMatterEntry? Find(string key)
    {
        for (var i = _block.Entries.Count - 1; i >= 0; i--)
        {
            if (_block.Entries[i].Key.Equals(key, StringComparison.OrdinalIgnoreCase))
            {
                return _block.Entries[i];
            }
        }

        return null;
    }

    private FrontMatterValue? Peek(string key) => Find(key)?.Value;

    private FrontMatterValue? Take(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (Find(key) is { Value.IsEmpty: false } entry)
            {
                _taken.Add(entry);
                return entry.Value;
            }
        }

        return null;
    }

    // The first of the keys that holds a text; a list's first text counts.
    private string? Text(params ReadOnlySpan<string> keys)
    {
        var value = Take(keys);
        return (value?.Text ?? (value?.Items is [var first, ..] ? first.Text : null))?.Trim() is { Length: > 0 } text ? text : null;
    }

    private bool? Switch(string key)
    {
        if (Find(key) is not { } entry || !entry.Value.IsSwitch)
        {
            return null;
        }

        _taken.Add(entry);
        return entry.Value.Text!.ToUpperInvariant() is "TRUE" or "YES" or "ON";
    }

    // Jekyll splits a plain text at spaces; authors also use commas.
    private IEnumerable<string> Words(string key) => Take(key) switch
    {
        null => [],
        { Text: { } text } when text.Contains(',', StringComparison.Ordinal) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        { Text: { } text } => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        var value => List(value),
    };

    private static IEnumerable<string> List(FrontMatterValue? value) => value switch
    {
        null => [],
        { Text: { } text } => text.Trim() is { Length: > 0 } only ? [only] : [],
        _ => value.Items.Select(i => (i.Text ?? i.Member("name", "title")?.Text ?? "").Trim()).Where(i => i.Length > 0),
    };

    private List<string> Authors()
    {
        var value = Take("authors", "author");
        var names = value?.Members.Count > 0 ? List(value.Member("name")) : List(value);
        return [.. names.Select(n => Line(n)!).Distinct().Take(20)];
    }

    private static string? Address(FrontMatterValue? image) =>
        (image?.Text ?? image?.Member("src", "url", "path", "image", "feature", "relative", "thumbnail")?.Text
            ?? (image?.Items is [var first, ..] ? Address(first) : null))?.Trim();

    private static string? Line(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var line = text.AsSpan().IndexOfAny('\n', '\t') >= 0 ? string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : text.Trim();
        return line.Length > 0 ? line : null;
    }

    private string? WriteExtra()
    {
        var duplicates = _block.Entries.GroupBy(e => e.Key, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var left = _block.Entries.Where(e => !e.Value.IsEmpty && (!_taken.Contains(e) || duplicates.Contains(e.Key))).ToList();
        if (left.Count == 0 && !_block.WasRepaired)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            foreach (var same in left.GroupBy(e => e.Key, StringComparer.OrdinalIgnoreCase))
            {
                json.WritePropertyName(same.Key);
                if (same.Count() == 1)
                {
                    same.First().Value.WriteTo(json);
                    continue;
                }

                json.WriteStartArray();
                foreach (var entry in same)
                {
                    entry.Value.WriteTo(json);
                }

                json.WriteEndArray();
            }

            if (_block.WasRepaired)
            {
                json.WriteString("front matter as written", _block.Raw);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
