using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Blog.Themes;

/// <summary>The files of a theme that browsers load, each under an address that carries a hash of its bytes.</summary>
public sealed class ThemeAssets
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".ico"] = "image/x-icon",
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".webp"] = "image/webp",
        [".avif"] = "image/avif",
        [".woff2"] = "font/woff2",
        [".txt"] = "text/plain; charset=utf-8",
    };

    private readonly Dictionary<string, ThemeAsset> _byName;
    private readonly Dictionary<string, ThemeAsset> _byFile;

    private ThemeAssets(IReadOnlyList<ThemeAsset> assets)
    {
        _byName = assets.ToDictionary(a => a.Name, StringComparer.Ordinal);
        _byFile = assets.ToDictionary(a => Path.GetFileName(a.Url), StringComparer.Ordinal);
    }

    /// <summary>All of them.</summary>
    public IEnumerable<ThemeAsset> All => _byName.Values;

    /// <summary>By the name that templates use: <c>camp.css</c>; null if there is none.</summary>
    public ThemeAsset? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>By the file part of its address: <c>camp.0f3a….css</c>; null if there is none.</summary>
    public ThemeAsset? FindFile(string file) => _byFile.GetValueOrDefault(file);

    /// <summary>Reads a folder; the style sheets of <paramref name="styles"/> become one, named after the theme.</summary>
    internal static ThemeAssets Read(string theme, string folder, IReadOnlyList<string> styles)
    {
        var assets = new List<ThemeAsset>();
        if (styles.Count > 0)
        {
            var css = new StringBuilder();
            foreach (var style in styles)
            {
                var path = Path.Combine(folder, Path.GetFileName(style));
                if (!File.Exists(path))
                {
                    throw new TemplateException("theme.json", null, $"names the style sheet “{style}”, which assets/ does not have");
                }

                css.Append(CssMinifier.Shrink(File.ReadAllText(path)));
            }

            assets.Add(Make(theme, theme + ".css", Encoding.UTF8.GetBytes(css.ToString())));
        }

        foreach (var file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [])
        {
            var name = Path.GetFileName(file);
            if (Types.ContainsKey(Path.GetExtension(name)) && !styles.Contains(name) && name != theme + ".css")
            {
                assets.Add(Make(theme, name, File.ReadAllBytes(file)));
            }
        }

        return new ThemeAssets(assets);
    }

    private static ThemeAsset Make(string theme, string name, byte[] bytes)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8));
        var extension = Path.GetExtension(name);
        return new ThemeAsset(name, $"/assets/{theme}/{name[..^extension.Length]}.{hash}{extension}", Types[extension], $"\"{hash}\"", bytes);
    }
}

/// <summary>A file that browsers load.</summary>
/// <param name="Name">As templates name it.</param>
/// <param name="Url">Path with the hash.</param>
/// <param name="ContentType">Media type.</param>
/// <param name="ETag">With quotes.</param>
/// <param name="Bytes">As they are.</param>
public sealed record ThemeAsset(string Name, string Url, string ContentType, string ETag, ReadOnlyMemory<byte> Bytes)
{
    private readonly Lazy<byte[]?> _gzip = new(() => Compress(ContentType, Bytes, s => new GZipStream(s, CompressionLevel.SmallestSize, leaveOpen: true)));
    private readonly Lazy<byte[]?> _brotli = new(() => Compress(ContentType, Bytes, s => new BrotliStream(s, CompressionLevel.SmallestSize, leaveOpen: true)));

    /// <summary>Made at the first request for it; null where compressing gains nothing.</summary>
    public ReadOnlyMemory<byte>? Gzip => _gzip.Value;

    /// <summary>Made at the first request for it; null where compressing gains nothing.</summary>
    public ReadOnlyMemory<byte>? Brotli => _brotli.Value;

    private static byte[]? Compress(string type, ReadOnlyMemory<byte> bytes, Func<Stream, Stream> open)
    {
        if (!type.StartsWith("text/", StringComparison.Ordinal) && type != "image/svg+xml")
        {
            return null;
        }

        using var packed = new MemoryStream();
        using (var stream = open(packed))
        {
            stream.Write(bytes.Span);
        }

        return packed.Length < bytes.Length ? packed.ToArray() : null;
    }
}
