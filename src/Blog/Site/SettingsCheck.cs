using System.Globalization;
using Blog.Media;
using Microsoft.Extensions.Configuration;

namespace Blog.Site;

/// <summary>
/// Reads the sections <c>Blog</c> and <c>Outgoing</c> as text before anything is bound, so that a start names every wrong key at
/// once, with what is allowed, instead of stopping at the first.
/// </summary>
public static class SettingsCheck
{
    private static readonly string[] Known =
    [
        nameof(BlogOptions.Data), nameof(BlogOptions.Url), nameof(BlogOptions.Content), nameof(BlogOptions.Theme),
        nameof(BlogOptions.Themes), nameof(BlogOptions.Practice), nameof(BlogOptions.Database),
        nameof(BlogOptions.KeySecret), nameof(BlogOptions.DrainSeconds), nameof(BlogOptions.ReadOnly), nameof(BlogOptions.Proxies),
        nameof(BlogOptions.Media), nameof(BlogOptions.MediaKey), nameof(BlogOptions.MediaSecret),
    ];

    /// <summary>One sentence per wrong key; empty if all is well.</summary>
    /// <param name="configuration">Everything that was configured.</param>
    /// <param name="isProduction">Production demands <c>Blog:Url</c>.</param>
    /// <param name="contentRoot">The folder that the host watches; data may not lie in it.</param>
    public static IReadOnlyList<string> Run(IConfiguration configuration, bool isProduction, string contentRoot)
    {
        var problems = new List<string>();
        var blog = configuration.GetSection(BlogOptions.Section);
        foreach (var key in blog.GetChildren().Where(c => !Known.Contains(c.Key, StringComparer.OrdinalIgnoreCase)))
        {
            problems.Add($"Blog:{key.Key} is not a setting. Allowed: {string.Join(", ", Known.Select(k => "Blog:" + k))}.");
        }

        CheckUrl(blog["Url"], isProduction, problems);
        CheckData(blog["Data"], contentRoot, problems);
        CheckTheme(blog["Theme"] ?? "camp", blog["Themes"] ?? "themes", problems);
        if (blog["Practice"] is { Length: > 0 } practice && !bool.TryParse(practice, out _))
        {
            problems.Add($"Blog:Practice is “{practice}”. Allowed: true, false, or nothing (only in Development).");
        }

        if (blog["ReadOnly"] is { Length: > 0 } readOnly && !bool.TryParse(readOnly, out _))
        {
            problems.Add($"Blog:ReadOnly is “{readOnly}”. Allowed: true, false, or nothing.");
        }

        if (blog["DrainSeconds"] is { Length: > 0 } drain && (!int.TryParse(drain, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 300))
        {
            problems.Add($"Blog:DrainSeconds is “{drain}”. Allowed: whole seconds from 0 to 300.");
        }

        if (TrustedProxies.Read(blog["Proxies"]) is null)
        {
            problems.Add($"Blog:Proxies is “{blog["Proxies"]}”. Allowed: addresses or networks with spaces between, such as 10.0.0.7 10.1.0.0/16, or nothing.");
        }

        if (blog["Content"] is { Length: > 0 } content && content.Contains('\0'))
        {
            problems.Add("Blog:Content holds a NUL character. Allowed: a folder, or nothing.");
        }

        CheckMedia(blog, contentRoot, problems);
        CheckHosts(configuration.GetSection(OutgoingOptions.Section), problems);
        return problems;
    }

    private static void CheckUrl(string? url, bool isProduction, List<string> problems)
    {
        if (string.IsNullOrWhiteSpace(url))
        {
            if (isProduction)
            {
                problems.Add("Blog:Url is missing. In Production it must be the public address, such as https://ines.example: every absolute link is made from it.");
            }
        }
        else if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")
            || uri.Query.Length > 0 || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0 || uri.AbsolutePath != "/")
        {
            problems.Add($"Blog:Url is “{url}”. Allowed: http:// or https://, a host, a port if needed, and nothing after it, such as https://ines.example.");
        }
    }

