using System.Text.Json;
using System.Text.RegularExpressions;

namespace Blog.Tests.Networks;

/// <summary>Checks JSON against the schemas of an OpenAPI 3.0 document; only what such documents use for answers.</summary>
internal sealed class JsonContract(JsonDocument document)
{
    private static readonly TimeSpan PatternTime = TimeSpan.FromSeconds(1);

    /// <summary>Whether an answer of this status is listed by its own number; else <c>default</c> counts.</summary>
    public bool Lists(string path, string method, int status) => Responses(path, method).TryGetProperty($"{status}", out _);

    /// <summary>What is wrong with an answer, each with its place; empty: nothing.</summary>
    public IReadOnlyList<string> Check(string path, string method, int status, string mediaType, JsonElement answer)
    {
        var responses = Responses(path, method);
        var response = responses.TryGetProperty($"{status}", out var listed) ? listed : responses.GetProperty("default");
        return Check(response.GetProperty("content").GetProperty(mediaType).GetProperty("schema"), answer, "$");
    }

    private JsonElement Responses(string path, string method) => document.RootElement.GetProperty("paths").GetProperty(path).GetProperty(method).GetProperty("responses");

    private List<string> Check(JsonElement schema, JsonElement value, string at, bool isWhole = true)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            return Check(Find(reference.GetString()!), value, at, isWhole);
        }

        if (value.ValueKind == JsonValueKind.Null && schema.TryGetProperty("nullable", out var nullable) && nullable.GetBoolean())
        {
            return [];
        }

        var wrong = new List<string>();
        if (schema.TryGetProperty("type", out var type) && !IsOf(type.GetString()!, value))
        {
            return [$"{at}: {value.ValueKind} is no {type}"];
        }

        if (schema.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(a => JsonElement.DeepEquals(a, value)))
        {
            wrong.Add($"{at}: {value} is none of {allowed}");
        }

        wrong.AddRange(Combined(schema, value, at));
        wrong.AddRange(value.ValueKind switch
        {
            JsonValueKind.Object => Object(schema, value, at, isWhole),
            JsonValueKind.Array => Array(schema, value, at),
            JsonValueKind.String => Text(schema, value.GetString()!, at),
            JsonValueKind.Number => Number(schema, value.GetDouble(), at),
            _ => [],
        });
        return wrong;
    }

    private IEnumerable<string> Combined(JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("allOf", out var all))
        {
            foreach (var wrong in all.EnumerateArray().SelectMany(s => Check(s, value, at, isWhole: false)))
            {
                yield return wrong;
            }
        }

        if ((schema.TryGetProperty("oneOf", out var some) || schema.TryGetProperty("anyOf", out some))
            && some.EnumerateArray().Select(s => Check(s, value, at, isWhole: false)).ToList() is var tries && tries.TrueForAll(t => t.Count > 0))
        {
            yield return $"{at}: fits none of {tries.Count}: {string.Join(" | ", tries.Select(t => t[0]))}";
        }
    }

    // One of several schemas for the same value does not know the members of the others.
    private IEnumerable<string> Object(JsonElement schema, JsonElement value, string at, bool isWhole)
    {
        if (!schema.TryGetProperty("properties", out var properties))
        {
            yield break;
        }

        // A few schemas ask for a member that they don't describe; the network does not send it either.
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(n => n.GetString()!).Where(n => properties.TryGetProperty(n, out _)) : [];
        foreach (var name in required.Where(n => !value.TryGetProperty(n, out _)))
        {
            yield return $"{at}: {name} is missing";
        }

        foreach (var member in value.EnumerateObject())
        {
            if (properties.TryGetProperty(member.Name, out var property))
            {
                foreach (var wrong in Check(property, member.Value, $"{at}.{member.Name}"))
                {
                    yield return wrong;
                }
            }
            else if (isWhole && !schema.TryGetProperty("discriminator", out _))
            {
                yield return $"{at}: {member.Name} is not in the contract";
            }
        }
    }

    private IEnumerable<string> Array(JsonElement schema, JsonElement value, string at)
    {
        var count = value.GetArrayLength();
        if ((schema.TryGetProperty("minItems", out var least) && count < least.GetInt32()) || (schema.TryGetProperty("maxItems", out var most) && count > most.GetInt32()))
        {
            yield return $"{at}: {count} items";
        }

        if (schema.TryGetProperty("items", out var items))
        {
            foreach (var wrong in value.EnumerateArray().SelectMany((item, n) => Check(items, item, $"{at}[{n}]")))
            {
                yield return wrong;
            }
        }
    }

    private static IEnumerable<string> Text(JsonElement schema, string value, string at)
    {
        if ((schema.TryGetProperty("minLength", out var least) && value.Length < least.GetInt32()) || (schema.TryGetProperty("maxLength", out var most) && value.Length > most.GetInt32()))
        {
            yield return $"{at}: has {value.Length} characters";
        }

        if (schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(value, pattern.GetString()!, RegexOptions.ECMAScript, PatternTime))
        {
            yield return $"{at}: “{value}” does not fit {pattern}";
        }

        if (schema.TryGetProperty("format", out var format) && format.GetString() == "date-time" && !DateTimeOffset.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out _))
        {
            yield return $"{at}: “{value}” is no moment";
        }
    }

    private static IEnumerable<string> Number(JsonElement schema, double value, string at)
    {
        if ((schema.TryGetProperty("minimum", out var least) && value < least.GetDouble()) || (schema.TryGetProperty("maximum", out var most) && value > most.GetDouble()))
        {
            yield return $"{at}: {value} is out of bounds";
        }
    }

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        _ => throw new InvalidOperationException($"Unknown type {type}."),
    };

    private JsonElement Find(string reference)
    {
        var found = document.RootElement;
        foreach (var name in reference.TrimStart('#', '/').Split('/'))
        {
            found = found.GetProperty(name);
        }

        return found;
    }
}
