using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Blog.Networks.LinkedIn;

/// <summary>How Rest.li 2.0 writes keys and parameters into an address: lists as <c>List(a,b)</c>, records as <c>(k:v)</c>, everything else percent-encoded.</summary>
internal static class Restli
{
    /// <summary>A string, such as a URN, as part of a path or as a parameter.</summary>
    public static string Encode(string text) => text.Length == 0 ? "''" : Uri.EscapeDataString(text);

    /// <summary>Any value.</summary>
    public static string Encode(JsonNode? value) => value switch
    {
        null => "null",
        JsonArray list => $"List({string.Join(',', list.Select(Encode))})",
        JsonObject record => $"({string.Join(',', record.Select(m => $"{Encode(m.Key)}:{Encode(m.Value)}"))})",
        _ when value.GetValueKind() == JsonValueKind.String => Encode(value.GetValue<string>()),
        _ => value.ToJsonString(),
    };

    /// <summary>Parameters, in their order, without a question mark.</summary>
    public static string Query(JsonObject parameters) => string.Join('&', parameters.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Key}={Encode(p.Value)}")));
}
