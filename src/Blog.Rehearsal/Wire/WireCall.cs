using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;

namespace Blog.Rehearsal.Wire;

/// <summary>A request as an emulator sees it, from a socket or from within the process.</summary>
/// <param name="Method">Verb, upper case.</param>
/// <param name="Address">The whole address that was called; signatures are over it.</param>
/// <param name="Path">Below the emulator's base, as it was sent (percent-encoding kept), with a slash in front: <c>/2/tweets</c>.</param>
/// <param name="Query">Decoded.</param>
/// <param name="Headers">By name, any case.</param>
/// <param name="Body">Empty if there is none.</param>
public sealed record WireCall(
    string Method, Uri Address, string Path, IReadOnlyDictionary<string, StringValues> Query, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>The segments of <see cref="Path"/>, decoded.</summary>
    public IReadOnlyList<string> Segments { get; } = [.. Path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];

    /// <summary>A header; empty if it is not there.</summary>
    public string Header(string name) => Headers.GetValueOrDefault(name, "");

    /// <summary>The first value of a query parameter; null if it is not there.</summary>
    public string? Asked(string name) => Query.TryGetValue(name, out var values) ? (string?)values[0] : null;

    /// <summary>Never prints keys or content.</summary>
    public override string ToString() => $"{Method} {Path}";
}

/// <summary>An answer of an emulator, before a fault spoils it.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">Bytes.</param>
/// <param name="MediaType">Of <paramref name="Body"/>.</param>
public sealed record WireReply(int Status, byte[] Body, string MediaType = "application/json; charset=utf-8")
{
    /// <summary>Further headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>An answer of JSON.</summary>
    public static WireReply Json(int status, JsonNode body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(status, Encoding.UTF8.GetBytes(body.ToJsonString()));
    }

    /// <summary>A page for a person.</summary>
    public static WireReply Html(int status, string page) => new(status, Encoding.UTF8.GetBytes(page), "text/html; charset=utf-8");

    /// <summary>No body.</summary>
    public static WireReply Empty(int status) => new(status, [], "");

    /// <summary>302 of a browser.</summary>
    public static WireReply Redirect(string address) => Empty(302).With("Location", address);

    /// <summary>The same with one more header.</summary>
    public WireReply With(string header, string value) => this with { Headers = new Dictionary<string, string>(Headers) { [header] = value } };
}
