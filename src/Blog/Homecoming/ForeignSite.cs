using Blog.Posts.FrontMatter;

namespace Blog.Homecoming;

/// <summary>What the configuration of the old site says, if it lies in the folder (Jekyll's <c>_config.yml</c>, Hugo's <c>hugo.toml</c> …).</summary>
/// <param name="Language">BCP 47.</param>
/// <param name="ZoneId">Time zone, if this machine knows it.</param>
/// <param name="Permalink">Pattern of addresses.</param>
internal sealed record ForeignSite(string? Language, string? ZoneId, string? Permalink)
{
    private static readonly (string File, string Fence)[] Files =
        [("_config.yml", "---"), ("_config.yaml", "---"), ("hugo.yaml", "---"), ("hugo.toml", "+++"), ("config.toml", "+++"), ("config.yaml", "---")];

    /// <summary>Reads the first configuration found; nothing if there is none.</summary>
    public static async Task<ForeignSite> ReadAsync(string folder, CancellationToken ct)
    {
        foreach (var (name, fence) in Files)
        {
            var file = new FileInfo(Path.Combine(folder, name));
            if (!file.Exists || file.LinkTarget is not null || (await SourceText.ReadAsync(file.FullName, ct)).Text is not { } text)
            {
                continue;
            }

            var entries = FrontMatterReader.Read($"{fence}\n{text.TrimStart('\ufeff')}\n{fence}\n").Entries;
            var zone = Text(entries, "timezone") ?? Text(entries, "timeZone");
            return new ForeignSite(
                PostHeaderReader.LanguageTag(Text(entries, "lang") ?? Text(entries, "defaultContentLanguage") ?? Text(entries, "languageCode")),
                zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? zone : null,
                Text(entries, "permalink"));
        }

        return new ForeignSite(null, null, null);
    }

    private static string? Text(IReadOnlyList<FrontMatterEntry> entries, string key) =>
        entries.LastOrDefault(e => e.Key.Equals(key, StringComparison.OrdinalIgnoreCase))?.Value.Text;
}
