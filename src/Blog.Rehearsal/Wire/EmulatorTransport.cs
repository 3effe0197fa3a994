using Microsoft.AspNetCore.WebUtilities;

namespace Blog.Rehearsal.Wire;

/// <summary>Carries calls to an emulator within the process: the real request, the real rules, no socket and no faults.</summary>
/// <param name="emulator">Who answers.</param>
/// <param name="basePath">Path of the address below which the emulator lies; empty: the root of any host.</param>
public sealed class EmulatorTransport(Emulator emulator, string basePath = "") : HttpMessageHandler
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var address = request.RequestUri!;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in request.Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>()))
        {
            headers[header.Key] = string.Join(", ", header.Value);
        }

        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var query = QueryHelpers.ParseQuery(address.Query);
        var reply = emulator.Answer(new WireCall(request.Method.Method, address, address.AbsolutePath[basePath.Length..], query.AsReadOnly(), headers, body));
        var response = new HttpResponseMessage((System.Net.HttpStatusCode)reply.Status) { Content = new ByteArrayContent(reply.Body), RequestMessage = request };
        if (reply.MediaType.Length > 0)
        {
            response.Content.Headers.TryAddWithoutValidation("Content-Type", reply.MediaType);
        }

        foreach (var (name, value) in reply.Headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }
}
