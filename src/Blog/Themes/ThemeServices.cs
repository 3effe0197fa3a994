using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Blog.Themes;

/// <summary>Registers this folder's services and addresses.</summary>
public static class ThemeServices
{
    private const string Forever = "public, max-age=31536000, immutable";
    private const string ADay = "public, max-age=86400";

    /// <summary>Services.</summary>
    public static IServiceCollection AddThemes(this IServiceCollection services)
    {
        services.AddSingleton<ITemplateEngine, HandlebarsEngine>();
        services.AddSingleton<ThemeCatalog>();
        services.AddSingleton<PageRenderer>();
        services.AddHostedService<ThemeWatcher>();
        return services;
    }

    /// <summary>Addresses: <c>/assets/{theme}/{file}</c> with the hash in the file's name, and the site's icon where browsers look for it unasked.</summary>
    public static IEndpointRouteBuilder MapThemes(this IEndpointRouteBuilder routes)
    {
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        routes.MapMethods("/assets/{theme}/{file}", methods, static http => SendAsync(
            http,
            open => open.Theme.Name == (string?)http.Request.RouteValues["theme"] ? open.Theme.Assets.FindFile((string)http.Request.RouteValues["file"]!) : null,
            Forever));
        routes.MapMethods("/favicon.ico", methods, static http =>
            SendAsync(http, open => open.Theme.Assets.Find("favicon.ico") ?? open.Theme.Assets.Find("icon.svg"), ADay));
        routes.MapMethods("/favicon.svg", methods, static http => SendAsync(http, open => open.Theme.Assets.Find("icon.svg"), ADay));
        return routes;
    }

    private static async Task SendAsync(HttpContext http, Func<OpenTheme, ThemeAsset?> find, string cacheControl)
    {
        var response = http.Response;
        var catalog = http.RequestServices.GetRequiredService<ThemeCatalog>();
        if (await catalog.ActiveAsync() is not { } open || find(open) is not { } asset)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var (bytes, encoding) = Choose(http.Request, asset);
        var etag = encoding is null ? asset.ETag : $"{asset.ETag[..^1]}-{encoding}\"";
        response.Headers.CacheControl = cacheControl;
        response.Headers.ETag = etag;
        response.Headers.XContentTypeOptions = "nosniff";
        if (asset.Gzip is not null)
        {
            response.Headers.Vary = HeaderNames.AcceptEncoding;
        }

        if (http.Request.Headers.IfNoneMatch.Any(tags => tags is not null && (tags == "*" || tags.Contains(etag, StringComparison.Ordinal))))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        if (encoding is not null)
        {
            response.Headers.ContentEncoding = encoding;
        }

        response.ContentType = asset.ContentType;
        response.ContentLength = bytes.Length;
        if (HttpMethods.IsGet(http.Request.Method))
        {
            await response.Body.WriteAsync(bytes, http.RequestAborted);
        }
    }

    private static (ReadOnlyMemory<byte> Bytes, string? Encoding) Choose(HttpRequest request, ThemeAsset asset)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        if (Accepts(accepted, "br") && asset.Brotli is { } brotli)
        {
            return (brotli, "br");
        }

        return Accepts(accepted, "gzip") && asset.Gzip is { } gzip ? (gzip, "gzip") : (asset.Bytes, null);
    }

    private static bool Accepts(IList<StringWithQualityHeaderValue> accepted, string encoding)
    {
        foreach (var value in accepted)
        {
            if (value.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase))
            {
                return value.Quality is null or > 0;
            }
        }

        return false;
    }
}
