namespace Blog.Reading;

/// <summary>The one spelling that an address has here, and the spellings under which people and old sites write it.</summary>
internal static class CanonicalPath
{
    // Longer than any address that was ever given out; what is longer is not looked up.
    private const int MaxLength = 1000;

    private static readonly string[] Indexes = ["/index.html", "/index.htm", "/index.php"];

    /// <summary>Composed, lower case, without an index file, doubled slashes or a slash at the end.</summary>
    public static string Of(string path)
    {
        var plain = Compose(path).ToLowerInvariant();
        while (plain.Contains("//", StringComparison.Ordinal))
        {
            plain = plain.Replace("//", "/", StringComparison.Ordinal);
        }

        return Trim(plain);
    }

    /// <summary>Where a post may be stored that is asked for under <paramref name="path"/>: as written first, then in ever plainer forms.</summary>
    public static IEnumerable<string> Candidates(string path)
    {
        if (path.Length > MaxLength)
        {
            yield break;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var composed = Compose(path);
        var decoded = composed.Contains('%', StringComparison.Ordinal) ? Compose(Uri.UnescapeDataString(composed)) : composed;
        foreach (var form in new[] { path, composed, Trim(composed), Trim(composed) + "/", Of(composed), Of(composed) + "/", Of(decoded) })
        {
            if (form.Length > 1 && seen.Add(form))
            {
                yield return form;
            }
        }
    }

    private static string Trim(string path)
    {
        foreach (var index in Indexes)
        {
            if (path.EndsWith(index, StringComparison.OrdinalIgnoreCase))
            {
                path = path[..^(index.Length - 1)];
                break;
            }
        }

        return path.Length > 1 ? path.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : "/" : path;
    }

    // Text that is no text (a lone surrogate) has no composed form; nothing is stored under it either.
    private static string Compose(string path)
    {
        try
        {
            return path.IsNormalized() ? path : path.Normalize();
        }
        catch (ArgumentException)
        {
            return path;
        }
    }
}
