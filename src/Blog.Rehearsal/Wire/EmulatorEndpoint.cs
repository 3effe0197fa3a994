using System.Collections.Concurrent;
using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Blog.Rehearsal.Wire;

/// <summary>A call that came in.</summary>
/// <param name="Method">Verb.</param>
/// <param name="Path">Below the emulator's base, with query.</param>
/// <param name="HasAuthorization">Whether it carried keys.</param>
public sealed record SeenCall(string Method, string Path, bool HasAuthorization);

/// <summary>An emulator on a socket, spoiled by its <see cref="Weather"/>.</summary>
public sealed class EmulatorEndpoint(Emulator emulator, TimeProvider time)
{
    private const int MaxBody = 32 * 1024 * 1024;
    private static readonly byte[] Blanks = [.. Enumerable.Repeat((byte)' ', 1024 * 1024)];

    private readonly ConcurrentQueue<SeenCall> _calls = new();
    private int _inFlight;
    private int _hanging;

    /// <summary>Calls that are being answered now.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Calls that a fault keeps without an answer now.</summary>
    public int Hanging => Volatile.Read(ref _hanging);

    /// <summary>Most calls that are remembered; the oldest are forgotten first.</summary>
    public int MaxCalls { get; init; } = 10_000;

    /// <summary>The newest calls, oldest first, spoiled ones included.</summary>
    public IReadOnlyList<SeenCall> Calls => [.. _calls];

    /// <summary>Maps the emulator below <paramref name="routes"/>.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.Map("/{**path}", (RequestDelegate)AnswerAsync);

    private async Task AnswerAsync(HttpContext http)
    {
        var request = http.Request;
        Interlocked.Increment(ref _inFlight);
        using var answered = new Ended(() => Interlocked.Decrement(ref _inFlight));
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBody;
        }

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, http.RequestAborted);
        var call = Read(request, body.ToArray());
        if (call is { Method: "GET", Path: PracticeLook.Path })
        {
            await WriteAsync(http.Response, new WireReply(StatusCodes.Status200OK, PracticeLook.Css, "text/css; charset=utf-8"));
            return;
        }

        _calls.Enqueue(new SeenCall(call.Method, call.Path + request.QueryString, request.Headers.ContainsKey("Authorization")));
        if (_calls.Count > MaxCalls)
        {
            _calls.TryDequeue(out _);
        }

        if (emulator.Weather.Next(emulator.KindOf(call)) is { } fault)
        {
            await SpoilAsync(http, fault, call);
        }
        else
        {
            await WriteAsync(http.Response, PracticeLook.Dress(emulator.Answer(call), request.PathBase.Value + request.Path.Value![..Mount(request)]));
        }
    }

    // The path as it was sent: routing decodes it, and %2F or %3A inside a key must stay what they were.
    private static WireCall Read(HttpRequest request, byte[] body)
    {
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var raw = target.StartsWith('/') ? target.Split('?')[0] : request.Path.ToUriComponent();
        return new WireCall(
            request.Method,
            new Uri(request.GetEncodedUrl()),
            raw[(request.PathBase.Value!.Length + Mount(request))..],
            request.Query.ToDictionary(),
            request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body);
    }

    // Length of the path below which the emulator lies.
    private static int Mount(HttpRequest request) =>
        request.RouteValues["path"] is string { Length: > 0 } below ? request.Path.Value!.Length - below.Length - 1 : request.Path.Value!.TrimEnd('/').Length;

    private async Task SpoilAsync(HttpContext http, Fault fault, WireCall call)
    {
        var response = http.Response;
        var done = fault is Fault.HangAfterCommit or Fault.CutAfterCommit or Fault.ErrorAfterCommit or Fault.TruncatedJson or Fault.EmptyBody
            or Fault.SlowBody or Fault.HugeBody or Fault.CompressedBomb or Fault.AcceptedButHidden ? emulator.Answer(call) : null;
        switch (fault)
        {
            case Fault.CutBeforeCommit or Fault.CutAfterCommit:
                http.Abort();
                return;
            case Fault.HangBeforeCommit or Fault.HangAfterCommit:
                await HangAsync(http);
                return;
            case Fault.HtmlGateway:
                await WriteAsync(response, WireReply.Html(502, "<html><body>Bad Gateway</body></html>"));
                return;
            case Fault.TruncatedJson:
                await WriteAsync(response, done! with { Body = done.Body[..(done.Body.Length / 2)] });
                return;
            case Fault.EmptyBody:
                await WriteAsync(response, WireReply.Empty(done!.Status));
                return;
            case Fault.SlowBody:
                await WriteAsync(response, done! with { Body = done.Body.Length > 0 ? done.Body[..1] : [(byte)' '] });
                await response.Body.FlushAsync(http.RequestAborted);
                await HangAsync(http);
                return;
            case Fault.HugeBody:
                await WriteAsync(response, done!);
                await PadAsync(response.Body, 8, http.RequestAborted);
                return;
            case Fault.CompressedBomb:
                response.Headers.ContentEncoding = "br";
                Head(response, done!);
                await using (var packed = new BrotliStream(response.Body, CompressionLevel.Fastest))
                {
                    await packed.WriteAsync(done!.Body, http.RequestAborted);
                    await PadAsync(packed, 64, http.RequestAborted);
                }

                return;
            case Fault.AcceptedButHidden:
                emulator.HideNewest();
                await WriteAsync(response, done!);
                return;
            case Fault.Redirect:
                response.StatusCode = StatusCodes.Status307TemporaryRedirect;
                response.Headers.Location = emulator.Weather.RedirectTo;
                return;
            default:
                await WriteAsync(response, emulator.Refusal(fault));
                return;
        }
    }

    private async Task WriteAsync(HttpResponse response, WireReply reply)
    {
        Head(response, reply);
        if (reply.Body.Length > 0)
        {
            await response.Body.WriteAsync(reply.Body, response.HttpContext.RequestAborted);
        }
    }

    private void Head(HttpResponse response, WireReply reply)
    {
        response.StatusCode = reply.Status;
        if (reply.MediaType.Length > 0)
        {
            response.ContentType = reply.MediaType;
        }

        response.Headers.CacheControl = "no-store";
        response.Headers.Date = (time.GetUtcNow() + emulator.Weather.ClockSkew).ToString("R");
        foreach (var (name, value) in reply.Headers)
        {
            response.Headers[name] = value;
        }
    }

    private static async Task PadAsync(Stream body, int megabytes, CancellationToken ct)
    {
        for (var n = 0; n < megabytes; n++)
        {
            await body.WriteAsync(Blanks, ct);
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

    private sealed class Ended(Action then) : IDisposable
    {
        public void Dispose() => then();
    }
}
