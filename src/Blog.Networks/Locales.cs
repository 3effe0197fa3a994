using System.Text.Json;

namespace Blog.Networks;

/// <summary>Reads a network's sentences in other languages: <c>words.LANGUAGE.json</c> in its folder.</summary>
internal static class Locales
{
    private const string End = ".json";

    /// <summary>By language and English sentence.</summary>
    /// <param name="folder">Name of the network's folder.</param>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Of(string folder)
    {
        var assembly = typeof(Locales).Assembly;
        var start = $"Blog.Networks.{folder}.words.";
        var locales = new Dictionary<string, IReadOnlyDictionary<string, string>>();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(start, StringComparison.Ordinal) && n.EndsWith(End, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            locales[name[start.Length..^End.Length]] = JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!;
        }

        return locales;
    }
}
