using Microsoft.AspNetCore.Http;

namespace Blog.Accounts;

/// <summary>
/// Words of a form that somebody typed and would miss: a refusal shows them again, so that none is lost. Keys and passwords are never among
/// them. A form with another field for words adds it here.
/// </summary>
internal static class TypedWords
{
    // One field for each account or copy: the id follows.
    private static readonly string[] Prefixes = ["text-", "words-", "answer-", "comment-"];

    // By field, what people call it; the pages translate.
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["title"] = "Title",
        ["markdown"] = "Text",
        ["slug"] = "Address",
        ["excerpt"] = "Excerpt",
        ["tags"] = "Tags",
        ["tag"] = "Tags",
        ["alt"] = "Description",
        ["cover"] = "Cover picture",
        ["canonical"] = "Original elsewhere",
        ["site"] = "Name of the site",
        ["tagline"] = "One line about it",
        ["navigation"] = "Links in the navigation",
        ["name"] = "Your name",
        ["mail"] = "Your mail address",
        ["bio"] = "A sentence about you",
        ["links"] = "You elsewhere",
        ["whom"] = "For whom",
        ["words"] = "Words",
        ["template"] = "Words",
        ["note"] = "Words",
        ["link"] = "Address",
    };

    /// <summary>The words of a form by field, as they were sent.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(IFormCollection form) =>
        [.. form.Where(f => IsTyped(f.Key) && f.Value.ToString().Length > 0).Select(f => KeyValuePair.Create(f.Key, f.Value.ToString()))];

    /// <summary>The same for a request whose form was read; none for one without a form.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.HasFormContentType ? Of(request.Form) : [];

    /// <summary>What people call a field, in English; the name of a field that has none.</summary>
    public static string NameOf(string field) => Names.GetValueOrDefault(field) ?? (IsTyped(field) ? "Words" : field);

    private static bool IsTyped(string field) => Names.ContainsKey(field) || Prefixes.Any(p => field.StartsWith(p, StringComparison.Ordinal));
}
