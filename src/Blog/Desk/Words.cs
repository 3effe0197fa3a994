using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Blog.Desk;

/// <summary>
/// The desk's words in one language. The English sentence is the key, so that a page reads as it will be seen; other languages
/// are written in <c>Desk/Locales</c>, and a sentence that is missing there is shown in English. What the outbox stores about a copy is in
/// <c>outbox.es.json</c> beside it, why a file is not taken in <c>media.es.json</c>; each network brings its own words.
/// </summary>
public sealed class Words
{
    private static readonly Lazy<FrozenDictionary<string, Words>> All = new(Load);

    private readonly FrozenDictionary<string, string> _sentences;
    private readonly FrozenDictionary<string, string> _outbox;
    private readonly FilledSentences _filled;

    private Words(string language, FrozenDictionary<string, string> sentences, FrozenDictionary<string, string> outbox, IEnumerable<KeyValuePair<string, string>> further)
    {
        Language = language;
        Culture = CultureInfo.GetCultureInfo(language);
        _sentences = sentences;
        _outbox = outbox;
        _filled = new FilledSentences(outbox.Concat(further));
    }

    /// <summary>Two letters: <c>en</c>, <c>es</c>.</summary>
    public string Language { get; }

    /// <summary>For dates and numbers.</summary>
    public CultureInfo Culture { get; }

    /// <summary>English, which is always complete.</summary>
    public static Words English => All.Value["en"];

    /// <summary>The same language with sentences that others brought, by their English; patterns of what is stored with something filled in are among them.</summary>
    public Words With(IEnumerable<KeyValuePair<string, string>> further) => new(Language, _sentences, _outbox, further);

    /// <summary>The sentence in this language, with <c>{0}</c>… filled in.</summary>
    public string Say(string sentence, params object?[] values)
    {
        var said = _sentences.GetValueOrDefault(sentence) ?? (values.Length == 0 && Language != "en" ? _filled.Say(sentence) : null) ?? sentence;
        return values.Length == 0 ? said : string.Format(Culture, said, values);
    }

    /// <summary>Names as a sentence lists them: “X, Facebook and LinkedIn”.</summary>
    public string List(IReadOnlyList<string> names) =>
        names.Count < 2 ? string.Concat(names) : Say("{0} and {1}", string.Join(", ", names.Take(names.Count - 1)), names[^1]);

    /// <summary>True if this language has its own words for the sentence.</summary>
    public bool Has(string sentence) => Language == "en" || _sentences.ContainsKey(sentence);

    /// <summary>Words for a BCP 47 tag such as <c>es-MX</c>; null if the desk does not speak it.</summary>
    public static Words? For(string language) => All.Value.GetValueOrDefault(language.Split('-')[0].ToLowerInvariant());

    /// <summary>Words for whoever asks: the first of the browser's languages that the desk speaks, else English.</summary>
    public static Words For(HttpRequest request)
    {
        var wished = request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1);
        foreach (StringWithQualityHeaderValue language in wished)
        {
            if (For(language.Value.Value ?? "") is { } words)
            {
                return words;
            }
        }

        return English;
    }

    private static FrozenDictionary<string, Words> Load()
    {
        return new Dictionary<string, Words>
        {
            ["en"] = new("en", FrozenDictionary<string, string>.Empty, FrozenDictionary<string, string>.Empty, []),
            ["es"] = new("es", Read("es.json"), Read("outbox.es.json").Concat(Read("media.es.json")).ToFrozenDictionary(), []),
        }.ToFrozenDictionary();
    }

    private static FrozenDictionary<string, string> Read(string file)
    {
        using var stream = typeof(Words).Assembly.GetManifestResourceStream("desk/locales/" + file)!;
        return JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!.ToFrozenDictionary();
    }
}
