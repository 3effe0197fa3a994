using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Blog.Reading;

/// <summary>
/// A page as ready bytes with ready headers. Whatever a request may choose is chosen here: encoding, 304 or body. Nothing else of a
/// request has an influence, so one reader's request can't change what the next one gets.
/// </summary>
internal sealed class CachedPage
{
    private static readonly StringValues Gzip = "gzip";
    private static readonly StringValues Brotli = "br";
    private static readonly StringValues Vary = "Accept-Encoding";

    private readonly PageStamp _stamp;
    private readonly SecurityHeaders _security;
    private readonly StringValues _contentType;
    private readonly StringValues _lastModified;
    private readonly StringValues _link;
    private readonly Variant _identity;
    private Variant? _gzip;
    private Variant? _brotli;
    private long _checked;

    /// <summary>Makes the page that follows <paramref name="previous"/> under the same key, if there was one.</summary>
    public CachedPage(string key, PageOutcome.Made made, CachedPage? previous, SecurityHeaders security, DateTimeOffset now)
    {
        Key = key;
        MadeAt = now;
        _stamp = made.Stamp;
        _checked = made.Stamp.Start.Changes;
        _security = security;
        _contentType = made.ContentType;
        _link = made.Link;

        var hash = Hash(made, security);
        if (previous is not null && previous.Hash128 == hash)
        {
            // The same bytes as before: keep what was already compressed, and the date that readers know.
            Hash128 = previous.Hash128;
            LastModified = previous.LastModified;
            _identity = previous._identity;
            _gzip = previous._gzip;
            _brotli = previous._brotli;
            CompressionAsked = previous.CompressionAsked && _brotli is not null;
        }
        else
        {
            // A date has whole seconds: a second version within the same second must not look like the first.
            var second = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
            LastModified = previous is not null && previous.LastModified >= second ? previous.LastModified.AddSeconds(1) : second;
            Hash128 = hash;
            _identity = new Variant(made.Body, '"' + hash + '"', default);
        }

        _lastModified = HeaderUtilities.FormatDate(LastModified);
    }

    /// <summary>Name in the cache.</summary>
    public string Key { get; }

    /// <summary>UTC.</summary>
    public DateTimeOffset MadeAt { get; }

    /// <summary>UTC, whole seconds.</summary>
    public DateTimeOffset LastModified { get; }

    /// <summary>Set by a hit; the eviction spares it once.</summary>
    public bool WasUsed { get; set; }

    /// <summary>How often it was handed out, about: threads may overwrite each other's count. Halved each time that it is made anew.</summary>
    public int Hits { get; set; }

    /// <summary>Already waits for its compressed forms, or has them.</summary>
    public bool CompressionAsked { get; set; }

    /// <summary>What it occupies, roughly.</summary>
    public long Bytes => 1024 + _identity.Body.Length + (_gzip?.Body.Length ?? 0) + (_brotli?.Body.Length ?? 0);

    /// <summary>The page, not compressed.</summary>
    public ReadOnlyMemory<byte> Identity => _identity.Body;

    private string Hash128 { get; }

    /// <summary>False as soon as something that the page shows has changed.</summary>
    public bool IsFresh(ContentVersion version, TimeProvider time)
    {
        var changes = version.Changes;
        if (changes == Volatile.Read(ref _checked))
        {
            return true;
        }

        if (!_stamp.IsFresh(version, time.GetUtcNow() - MadeAt))
        {
            return false;
        }

        if (!_stamp.ListsMayLag || version.Lists == _stamp.Start.Lists)
        {
            Volatile.Write(ref _checked, changes);
        }

        return true;
    }

    /// <summary>Adds the compressed forms; one that is hardly smaller is not kept.</summary>
    public void Add(byte[] gzip, byte[] brotli)
    {
        var worthIt = _identity.Body.Length * 9 / 10;
        if (gzip.Length < worthIt)
        {
            Volatile.Write(ref _gzip, new Variant(gzip, '"' + Hash128 + "-g\"", Gzip));
        }

        if (brotli.Length < worthIt)
        {
            Volatile.Write(ref _brotli, new Variant(brotli, '"' + Hash128 + "-b\"", Brotli));
        }
    }

