using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Blog.Desk.Writing;

/// <summary>What the editor's script is answered, and how a form lies in a working copy.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WriteForm))]
[JsonSerializable(typeof(Kept))]
[JsonSerializable(typeof(KeepConflict))]
[JsonSerializable(typeof(KeepRefused))]
[JsonSerializable(typeof(FormToken))]
internal sealed partial class WritingJson : JsonSerializerContext
{
    // Never part of a page: other scripts than Latin stay readable, and as short as they are.
    private static readonly WritingJson Plain = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static string Write(WriteForm form) => JsonSerializer.Serialize(form, Plain.WriteForm);

    public static WriteForm Read(string fields) => JsonSerializer.Deserialize(fields, Plain.WriteForm)!;
}

/// <summary>What was typed is on the server.</summary>
/// <param name="Id">The post.</param>
/// <param name="Revision">The revision it is typed over.</param>
/// <param name="Stamp">The window it was typed in; null if the post itself says the same.</param>
internal sealed record Kept(Guid Id, int Revision, Guid? Stamp);

/// <summary>Something else was stored meanwhile; nothing was written.</summary>
/// <param name="Sentence">Who and when.</param>
/// <param name="Revision">The revision that is stored now.</param>
/// <param name="Stamp">Stamp of the working copy that is stored now; null: none.</param>
/// <param name="Title">Title of what is stored.</param>
/// <param name="Markdown">Its text.</param>
/// <param name="Changes">From what is stored to what was sent, line by line; null: too large to compare.</param>
internal sealed record KeepConflict(string Sentence, int Revision, Guid? Stamp, string Title, string Markdown, IReadOnlyList<LineChange>? Changes);

/// <summary>Nothing was written.</summary>
/// <param name="Sentence">Why, and what to do.</param>
internal sealed record KeepRefused(string Sentence);

/// <summary>A fresh antiforgery token.</summary>
/// <param name="Token">Value of the form's hidden field.</param>
internal sealed record FormToken(string Token);
