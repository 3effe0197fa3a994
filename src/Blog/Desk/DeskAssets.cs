using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Blog.Desk;

/// <summary>Style, pictures and scripts of the desk: inside the program, under names that change with their bytes.</summary>
public static class DeskAssets
{
    private static readonly Lazy<FrozenDictionary<string, Asset>> All = new(Load);

    private sealed record Asset(string Name, string Path, string ContentType, byte[] Bytes, Lazy<byte[]> Brotli);

    /// <summary>Address of an asset: <c>/desk/assets/desk.1f2e3d4c5b.css</c>. Throws if there is none of that name.</summary>
    public static string Url(string name) => "/desk/assets/" + All.Value[name].Path;

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/desk/assets/{path}", Get);

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
        return assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith("desk/", StringComparison.Ordinal) && !n.StartsWith("desk/locales/", StringComparison.Ordinal))
            .Select(n => Read(n["desk/".Length..], assembly.GetManifestResourceStream(n)!))
            .ToFrozenDictionary(a => a.Name);
    }

    private static Asset Read(string name, Stream stream)
    {
        using var copy = new MemoryStream();
        using (stream)
        {
            stream.CopyTo(copy);
        }

        var bytes = copy.ToArray();
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 6));
        var extension = Path.GetExtension(name);
        var type = extension switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            _ => "image/svg+xml",
        };
        return new Asset(name, $"{Path.GetFileNameWithoutExtension(name)}.{hash}{extension}", type, bytes, new Lazy<byte[]>(() => Compress(bytes)));
    }

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
