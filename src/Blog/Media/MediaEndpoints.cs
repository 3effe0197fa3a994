using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Blog.Media;

/// <summary>Serves the media library. Addresses carry a hash of the bytes, so an answer may be kept for ever.</summary>
internal static class MediaEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/media/{**path}", [HttpMethods.Get, HttpMethods.Head], Serve);

    private static IResult Serve(string? path, HttpContext context, MediaLibrary library)
    {
        var address = "/media/" + path;
        if (MediaPath.ContentType(address) is not { } type || library.FindFile(address) is not { } file || new FileInfo(file) is not { Exists: true } found)
        {
            return Results.NotFound();
        }

        var headers = context.Response.Headers;
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.XContentTypeOptions = "nosniff";

        // What looks like a picture may also be readable as a page; this takes every right from it.
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        var tag = new EntityTagHeaderValue($"\"{found.Name[..10]}\"");
        var name = type == "application/pdf" ? found.Name[11..] : null;
        return Results.File(file, type, name, new DateTimeOffset(found.LastWriteTimeUtc), tag, enableRangeProcessing: true);
    }
}
