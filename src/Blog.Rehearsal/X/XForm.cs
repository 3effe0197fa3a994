using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Blog.Rehearsal.Wire;
using Microsoft.AspNetCore.WebUtilities;

namespace Blog.Rehearsal.X;

/// <summary>Bodies that are not plain JSON.</summary>
internal static class XForm
{
    /// <summary>Fields of a form body.</summary>
    public static List<KeyValuePair<string, string>> Read(WireCall call) =>
        [.. QueryHelpers.ParseQuery("?" + Encoding.UTF8.GetString(call.Body)).SelectMany(f => f.Value.Select(v => new KeyValuePair<string, string>(f.Key, v ?? "")))];

    /// <summary>Fields of the query, a form or a JSON object: clients send token requests in all three.</summary>
    public static Dictionary<string, string> ReadAny(WireCall call)
    {
        var fields = call.Query.ToDictionary(q => q.Key, q => (string?)q.Value[0] ?? "");
        if (call.Header("Content-Type").StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
        {
            foreach (var (name, value) in Json(call) ?? [])
            {
                fields[name] = value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value?.ToJsonString() ?? "";
            }
        }
        else
        {
            Read(call).ForEach(f => fields[f.Key] = f.Value);
        }

        return fields;
    }

    /// <summary>The body as a JSON object; null if it is none.</summary>
    public static JsonObject? Json(WireCall call)
    {
        try
        {
            return JsonNode.Parse(call.Body, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What lies below these names; null if anything on the way is not there or is no object.</summary>
    public static JsonNode? At(JsonNode? node, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            node = (node as JsonObject)?[name];
        }

        return node;
    }

    /// <summary>Parts of a multipart body by name; null if it is none.</summary>
    public static Dictionary<string, byte[]>? Multipart(WireCall call)
    {
        var type = call.Header("Content-Type");
        var at = type.IndexOf("boundary=", StringComparison.OrdinalIgnoreCase);
        if (!type.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) || at < 0)
        {
            return null;
        }

        var line = Encoding.Latin1.GetBytes("--" + type[(at + "boundary=".Length)..].Split(';')[0].Trim().Trim('"'));
        var parts = new Dictionary<string, byte[]>();
        var body = call.Body.AsSpan();
        var start = body.IndexOf(line);
        while (start >= 0 && !body[(start + line.Length)..].StartsWith("--"u8))
        {
            body = body[(start + line.Length)..];
            var head = body.IndexOf("\r\n\r\n"u8);
            start = body.IndexOf(line);
            if (head < 0 || start < head + 6)
            {
                return null;
            }

            if (Name(Encoding.UTF8.GetString(body[..head])) is { } name)
            {
                parts[name] = body[(head + 4)..(start - 2)].ToArray();
            }
        }

        return start < 0 ? null : parts;
    }

    private static string? Name(string head)
    {
        var at = head.IndexOf(" name=\"", StringComparison.Ordinal);
        return at < 0 ? null : head[(at + 7)..].Split('"')[0];
    }
}
