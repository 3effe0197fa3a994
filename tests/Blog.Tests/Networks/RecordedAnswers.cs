using System.Collections.Concurrent;
using System.Text.Json;
using Blog.Outgoing;

namespace Blog.Tests.Networks;

/// <summary>An answer as the adapter got it.</summary>
/// <param name="Method">Verb in lower case.</param>
/// <param name="Path">Path of the call, without its query.</param>
/// <param name="Query">Its query.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="MediaType">Media type; empty: none.</param>
/// <param name="Body">The answer.</param>
internal sealed record RecordedAnswer(string Method, string Path, string Query, int Status, string MediaType, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public override string ToString() => $"{Method} {Path} {Status}: {Body}";
}

/// <summary>Listens to what the networks answer, on the client that the program uses for them.</summary>
internal sealed class RecordedAnswers
{
    private readonly ConcurrentQueue<RecordedAnswer> _all = new();

    public IReadOnlyList<RecordedAnswer> All => [.. _all];

    public void Listen(IServiceCollection services) => services.AddHttpClient(NetworkClient.ClientName).AddHttpMessageHandler(() => new Ear(_all));

    private sealed class Ear(ConcurrentQueue<RecordedAnswer> heard) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            heard.Enqueue(new RecordedAnswer(
                request.Method.Method.ToLowerInvariant(),
                request.RequestUri!.AbsolutePath,
                request.RequestUri.Query,
                (int)response.StatusCode,
                response.Content.Headers.ContentType?.MediaType ?? "",
                await response.Content.ReadAsStringAsync(cancellationToken)));
            return response;
        }
    }
}
