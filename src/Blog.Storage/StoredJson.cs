using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Blog.Posts;
using Blog.Site;
using Blog.Syndication;

namespace Blog.Storage;

/// <summary>Small lists that are always read together with their row lie in it as JSON.</summary>
[JsonSerializable(typeof(Tag[]))]
[JsonSerializable(typeof(Byline[]))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(BulkEntry[]))]
[JsonSerializable(typeof(SiteSettings))]
[JsonSerializable(typeof(CopyPart[]))]
[JsonSerializable(typeof(SentImage[]))]
[JsonSerializable(typeof(CopyStyle))]
internal sealed partial class StoredJson : JsonSerializerContext
{
    // The text stays in the database: nothing of it needs to be safe inside HTML, and scripts other than Latin stay readable.
    private static readonly StoredJson Plain = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static string Write(IReadOnlyList<Tag> tags) => tags.Count == 0 ? "[]" : JsonSerializer.Serialize([.. tags], Plain.TagArray);

    public static string Write(IReadOnlyList<Byline> authors) => authors.Count == 0 ? "[]" : JsonSerializer.Serialize([.. authors], Plain.BylineArray);

    public static string Write(IReadOnlyList<string> texts) => JsonSerializer.Serialize([.. texts], Plain.StringArray);

    public static string Write(IReadOnlyList<BulkEntry> entries) => JsonSerializer.Serialize([.. entries], Plain.BulkEntryArray);

    public static string Write(SiteSettings settings) => JsonSerializer.Serialize(settings, Plain.SiteSettings);

    public static string Write(IReadOnlyList<CopyPart> parts) => parts.Count == 0 ? "[]" : JsonSerializer.Serialize([.. parts], Plain.CopyPartArray);

    public static string Write(IReadOnlyList<SentImage> images) => images.Count == 0 ? "[]" : JsonSerializer.Serialize([.. images], Plain.SentImageArray);

    public static string Write(CopyStyle style) => JsonSerializer.Serialize(style, Plain.CopyStyle);

    public static CopyPart[] ReadParts(string json) => json == "[]" ? [] : JsonSerializer.Deserialize(json, Plain.CopyPartArray)!;

    public static SentImage[] ReadImages(string json) => json == "[]" ? [] : JsonSerializer.Deserialize(json, Plain.SentImageArray)!;

    public static CopyStyle ReadStyle(string json) => JsonSerializer.Deserialize(json, Plain.CopyStyle)!;

    public static Tag[] ReadTags(string json) => json == "[]" ? [] : JsonSerializer.Deserialize(json, Plain.TagArray)!;

    public static Byline[] ReadAuthors(string json) => json == "[]" ? [] : JsonSerializer.Deserialize(json, Plain.BylineArray)!;

    public static string[] ReadTexts(string json) => JsonSerializer.Deserialize(json, Plain.StringArray)!;

    public static BulkEntry[] ReadEntries(string json) => JsonSerializer.Deserialize(json, Plain.BulkEntryArray)!;

    public static SiteSettings ReadSettings(string json) => JsonSerializer.Deserialize(json, Plain.SiteSettings)!;
}
