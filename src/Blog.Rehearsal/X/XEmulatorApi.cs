using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Blog.Rehearsal.X;

/// <summary>A call that came in.</summary>
/// <param name="Method">Verb.</param>
/// <param name="Path">Path with query.</param>
/// <param name="HasAuthorization">Whether it carried keys.</param>
public sealed record XSeenCall(string Method, string Path, bool HasAuthorization);

/// <summary>The emulator on the wire: the part of X's API v2 that the blog calls, spoiled by the <see cref="XWeather"/>.</summary>
public sealed class XEmulatorApi(XEmulator emulator, TimeProvider time)
{
    private const int MaxBody = 64 * 1024;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);
    private static readonly string[] TimelineParameters =
        ["max_results", "start_time", "end_time", "since_id", "until_id", "pagination_token", "exclude", "tweet.fields", "post.fields", "expansions", "user.fields"];

    private readonly ConcurrentQueue<XSeenCall> _calls = new();
    private readonly Dictionary<(string Account, string Bucket), (DateTimeOffset Start, int Used)> _used = [];

    private int _inFlight;
    private int _hanging;

    /// <summary>Calls that are being answered now.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Calls that a fault keeps without an answer now.</summary>
    public int Hanging => Volatile.Read(ref _hanging);

    /// <summary>Every call so far, spoiled ones included.</summary>
    public IReadOnlyList<XSeenCall> Calls => [.. _calls];

    /// <summary>Maps the API below <paramref name="routes"/>.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/2/users/me", (HttpContext http) => AnswerAsync(http, XCalls.Reading, ("me", 75), (account, _) => emulator.Me(account)));
        routes.MapPost("/2/tweets", (HttpContext http) => AnswerAsync(http, XCalls.Writing, ("create", 100), emulator.Create));
        routes.MapDelete("/2/tweets/{id}", (HttpContext http, string id) => AnswerAsync(http, XCalls.Writing, ("delete", 50), (account, _) => emulator.Delete(account, id)));
        routes.MapGet("/2/users/{id}/tweets", (HttpContext http, string id) => AnswerAsync(http, XCalls.Reading, ("timeline", 900), (_, _) => Timeline(http, id)));
    }

    private XReply Timeline(HttpContext http, string id)
    {
        var query = http.Request.Query;
        if (query.Keys.FirstOrDefault(k => !TimelineParameters.Contains(k)) is { } unknown)
        {
            return XReply.Invalid($"The query parameter [{unknown}] is not one of [{string.Join(',', TimelineParameters)}]");
        }

        var since = DateTimeOffset.MinValue;
        if (!int.TryParse(query["max_results"].FirstOrDefault() ?? "10", NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size is < 5 or > 100
            || !int.TryParse(query["pagination_token"].FirstOrDefault() ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            || (query["start_time"].FirstOrDefault() is { } start && !DateTimeOffset.TryParseExact(start, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out since)))
        {
            return XReply.Invalid("max_results, pagination_token or start_time is not valid");
        }

        var isNew = query.ContainsKey("post.fields");
        var fields = (isNew ? query["post.fields"] : query["tweet.fields"]).ToString().Split(',');
        return emulator.Timeline(id, new XTimelineQuery(size, offset, since, fields, isNew));
    }

    private async Task AnswerAsync(HttpContext http, XCalls kind, (string Name, int Limit) bucket, Func<XAccount, byte[], XReply> act)
    {
        var request = http.Request;
        Interlocked.Increment(ref _inFlight);
        using var answered = new Ended(() => Interlocked.Decrement(ref _inFlight));
        _calls.Enqueue(new XSeenCall(request.Method, request.Path + request.QueryString, request.Headers.ContainsKey("Authorization")));
        var fault = emulator.Weather.Next(kind);
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, http.RequestAborted);

        XReply Act() =>
            body.Length > MaxBody ? XReply.Invalid("The body is too long.")
            : emulator.Authenticate(request.Method, new Uri(request.GetEncodedUrl()), request.Headers.Authorization.ToString()) is not { } account ? XReply.Unauthorized()
            : Count(http.Response, account, bucket) ? act(account, body.ToArray())
            : XReply.TooMany();

        await (fault is { } struck ? SpoilAsync(http, struck, Act) : WriteAsync(http.Response, Act()));
    }

    private async Task SpoilAsync(HttpContext http, XFault fault, Func<XReply> act)
    {
        var response = http.Response;
        var done = fault is XFault.HangAfterCommit or XFault.CutAfterCommit or XFault.ErrorAfterCommit or XFault.TruncatedJson or XFault.EmptyBody
            or XFault.SlowBody or XFault.HugeBody or XFault.CompressedBomb ? act() : null;
        switch (fault)
        {
            case XFault.CutBeforeCommit or XFault.CutAfterCommit:
                http.Abort();
                return;
            case XFault.HangBeforeCommit or XFault.HangAfterCommit:
                await HangAsync(http);
                return;
            case XFault.ErrorAfterCommit:
                await WriteAsync(response, XReply.Problem(500, "Internal Server Error", "Something went wrong", "https://api.x.com/2/problems/internal-error"));
                return;
            case XFault.Unavailable:
                await WriteAsync(response, XReply.Problem(503, "Service Unavailable", "Service Unavailable"));
                return;
            case XFault.HtmlGateway:
                await WriteAsync(response, new XReply(502, "<html><body>Bad Gateway</body></html>"u8.ToArray(), "text/html"));
                return;
            case XFault.TruncatedJson:
                await WriteAsync(response, done! with { Body = done.Body[..(done.Body.Length / 2)] });
                return;
            case XFault.EmptyBody:
                await WriteAsync(response, done! with { Body = [] });
                return;
            case XFault.SlowBody:
                await WriteAsync(response, done! with { Body = done.Body[..1] });
                await response.Body.FlushAsync(http.RequestAborted);
                await HangAsync(http);
                return;
            case XFault.HugeBody:
                await WriteAsync(response, done!);
                await PadAsync(response.Body, 8, http.RequestAborted);
                return;
            case XFault.CompressedBomb:
                response.StatusCode = done!.Status;
                response.Headers.ContentEncoding = "br";
                await using (var packed = new BrotliStream(response.Body, CompressionLevel.Fastest))
                {
                    await packed.WriteAsync(done.Body, http.RequestAborted);
                    await PadAsync(packed, 64, http.RequestAborted);
                }

                return;
            case XFault.RateLimited:
                LimitHeaders(response, 100, 0, time.GetUtcNow() + Window);
                await WriteAsync(response, XReply.TooMany());
                return;
            case XFault.RateLimitedForever:
                LimitHeaders(response, 100, 0, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
                await WriteAsync(response, XReply.TooMany());
                return;
            case XFault.RateLimitedWithoutReset:
                await WriteAsync(response, XReply.TooMany());
                return;
            case XFault.Unauthorized:
                await WriteAsync(response, XReply.Unauthorized());
                return;
            case XFault.Redirect:
                response.StatusCode = StatusCodes.Status307TemporaryRedirect;
                response.Headers.Location = emulator.Weather.RedirectTo;
                return;
            default:
                throw new InvalidOperationException($"Unknown fault {fault}.");
        }
    }

    private static async Task WriteAsync(HttpResponse response, XReply reply)
    {
        response.StatusCode = reply.Status;
        response.ContentType = reply.MediaType;
        await response.Body.WriteAsync(reply.Body, response.HttpContext.RequestAborted);
    }

    private static async Task PadAsync(Stream body, int megabytes, CancellationToken ct)
    {
        var blanks = new byte[1024 * 1024];
        Array.Fill(blanks, (byte)' ');
        for (var n = 0; n < megabytes; n++)
        {
            await body.WriteAsync(blanks, ct);
        }
    }

    private async Task HangAsync(HttpContext http)
    {
        Interlocked.Increment(ref _hanging);
        using var over = new Ended(() => Interlocked.Decrement(ref _hanging));
        var stopping = http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var onEnd = end.Token.Register(() => ended.TrySetResult());
        await ended.Task;
        http.Abort();
    }

    private bool Count(HttpResponse response, XAccount account, (string Name, int Limit) bucket)
    {
        var now = time.GetUtcNow();
        lock (_used)
        {
            var known = _used.GetValueOrDefault((account.Id, bucket.Name));
            var current = known.Start + Window > now ? (known.Start, Used: known.Used + 1) : (Start: now, Used: 1);
            _used[(account.Id, bucket.Name)] = current;
            LimitHeaders(response, bucket.Limit, Math.Max(0, bucket.Limit - current.Used), current.Start + Window);
            return current.Used <= bucket.Limit;
        }
    }

    private static void LimitHeaders(HttpResponse response, int limit, int remaining, DateTimeOffset reset)
    {
        response.Headers["x-rate-limit-limit"] = limit.ToString(CultureInfo.InvariantCulture);
        response.Headers["x-rate-limit-remaining"] = remaining.ToString(CultureInfo.InvariantCulture);
        response.Headers["x-rate-limit-reset"] = reset.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
    }

    private sealed class Ended(Action then) : IDisposable
    {
        public void Dispose() => then();
    }
}
