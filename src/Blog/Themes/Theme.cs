using System.Text;
using System.Text.Json;

namespace Blog.Themes;

/// <summary>
/// A theme as it was read from its folder: <c>theme.json</c>, templates (<c>*.hbs</c>, <c>partials/*.hbs</c>), <c>icons/*.svg</c>,
/// <c>locales/*.json</c> and <c>assets/</c>. Immutable; a change of the folder makes a new one.
/// </summary>
public sealed class Theme
{
    private Theme(string folder, ThemeManifest manifest)
    {
        Folder = folder;
        Manifest = manifest;
    }

    /// <summary>Name of the folder.</summary>
    public string Name => Path.GetFileName(Folder);

    /// <summary>Absolute path.</summary>
    public string Folder { get; }

    /// <summary>What <c>theme.json</c> says.</summary>
    public ThemeManifest Manifest { get; }

    /// <summary>Sources by name without extension: <c>post</c>, <c>partials/head</c>.</summary>
    public IReadOnlyDictionary<string, TemplateSource> Templates { get; private init; } = new Dictionary<string, TemplateSource>();

    /// <summary>The theme's words by language (BCP 47, from the file names).</summary>
    public IReadOnlyDictionary<string, Words> Locales { get; private init; } = new Dictionary<string, Words>();

    /// <summary>Inline pictures by name, from <c>icons/</c>.</summary>
    public IReadOnlyDictionary<string, Markup> Icons { get; private init; } = new Dictionary<string, Markup>();

    /// <summary>Files that browsers load.</summary>
    public required ThemeAssets Assets { get; init; }

    /// <summary>Reads a theme. Throws <see cref="TemplateException"/> with file, line and reason if it can't be used at all.</summary>
    /// <param name="folder">The theme's folder.</param>
    /// <param name="extensions">Extensions of templates that some engine knows.</param>
    public static Theme Read(string folder, IReadOnlyCollection<string> extensions)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var manifest = ThemeManifest.Read(Path.Combine(folder, "theme.json"));
        return new Theme(folder, manifest)
        {
            Templates = ReadTemplates(folder, extensions),
            Locales = ReadLocales(folder),
            Icons = ReadIcons(folder),
            Assets = ThemeAssets.Read(Path.GetFileName(folder), Path.Combine(folder, "assets"), manifest.Styles),
        };
    }

    /// <summary>The theme's words for a page: in the page's language, else the site's, else English, else whatever there is.</summary>
    public Words WordsFor(string pageLanguage, string siteLanguage) =>
        Closest(pageLanguage) ?? Closest(siteLanguage) ?? Closest("en") ?? Locales.Values.FirstOrDefault() ?? Words.None;

    private Words? Closest(string language)
    {
        for (var tag = language; tag.Length > 0; tag = tag[..Math.Max(0, tag.LastIndexOf('-'))])
        {
            if (Locales.TryGetValue(tag, out var words))
            {
                return words;
            }
        }

        return null;
    }

    private static Dictionary<string, TemplateSource> ReadTemplates(string folder, IReadOnlyCollection<string> extensions)
    {
        var templates = new Dictionary<string, TemplateSource>(StringComparer.Ordinal);
        foreach (var inside in new[] { "", "partials" })
        {
            var place = Path.Combine(folder, inside);
            foreach (var file in Directory.Exists(place) ? Directory.EnumerateFiles(place) : [])
            {
                var extension = Path.GetExtension(file);
                if (extensions.Contains(extension))
                {
                    var relative = inside.Length == 0 ? Path.GetFileName(file) : $"{inside}/{Path.GetFileName(file)}";
                    templates[relative[..^extension.Length]] = new TemplateSource(relative, extension, ReadText(file, relative));
                }
            }
        }

        return templates;
    }

    private static Dictionary<string, Words> ReadLocales(string folder)
    {
        var place = Path.Combine(folder, "locales");
        var locales = new Dictionary<string, Words>(StringComparer.OrdinalIgnoreCase);
        if (!Directory.Exists(place))
        {
            return locales;
        }

        // English first: the others fall back to it.
        foreach (var file in Directory.EnumerateFiles(place, "*.json").OrderBy(f => Path.GetFileName(f) == "en.json" ? "" : f, StringComparer.Ordinal))
        {
            var language = Path.GetFileNameWithoutExtension(file);
            locales[language] = Words.Parse(language, $"locales/{language}.json", File.ReadAllBytes(file), locales.GetValueOrDefault("en"));
        }

        return locales;
    }

    private static Dictionary<string, Markup> ReadIcons(string folder)
    {
        var place = Path.Combine(folder, "icons");
        return (Directory.Exists(place) ? Directory.EnumerateFiles(place, "*.svg") : [])
            .ToDictionary(f => Path.GetFileNameWithoutExtension(f), f => new Markup(ReadText(f, "icons/" + Path.GetFileName(f)).Trim()), StringComparer.Ordinal);
    }

    private static string ReadText(string file, string relative)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(WithoutMark(File.ReadAllBytes(file)));
        }
        catch (DecoderFallbackException broken)
        {
            throw new TemplateException(relative, null, "is not UTF-8; save it as UTF-8", broken);
        }
    }

    private static ReadOnlySpan<byte> WithoutMark(byte[] bytes) =>
        bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(3) : bytes;
}

/// <summary>A template file.</summary>
/// <param name="File">Path inside the theme: <c>partials/head.hbs</c>.</param>
/// <param name="Extension">With the dot.</param>
/// <param name="Text">Source.</param>
public sealed record TemplateSource(string File, string Extension, string Text);

/// <summary><c>theme.json</c>.</summary>
/// <param name="Title">Shown name.</param>
/// <param name="Version">Of the theme.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Styles">Files of <c>assets/</c> that become the theme's one style sheet, in this order.</param>
public sealed record ThemeManifest(string Title, string Version, string Description, IReadOnlyList<string> Styles)
{
    /// <summary>Reads the file. Throws <see cref="TemplateException"/> if it is absent or no such object.</summary>
    public static ThemeManifest Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new TemplateException("theme.json", null, $"is missing in {Path.GetDirectoryName(path)}; a theme needs it with at least a “title”");
        }

        try
        {
            using var json = JsonDocument.Parse(
                File.ReadAllBytes(path),
                new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            var root = json.RootElement;
            return new ThemeManifest(
                Text(root, "title") ?? throw new TemplateException("theme.json", null, "has no “title”"),
                Text(root, "version") ?? "0",
                Text(root, "description") ?? "",
                root.TryGetProperty("styles", out var styles) ? [.. styles.EnumerateArray().Select(s => s.GetString() ?? "")] : []);
        }
        catch (JsonException broken)
        {
            throw new TemplateException("theme.json", (int?)broken.LineNumber + 1, "is not valid JSON: " + broken.Message, broken);
        }
        catch (InvalidOperationException wrongKind)
        {
            throw new TemplateException("theme.json", null, "has a value of the wrong kind: " + wrongKind.Message, wrongKind);
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) ? value.GetString() : null;
}