    private static void CheckData(string? data, string contentRoot, List<string> problems)
    {
        if (string.IsNullOrWhiteSpace(data))
        {
            problems.Add("Blog:Data is empty. Allowed: a folder, such as data.");
            return;
        }

        if (IsWithin(data, contentRoot))
        {
            problems.Add($"Blog:Data is “{data}”, which lies in the program’s own folder {contentRoot}. That folder is watched and replaced by upgrades: choose a folder outside of it.");
        }
    }

    private static void CheckMedia(IConfigurationSection blog, string contentRoot, List<string> problems)
    {
        var (place, problem) = MediaPlace.Read(blog["Media"]);
        var (hasKey, hasSecret) = (!string.IsNullOrEmpty(blog["MediaKey"]), !string.IsNullOrEmpty(blog["MediaSecret"]));
        if (problem is not null)
        {
            problems.Add(problem);
        }
        else if (place is { Folder: { } folder })
        {
            if (IsWithin(folder, contentRoot))
            {
                problems.Add($"Blog:Media is “{folder}”, which lies in the program’s own folder. That folder is watched and replaced by upgrades: choose a folder outside of it.");
            }
            else if (!Directory.Exists(folder))
            {
                problems.Add($"Blog:Media is “{folder}”, which is no folder. Mount or create it before the start, so that an empty place is never taken for the library.");
            }
        }

        if (hasKey != hasSecret)
        {
            problems.Add($"Blog:{(hasKey ? "MediaSecret" : "MediaKey")} is missing. Set both Blog:MediaKey and Blog:MediaSecret, or neither.");
        }
        else if (hasKey && place is { Bucket: null })
        {
            problems.Add("Blog:MediaKey is set, but Blog:Media names no store. Set Blog:Media to s3://bucket…, or take the keys away.");
        }
    }

    private static bool IsWithin(string folder, string root) =>
        (Path.GetFullPath(folder) + Path.DirectorySeparatorChar).StartsWith(Path.GetFullPath(root).TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static void CheckTheme(string theme, string themes, List<string> problems)
    {
        if (theme.Length == 0 || theme.AsSpan().IndexOfAny("/\\\0") >= 0 || theme.StartsWith('.'))
        {
            problems.Add($"Blog:Theme is “{theme}”. Allowed: the name of a folder in {themes}.");
            return;
        }

        string[] places = [Path.GetFullPath(themes), Path.Combine(AppContext.BaseDirectory, themes)];
        if (!places.Any(p => Directory.Exists(Path.Combine(p, theme))))
        {
            var found = places.Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories).Select(Path.GetFileName).Distinct().Order().ToList();
            problems.Add(found.Count > 0
                ? $"Blog:Theme is “{theme}”, which is not in {places[0]}. Allowed: {string.Join(", ", found)}."
                : $"Blog:Themes is “{themes}”, but no theme is in {places[0]}. Start from the project’s folder, or give the folder that holds the themes.");
        }
    }

    private static void CheckHosts(IConfigurationSection outgoing, List<string> problems)
    {
        foreach (var key in outgoing.GetChildren().Where(c => !string.Equals(c.Key, nameof(OutgoingOptions.AllowedPrivateHosts), StringComparison.OrdinalIgnoreCase)))
        {
            problems.Add($"Outgoing:{key.Key} is not a setting. Allowed: Outgoing:AllowedPrivateHosts.");
        }

        foreach (var host in outgoing.GetSection(nameof(OutgoingOptions.AllowedPrivateHosts)).GetChildren().Select(c => c.Value ?? ""))
        {
            var colon = host.LastIndexOf(':');
            if (colon <= 0 || Uri.CheckHostName(host[..colon].Trim('[', ']')) == UriHostNameType.Unknown
                || !ushort.TryParse(host.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
            {
                problems.Add($"Outgoing:AllowedPrivateHosts holds “{host}”. Allowed: exact host:port, such as 127.0.0.1:5001.");
            }
        }
    }
}
