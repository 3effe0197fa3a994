using System.Globalization;
using System.Net;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Blog.Media;

namespace Blog.Storage.Media;

/// <summary>
/// Media in a bucket of an S3-compatible store, for several processes. A key is the prefix and what follows <c>/media/</c>, so that the bucket
/// looks like the folder and either can be copied to the other. A put is one signed request with the hash of its body: the store takes all of it or nothing.
/// </summary>
internal sealed class S3MediaFiles : IMediaFiles, IDisposable
{
    /// <summary>Until an answer has begun.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // A slow line is given time for its bytes, at the least this many a second.
    private const long SlowestUpload = 256 * 1024;

    private readonly AmazonS3Client _client;
    private readonly MediaPlace _place;
    private readonly TimeProvider _time;

    /// <summary>Without <paramref name="key"/> and <paramref name="secret"/> the client looks in its usual places.</summary>
    public S3MediaFiles(MediaPlace place, string? key, string? secret, TimeProvider time)
    {
        (_place, _time) = (place, time);
        var config = new AmazonS3Config
        {
            ForcePathStyle = place.IsPathStyle,
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            Timeout = TimeSpan.FromMinutes(10),
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = 2,
            DisableLogging = true,

            // The signature carries the hash of the body already; more than that not every store understands.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (place.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.AbsoluteUri;
            config.AuthenticationRegion = place.Region ?? "us-east-1";
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(place.Region);
        }

        _client = string.IsNullOrEmpty(key) ? new AmazonS3Client(config) : new AmazonS3Client(new BasicAWSCredentials(key, secret), config);
    }

    /// <inheritdoc/>
    public string Place => _place.ToString();

    /// <inheritdoc/>
    public async Task PutAsync(string path, Stream draft, CancellationToken ct)
    {
        var key = KeyOf(path) ?? throw new ArgumentException($"“{path}” is no address of a file.", nameof(path));
        draft.Position = 0;
        var request = new PutObjectRequest
        {
            BucketName = _place.Bucket,
            Key = key,
            InputStream = draft,
            AutoCloseStream = false,
            ContentType = MediaPath.ContentType(path) ?? "application/octet-stream",
            UseChunkEncoding = false,
        };
        await AskAsync(token => _client.PutObjectAsync(request, token), Patience + TimeSpan.FromSeconds((double)draft.Length / SlowestUpload), ct);
    }

    /// <inheritdoc/>
    public async Task<MediaFacts?> FindAsync(string path, CancellationToken ct)
    {
        if (KeyOf(path) is not { } key)
        {
            return null;
        }

        try
        {
            var found = await AskAsync(token => _client.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = _place.Bucket, Key = key }, token), Patience, ct);
            return new MediaFacts(found.ContentLength, TimeOf(found.LastModified));
        }
        catch (MissingException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<MediaBytes?> OpenAsync(string path, MediaRange? range, CancellationToken ct)
    {
        if (KeyOf(path) is not { } key)
        {
            return null;
        }

        var request = new GetObjectRequest { BucketName = _place.Bucket, Key = key };
        if (range is { } part)
        {
            if (part.To < part.From)
            {
                return await BehindTheEndAsync(path, ct);
            }

            request.ByteRange = new ByteRange(string.Create(CultureInfo.InvariantCulture, $"bytes={part.From}-{part.To}"));
        }

        try
        {
            return Read(await AskAsync(token => _client.GetObjectAsync(request, token), Patience, ct), range);
        }
        catch (MissingException e)
        {
            return e.IsBehindTheEnd ? await BehindTheEndAsync(path, ct) : null;
        }
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string path, CancellationToken ct)
    {
        if (KeyOf(path) is not { } key)
        {
            return;
        }

        try
        {
            await AskAsync(token => _client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = _place.Bucket, Key = key }, token), Patience, ct);
        }
        catch (MissingException)
        {
            // That is what was wanted.
        }
    }

    public void Dispose() => _client.Dispose();

    private static DateTimeOffset TimeOf(DateTime? modified) => modified is { } at ? new DateTimeOffset(at.ToUniversalTime()) : DateTimeOffset.UnixEpoch;

    private string? KeyOf(string path) => MediaPath.IsValid(path) ? _place.Prefix + path["/media/".Length..] : null;

    // Stores differ in how they treat a range; what was really sent is taken from the answer, and more than was asked for is cut.
    private MediaBytes Read(GetObjectResponse response, MediaRange? range)
    {
        var (from, last, size) = (0L, response.ContentLength - 1, response.ContentLength);
        if (response.ContentRange is { Length: > 0 } sent
            && System.Net.Http.Headers.ContentRangeHeaderValue.TryParse(sent, out var told) && told is { From: { } first, To: { } end, Length: { } length })
        {
            (from, last, size) = (first, end, length);
        }

        if (from != (range?.From ?? 0))
        {
            response.Dispose();
            throw new MediaAwayException($"The media store {_place} sent another part of a file than the one it was asked for.");
        }

        return new MediaBytes(response.ResponseStream, _time)
        {
            From = from,
            Count = Math.Min(last, range?.To ?? last) - from + 1,
            Whole = new MediaFacts(size, TimeOf(response.LastModified)),
        };
    }

    private async Task<MediaBytes?> BehindTheEndAsync(string path, CancellationToken ct) =>
        await FindAsync(path, ct) is { } facts ? new MediaBytes(Stream.Null, _time) { From = facts.Bytes, Count = 0, Whole = facts } : null;

    private async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask, TimeSpan within, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(within, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            return await ask(both.Token);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new MediaAwayException($"The media store {_place} did not answer in time.", e);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            throw new MissingException(isBehindTheEnd: true);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket")
        {
            throw new MissingException(isBehindTheEnd: false);
        }
        catch (AmazonServiceException e) when ((int)e.StatusCode > 0)
        {
#pragma warning disable MA0054 // The store's own words stay out: they may repeat what was sent to it.
            throw new MediaAwayException($"The media store {_place} answered with status {(int)e.StatusCode}{Remedy(e)}");
        }
        catch (Exception e) when (e is AmazonClientException or AmazonServiceException or HttpRequestException or WebException)
        {
            throw new MediaAwayException($"The media store {_place} can’t be reached, or there are no keys for it: look at the endpoint in Blog:Media, and at Blog:MediaKey and Blog:MediaSecret.");
#pragma warning restore MA0054
        }
    }

    private static string Remedy(AmazonServiceException e) => e.StatusCode switch
    {
        HttpStatusCode.NotFound => ": there is no such bucket. Create it, or correct Blog:Media.",
        HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized => ": it does not accept the keys or does not allow this. Look at Blog:MediaKey and Blog:MediaSecret, and allow them to list the bucket and to get, put and delete in it.",
        HttpStatusCode.MovedPermanently or HttpStatusCode.TemporaryRedirect or HttpStatusCode.BadRequest => ": perhaps the region or pathStyle in Blog:Media is not the bucket’s.",
        _ => ".",
    };

    private sealed class MissingException(bool isBehindTheEnd) : Exception
    {
        public bool IsBehindTheEnd { get; } = isBehindTheEnd;
    }
}
