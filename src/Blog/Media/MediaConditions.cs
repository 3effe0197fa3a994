using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Blog.Media;

/// <summary>
/// What a request for a file already knows (RFC 9110, sections 13 and 14). The tag is part of the address, so most of it is decided without
/// asking where the bytes lie.
/// </summary>
internal static class MediaConditions
{
    /// <summary>Status of the answer if the tags alone decide it; else null.</summary>
    public static int? Known(HttpRequest request, EntityTagHeaderValue tag)
    {
        var headers = request.GetTypedHeaders();
        if (headers.IfMatch is { Count: > 0 } wanted && !wanted.Any(t => t.Equals(EntityTagHeaderValue.Any) || t.Compare(tag, useStrongComparison: true)))
        {
            return StatusCodes.Status412PreconditionFailed;
        }

        // “*” asks whether there is anything at all; that has to be looked up.
        return headers.IfNoneMatch.Any(t => !t.Equals(EntityTagHeaderValue.Any) && t.Compare(tag, useStrongComparison: false))
            ? StatusCodes.Status304NotModified
            : null;
    }

    /// <summary>True if the reader's copy is as new; a tag in the request takes precedence over a date.</summary>
    public static bool IsNotNewer(HttpRequest request, DateTimeOffset modifiedAt)
    {
        var headers = request.GetTypedHeaders();
        return headers.IfNoneMatch.Any(t => t.Equals(EntityTagHeaderValue.Any))
            || (headers.IfNoneMatch.Count == 0 && headers.IfModifiedSince is { } since && modifiedAt < since.AddSeconds(1));
    }

    /// <summary>
    /// The one part that was asked for; null: the whole file, also for several parts at once, for a part of something else and for nonsense. The last bytes
    /// are counted here, because not every store can.
    /// </summary>
    public static async Task<MediaRange?> RangeAsync(HttpRequest request, EntityTagHeaderValue tag, IMediaFiles files, string path, CancellationToken ct)
    {
        var headers = request.GetTypedHeaders();
        if (headers.Range is not { Ranges: { Count: 1 } ranges } asked || !asked.Unit.Equals("bytes", StringComparison.OrdinalIgnoreCase)
            || (headers.IfRange is { } only && only.EntityTag?.Compare(tag, useStrongComparison: true) != true))
        {
            return null;
        }

        return ranges.First() switch
        {
            { From: { } from, To: var to } => new MediaRange(from, to),
            { To: { } last } => await files.FindAsync(path, ct) is { } facts ? new MediaRange(last == 0 ? facts.Bytes : Math.Max(0, facts.Bytes - last), null) : null,
            _ => null,
        };
    }
}
