using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Blog.Networks;

/// <summary>
/// Reads a network's <c>network.json</c>: the one that ships, with whatever the owner put into <c>networks/KEY.json</c> of the data folder laid over
/// it, member by member. So a retired API version is a changed number, not a release.
/// </summary>
/// <param name="folder">The owner's folder; it may be absent.</param>
public sealed class FactsFile(string folder)
{
    /// <summary>The facts of a network.</summary>
    /// <typeparam name="T">Their shape; its type info must refuse unknown and missing members.</typeparam>
    /// <param name="key">Network key.</param>
    /// <param name="resource">Name of the embedded file.</param>
    /// <param name="type">Type info of the shape.</param>
    /// <param name="check">Returns what is wrong with the values, a sentence each.</param>
    /// <exception cref="InvalidDataException">The owner's file can't be used; the message names the file, what is wrong and the remedy.</exception>
    public T Load<T>(string key, string resource, JsonTypeInfo<T> type, Func<T, IEnumerable<string>> check)
    {
        ArgumentNullException.ThrowIfNull(check);
        using var stream = typeof(FactsFile).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is missing from the build.");
        var facts = JsonNode.Parse(stream)!.AsObject();
        var file = Path.Combine(folder, key + ".json");
        if (File.Exists(file))
        {
            Overlay(facts, file);
        }

        try
        {
            var read = facts.Deserialize(type) ?? throw new JsonException("It is empty.");
            return check(read).ToList() is { Count: > 0 } wrong ? throw new JsonException(string.Join(' ', wrong)) : read;
        }
        catch (JsonException e) when (File.Exists(file))
        {
            throw new InvalidDataException($"{file} can’t be used: {e.Message} Correct the member or delete the file; without it the built-in facts hold.", e);
        }
    }

    private static void Overlay(JsonObject facts, string file)
    {
        try
        {
            var own = JsonNode.Parse(File.ReadAllText(file), documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            foreach (var (name, value) in own as JsonObject ?? throw new JsonException("It is not a JSON object."))
            {
                facts[name] = value?.DeepClone();
            }
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{file} can’t be read: {e.Message} Correct it or delete it; without it the built-in facts hold.", e);
        }
    }
}
