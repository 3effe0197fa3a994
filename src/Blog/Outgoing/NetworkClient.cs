using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Blog.Outgoing;

/// <summary>
/// Makes one call to a network, exactly once: no redirect is followed, no cookie kept, nothing repeated; a total deadline covers
/// everything from the dial to the last byte, and an answer is read up to 1 MB counted after decompression. Says what is proven
/// about the request: never sent, sent without a readable answer, or answered.
/// </summary>
public sealed class NetworkClient(IHttpClientFactory clients, GuardedDialer dialer, TimeProvider time)
{
    /// <summary>Name of the <see cref="HttpClient"/> that <c>AddOutgoing</c> sets up.</summary>
    public const string ClientName = "networks";

    /// <summary>Longest answer that is read, in bytes after decompression.</summary>
    public const int MaxAnswerBytes = 1024 * 1024;

    /// <summary>Makes the call. Throws only <see cref="OperationCanceledException"/> of <paramref name="ct"/>; the network's faults are answers.</summary>
    public async Task<Exchange> SendAsync(NetworkCall call, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (call.Address.Scheme != Uri.UriSchemeHttps && !dialer.IsAllowedPrivate(call.Address.Host, call.Address.Port))
        {
            return new Exchange.NotSent($"{call.Address.Host} would have to be called without encryption");
        }

        using var limit = new CancellationTokenSource(call.Deadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        using var request = new HttpRequestMessage(call.Method, call.Address);
        var content = call.Body is null ? null : new OnceContent(call.Body);
        request.Content = content;
        if (content is not null && call.MediaType is not null)
        {
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(call.MediaType);
        }

        if (call.Authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", call.Authorization);
        }

        foreach (var (name, value) in call.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.UserAgent.ParseAdd("Blog/1.0");
        try
        {
            using var client = clients.CreateClient(ClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            return await ReadAsync(response, both.Token);
        }
        catch (HttpRequestException e)
        {
            return Failed(content, IsProofOfSilence(e), Describe(e));
        }
        catch (IOException)
        {
            return Failed(content, proof: false, "the connection was cut before the answer was complete");
        }
        catch (InvalidDataException)
        {
            return Failed(content, proof: false, "the answer could not be decompressed");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Failed(content, proof: false, $"no complete answer came within {call.Deadline.TotalSeconds:0} s");
        }
    }

    // A body that was never begun is as good a proof as a refused connection: a publishing call without its body publishes nothing.
    private static Exchange Failed(OnceContent? content, bool proof, string why) =>
        proof || content is { Length: > 0, HasBegun: false } ? new Exchange.NotSent(why) : new Exchange.NoAnswer(why);

    private static bool IsProofOfSilence(HttpRequestException e) =>
        e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;

    private static string Describe(HttpRequestException e) => e switch
    {
        { InnerException: AddressRefusedException refused } => refused.Message,
        { HttpRequestError: HttpRequestError.NameResolutionError } => "its address could not be found",
        { HttpRequestError: HttpRequestError.SecureConnectionError } => "no safe connection could be made (certificate or encryption)",
        { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => "it refused the connection",
        { InnerException: SocketException { SocketErrorCode: SocketError.TimedOut } } => "it did not take the connection in time",
        { HttpRequestError: HttpRequestError.ConnectionError } => "it could not be connected to",
        _ => "the connection was cut before the answer was complete",
    };

    private static async Task<Exchange> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, ct)) > 0)
        {
            if (kept.Length + read > MaxAnswerBytes)
            {
                return new Exchange.NoAnswer($"the answer was longer than {MaxAnswerBytes / 1024 / 1024} MB");
            }

            kept.Write(buffer, 0, read);
        }

        var headers = response.Headers.ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        return new Exchange.Answered((int)response.StatusCode, headers, kept.ToArray());
    }

    /// <summary>A body that can be handed out once: whatever the client stack tries, it cannot send it again.</summary>
    private sealed class OnceContent(byte[] bytes) : HttpContent
    {
        private int _begun;

        public int Length => bytes.Length;

        public bool HasBegun => Volatile.Read(ref _begun) != 0;

        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            if (Interlocked.Exchange(ref _begun, 1) != 0)
            {
                throw new IOException("A publishing call is sent once.");
            }

            await stream.WriteAsync(bytes);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}

/// <summary>One call.</summary>
/// <param name="Method">Verb.</param>
/// <param name="Address">Absolute.</param>
/// <param name="Authorization">Value of the header; null: none. Never logged.</param>
/// <param name="Deadline">For everything, from the dial to the last byte.</param>
/// <param name="Body">Bytes; must not be null for POST, PUT and DELETE (empty is fine), because a call without content is repeated by the client stack itself.</param>
/// <param name="MediaType">Of <paramref name="Body"/>.</param>
public sealed record NetworkCall(HttpMethod Method, Uri Address, string? Authorization, TimeSpan Deadline, byte[]? Body = null, string? MediaType = null)
{
    /// <summary>Further headers of the network: <c>LinkedIn-Version</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Never prints keys or content.</summary>
    public override string ToString() => $"{Method} {Address.GetLeftPart(UriPartial.Path)}";
}

/// <summary>What is known about a call afterwards. Closed.</summary>
public abstract record Exchange
{
    private Exchange()
    {
    }

    /// <summary>Proven: the other side never got the request.</summary>
    /// <param name="Why">Half a sentence in lower case.</param>
    public sealed record NotSent(string Why) : Exchange;

    /// <summary>It may have got the request; no readable answer came.</summary>
    /// <param name="Why">Half a sentence in lower case.</param>
    public sealed record NoAnswer(string Why) : Exchange;

    /// <summary>It answered.</summary>
    /// <param name="Status">HTTP status.</param>
    /// <param name="Headers">By name, any case.</param>
    /// <param name="Body">At most <see cref="NetworkClient.MaxAnswerBytes"/>.</param>
    public sealed record Answered(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body) : Exchange;
}
