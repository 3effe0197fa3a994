using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Blog.Posts;
using Blog.Site;
using Blog.Syndication;

namespace Blog.Storage;

/// <summary>Small lists that are always read together with their row lie in it as JSON.</summary>
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(SiteSettings))]
[JsonSerializable(typeof(CopyPart[]))]
[JsonSerializable(typeof(SentImage[]))]
[JsonSerializable(typeof(CopyStyle))]
internal sealed partial class StoredJson : JsonSerializerContext
{
    // The text stays in the database: nothing of it needs to be safe inside HTML, and scripts other than Latin stay readable.
    private static readonly StoredJson Plain = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    // Tags and bylines stand in every row of every list. By hand, because the serialiser's code for values has to be compiled anew at each start.
    public static string Write(IReadOnlyList<Tag> tags) => tags.Count == 0 ? "[]" : WriteList(tags, static (json, tag) =>
    {
        json.WriteString("Name", tag.Name);
        json.WriteString("Slug", tag.Slug);
    });

    public static string Write(IReadOnlyList<Byline> authors) => authors.Count == 0 ? "[]" : WriteList(authors, static (json, author) =>
    {
        if (author.AccountId is { } account)
        {
            json.WriteString("AccountId", account);
        }
        else
        {
            json.WriteNull("AccountId");
        }

        json.WriteString("Name", author.Name);
        json.WriteString("Slug", author.Slug);
    });

    public static string Write(IReadOnlyList<string> texts) => JsonSerializer.Serialize([.. texts], Plain.StringArray);

    public static string Write(SiteSettings settings) => JsonSerializer.Serialize(settings, Plain.SiteSettings);

    public static string Write(IReadOnlyList<CopyPart> parts) => parts.Count == 0 ? "[]" : JsonSerializer.Serialize([.. parts], Plain.CopyPartArray);

    public static string Write(IReadOnlyList<SentImage> images) => images.Count == 0 ? "[]" : JsonSerializer.Serialize([.. images], Plain.SentImageArray);

    public static string Write(CopyStyle style) => JsonSerializer.Serialize(style, Plain.CopyStyle);

    public static CopyPart[] ReadParts(string json) => json == "[]" ? [] : JsonSerializer.Deserialize(json, Plain.CopyPartArray)!;

    public static SentImage[] ReadImages(string json) => json == "[]" ? [] : JsonSerializer.Deserialize(json, Plain.SentImageArray)!;

    public static CopyStyle ReadStyle(string json) => JsonSerializer.Deserialize(json, Plain.CopyStyle)!;

    public static Tag[] ReadTags(string json) =>
        json == "[]" ? [] : ReadList(json, static tag => new Tag(Text(tag, "Name"), Text(tag, "Slug")));

    public static Byline[] ReadAuthors(string json) => json == "[]" ? [] : ReadList(json, static author =>
    {
        var account = author.GetProperty("AccountId");
        return new Byline(account.ValueKind == JsonValueKind.Null ? null : account.GetGuid(), Text(author, "Name"), Text(author, "Slug"));
    });

    public static string[] ReadTexts(string json) => JsonSerializer.Deserialize(json, Plain.StringArray)!;

    public static SiteSettings ReadSettings(string json) => JsonSerializer.Deserialize(json, Plain.SiteSettings)!;

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;

    private static string WriteList<T>(IReadOnlyList<T> items, Action<Utf8JsonWriter, T> writeMembers)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach (var item in items)
            {
                json.WriteStartObject();
                writeMembers(json, item);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static T[] ReadList<T>(string json, Func<JsonElement, T> read)
    {
        using var document = JsonDocument.Parse(json);
        var items = new T[document.RootElement.GetArrayLength()];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = read(document.RootElement[i]);
        }

        return items;
    }
}