    /// <summary>Answers a GET or HEAD. Allocates nothing of its own when the client is ready to read.</summary>
    public Task RespondAsync(HttpContext context)
    {
        var request = context.Request.Headers;
        var response = context.Response;
        var headers = response.Headers;
        var variant = Choose(request.AcceptEncoding);

        headers.CacheControl = CacheRules.Page;
        headers.Vary = Vary;
        headers.LastModified = _lastModified;

        if (Known(request) is { } known)
        {
            // RFC 9110, 15.4.5: what a 304 leaves out stays as it was stored with the page.
            headers.ETag = known.Length > 0 ? known : variant.ETag;
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        _security.Apply(headers);
        headers.ETag = variant.ETag;
        headers.ContentType = _contentType;
        headers.ContentLength = variant.Body.Length;
        if (variant.Encoding.Count > 0)
        {
            headers.ContentEncoding = variant.Encoding;
        }

        if (_link.Count > 0)
        {
            headers.Link = _link;
        }

        if (HttpMethods.IsHead(context.Request.Method))
        {
            return Task.CompletedTask;
        }

        var written = response.BodyWriter.WriteAsync(variant.Body);
        return written.IsCompletedSuccessfully ? Task.CompletedTask : written.AsTask();
    }

    private static string Hash(PageOutcome.Made made, SecurityHeaders security)
    {
        // Headers belong to what a client keeps: a tag must not outlive a changed policy.
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(made.Body.Span);
        sha.AppendData(security.Fingerprint);
        sha.AppendData(System.Text.Encoding.UTF8.GetBytes(made.ContentType + made.Link));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        sha.GetHashAndReset(hash);
        return Convert.ToHexStringLower(hash[..12]);
    }

    private Variant Choose(StringValues accept)
    {
        if (accept.Count == 0)
        {
            return _identity;
        }

        var text = accept.Count == 1 ? accept[0] : accept.ToString();
        if (Volatile.Read(ref _brotli) is { } brotli && AcceptEncoding.Allows(text, "br"))
        {
            return brotli;
        }

        return Volatile.Read(ref _gzip) is { } gzip && AcceptEncoding.Allows(text, "gzip") ? gzip : _identity;
    }

    /// <summary>Null: the client needs the body. Else the tag it has, empty if it named a date only.</summary>
    private string? Known(IHeaderDictionary request)
    {
        var tags = request.IfNoneMatch;
        if (tags.Count > 0)
        {
            return Match(tags, _identity) ?? Match(tags, Volatile.Read(ref _brotli)) ?? Match(tags, Volatile.Read(ref _gzip));
        }

        var since = request.IfModifiedSince;
        if (since.Count != 1)
        {
            return null;
        }

        return since[0] == _lastModified[0]
            || (DateTimeOffset.TryParseExact(since[0], "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) && date >= LastModified)
            ? ""
            : null;
    }

    private static string? Match(StringValues tags, Variant? variant)
    {
        if (variant is null)
        {
            return null;
        }

        var own = variant.ETag[0]!;
        foreach (var line in tags)
        {
            // The tags of this program contain no comma and no quote, so that a list can be searched as text; "*" stands for any.
            // Weak comparison is right here (RFC 9110, 13.1.2): W/ in front, which a compressing proxy adds, is no part of the match.
            if (line is not null && (line.Length == own.Length ? line == own : line == "*" || line.Contains(own, StringComparison.Ordinal)))
            {
                return own;
            }
        }

        return null;
    }

    private sealed class Variant(ReadOnlyMemory<byte> body, string etag, StringValues encoding)
    {
        public readonly ReadOnlyMemory<byte> Body = body;
        public readonly StringValues ETag = etag;
        public readonly StringValues Encoding = encoding;
    }
}
