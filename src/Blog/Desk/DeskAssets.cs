using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Blog.Desk;

/// <summary>
/// Style, pictures and scripts of the desk: inside the program, under names that change with their bytes. Scripts import each other by
/// relative paths, so they share one folder whose name changes with the bytes of any of them.
/// </summary>
public static class DeskAssets
{
    private static readonly Lazy<FrozenDictionary<string, Asset>> All = new(Load);

    private sealed record Asset(string Name, string Path, string ContentType, byte[] Bytes, Lazy<byte[]> Brotli);

    /// <summary>Address of an asset: <c>/desk/assets/desk.1f2e3d4c5b.css</c>, <c>/desk/assets/1f2e3d4c5b/write.js</c>. Throws if there is none of that name.</summary>
    public static string Url(string name) => "/desk/assets/" + All.Value[name].Path;

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/desk/assets/{**path}", Get);

    private static async Task Get(HttpContext context, string path)
    {
        var response = context.Response;
        if (All.Value.Values.FirstOrDefault(a => a.Path == path) is not { } asset)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var brotli = context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.OrdinalIgnoreCase);
        var bytes = brotli ? asset.Brotli.Value : asset.Bytes;
        response.ContentType = asset.ContentType;
        response.ContentLength = bytes.Length;
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        response.Headers.Vary = "Accept-Encoding";
        response.Headers.XContentTypeOptions = "nosniff";
        if (brotli)
        {
            response.Headers.ContentEncoding = "br";
        }

        await response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private static FrozenDictionary<string, Asset> Load()
    {
        var assembly = typeof(DeskAssets).Assembly;
        var files = assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith("desk/", StringComparison.Ordinal) && !n.StartsWith("desk/locales/", StringComparison.Ordinal))
            .Select(n => (Name: n["desk/".Length..].Replace('\\', '/'), Bytes: Read(assembly.GetManifestResourceStream(n)!)))
            .OrderBy(f => f.Name, StringComparer.Ordinal)
            .ToList();
        var scripts = Hash(files.Where(f => IsScript(f.Name)).Select(f => f.Bytes));
        return files
            .Select(f => new Asset(f.Name, IsScript(f.Name) ? $"{scripts}/{f.Name}" : Versioned(f.Name, f.Bytes), TypeOf(f.Name), f.Bytes, new Lazy<byte[]>(() => Compress(f.Bytes))))
            .ToFrozenDictionary(a => a.Name);
    }

    private static byte[] Read(Stream stream)
    {
        using var copy = new MemoryStream();
        using (stream)
        {
            stream.CopyTo(copy);
        }

        return copy.ToArray();
    }

    private static bool IsScript(string name) => name.EndsWith(".js", StringComparison.Ordinal);

    private static string Versioned(string name, byte[] bytes) => $"{Path.GetFileNameWithoutExtension(name)}.{Hash([bytes])}{Path.GetExtension(name)}";

    private static string Hash(IEnumerable<byte[]> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            hash.AppendData(part);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        _ => "image/svg+xml",
    };

    private static byte[] Compress(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.SmallestSize))
        {
            brotli.Write(bytes);
        }

        return packed.ToArray();
    }
}
