using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Blog.Rehearsal.Wire;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Blog.Rehearsal.Facebook;

/// <summary>
/// A call with its parameters, wherever they stood: query, form, multipart or JSON. Members that nobody knows are simply never asked for.
/// </summary>
internal sealed partial class FacebookRequest
{
    private readonly Dictionary<string, string> _parameters = new(StringComparer.Ordinal);

    private FacebookRequest(WireCall call)
    {
        Call = call;
        var segments = call.Segments;
        if (segments.Count > 0 && VersionPattern().IsMatch(segments[0]))
        {
            Version = segments[0];
            segments = [.. segments.Skip(1)];
        }

        Path = segments;
    }

    public WireCall Call { get; }

    /// <summary>Such as <c>v26.0</c>; null: none was named.</summary>
    public string? Version { get; }

    /// <summary>Segments behind the version.</summary>
    public IReadOnlyList<string> Path { get; }

    /// <summary>Null: no file was sent.</summary>
    public byte[]? File { get; private set; }

    /// <summary>The body said that it is something, and was not.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Fields of a form with all their values; consent pages have ticks.</summary>
    public IReadOnlyDictionary<string, StringValues> Form { get; private set; } = new Dictionary<string, StringValues>();

    /// <summary>From the header or the parameter; null: none.</summary>
    public string? Token
    {
        get
        {
            var header = Call.Header("Authorization");
            return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim()
                : header.StartsWith("OAuth ", StringComparison.OrdinalIgnoreCase) ? header["OAuth ".Length..].Trim()
                : this["access_token"];
        }
    }

    /// <summary>Address below which the emulator lies, without a slash at the end.</summary>
    public string Base
    {
        get
        {
            var whole = Call.Address.GetLeftPart(UriPartial.Path);
            return (whole.EndsWith(Call.Path, StringComparison.Ordinal) ? whole[..^Call.Path.Length] : Call.Address.GetLeftPart(UriPartial.Authority)).TrimEnd('/');
        }
    }

    /// <summary>A parameter; null: it is not there or empty.</summary>
    public string? this[string name] => _parameters.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    public bool IsFalse(string name) => this[name] is "false" or "0";

    public bool IsTrue(string name) => this[name] is "true" or "1";

    /// <summary>Ids of the pictures of a post, as a JSON list or as numbered fields; null: what stands there is neither.</summary>
    public IReadOnlyList<string>? Media()
    {
        var nodes = this["attached_media"] is { } list
            ? Node(list) as JsonArray
            : new JsonArray([.. _parameters.Where(p => p.Key.StartsWith("attached_media[", StringComparison.Ordinal)).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => Node(p.Value))]);
        var ids = nodes?.Select(n => n is JsonObject media && media["media_fbid"] is JsonValue id ? id.ToString() : "").ToList();
        return ids?.Contains("") == true ? null : ids;
    }

    public static FacebookRequest Read(WireCall call)
    {
        var request = new FacebookRequest(call);
        foreach (var (name, values) in call.Query)
        {
            request._parameters[name] = values[0] ?? "";
        }

        var type = call.Header("Content-Type");
        if (type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
        {
            request.ReadJson();
        }
        else if (type.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            request.ReadMultipart(type);
        }
        else if (type.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            request.Form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(call.Body));
            foreach (var (name, values) in request.Form)
            {
                request._parameters[name] = values[0] ?? "";
            }
        }

        return request;
    }

    private void ReadJson()
    {
        if (Call.Body.Length == 0)
        {
            return;
        }

        if (Node(Encoding.UTF8.GetString(Call.Body)) is not JsonObject body)
        {
            IsMalformed = true;
            return;
        }

        foreach (var (name, value) in body)
        {
            _parameters[name] = value is JsonValue single && single.TryGetValue<string>(out var text) ? text : value?.ToJsonString() ?? "";
        }
    }

    private void ReadMultipart(string type)
    {
        var boundary = BoundaryPattern().Match(type).Groups["boundary"].Value;
        if (boundary.Length == 0)
        {
            IsMalformed = true;
            return;
        }

        var mark = Encoding.ASCII.GetBytes("--" + boundary);
        var rest = Call.Body.AsSpan();
        int at;
        while ((at = rest.IndexOf(mark)) >= 0)
        {
            rest = rest[(at + mark.Length)..];
            var end = rest.IndexOf(mark);
            var head = rest.IndexOf("\r\n\r\n"u8);
            if (end < 0 || head < 0 || head > end)
            {
                return;
            }

            // A part ends with the line break before the next mark.
            ReadPart(Encoding.UTF8.GetString(rest[..head]), rest[(head + 4)..Math.Max(head + 4, end - 2)]);
        }
    }

    private void ReadPart(string head, ReadOnlySpan<byte> body)
    {
        var name = NamePattern().Match(head).Groups["name"].Value;
        if (head.Contains("filename=", StringComparison.OrdinalIgnoreCase))
        {
            File = name == "source" ? body.ToArray() : File;
        }
        else if (name.Length > 0)
        {
            _parameters[name] = Encoding.UTF8.GetString(body);
        }
    }

    private static JsonNode? Node(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A number of a parameter; null: it is not there or none.</summary>
    public long? Number(string name) =>
        long.TryParse(this[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"^v[0-9]{1,3}\.[0-9]{1,2}$", RegexOptions.NonBacktracking)]
    private static partial Regex VersionPattern();

    [GeneratedRegex(@"boundary=""?(?<boundary>[^"";]+)", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex BoundaryPattern();

    [GeneratedRegex(@"[; ]name=""?(?<name>[^"";\r\n]+)", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex NamePattern();
}
