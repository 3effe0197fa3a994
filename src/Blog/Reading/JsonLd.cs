using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Blog.Themes;

namespace Blog.Reading;

/// <summary>
/// Structured data for search engines (schema.org). The encoder writes &lt;, &gt;, &amp; and quotes as \u escapes, so that no text can end the script
/// element that it stands in.
/// </summary>
internal static class JsonLd
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>A post (BlogPosting) or page (WebPage).</summary>
    public static Markup Post(PostView post, SiteView site, string? image) => Write(json =>
    {
        json.WriteString("@type", post.IsPage ? "WebPage" : "BlogPosting");
        json.WriteString("@id", post.Url);
        json.WriteString("mainEntityOfPage", post.Url);
        json.WriteString("headline", post.Title ?? post.Excerpt);
        json.WriteString("description", post.Excerpt);
        json.WriteString("inLanguage", post.Language);
        if (post.Published is { } published)
        {
            json.WriteString("datePublished", published.Iso);
            json.WriteString("dateModified", (post.Updated ?? published).Iso);
        }

        if (image is not null)
        {
            json.WriteString("image", image);
        }

        if (post.Tags.Count > 0)
        {
            json.WriteStartArray("keywords");
            foreach (var tag in post.Tags)
            {
                json.WriteStringValue(tag.Name);
            }

            json.WriteEndArray();
        }

        json.WriteStartArray("author");
        foreach (var author in post.Authors)
        {
            json.WriteStartObject();
            WritePerson(json, author, site);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("isPartOf");
        json.WriteString("@type", "Blog");
        json.WriteString("@id", site.Url);
        json.WriteString("name", site.Title);
        json.WriteEndObject();
    });

    /// <summary>The site, on its first page.</summary>
    public static Markup Site(SiteView site) => Write(json =>
    {
        json.WriteString("@type", "WebSite");
        json.WriteString("@id", site.Url);
        json.WriteString("url", site.Url);
        json.WriteString("name", site.Title);
        json.WriteString("description", site.Tagline);
        json.WriteString("inLanguage", site.Language);
        if (site.Owner is { } owner)
        {
            json.WriteStartObject("author");
            WritePerson(json, owner, site);
            json.WriteEndObject();
        }
    });

    /// <summary>An author, on their page.</summary>
    public static Markup Person(AuthorView author, SiteView site) => Write(json =>
    {
        json.WriteString("@type", "ProfilePage");
        json.WriteStartObject("mainEntity");
        WritePerson(json, author, site);
        json.WriteEndObject();
    });

    private static void WritePerson(Utf8JsonWriter json, AuthorView author, SiteView site)
    {
        json.WriteString("@type", "Person");
        json.WriteString("name", author.Name);
        json.WriteString("url", site.Url.TrimEnd('/') + author.Url);
        if (author.Bio is { Length: > 0 } bio)
        {
            json.WriteString("description", bio);
        }

        if (author.Links.Count > 0)
        {
            json.WriteStartArray("sameAs");
            foreach (var link in author.Links)
            {
                json.WriteStringValue(link);
            }

            json.WriteEndArray();
        }
    }

    private static Markup Write(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("@context", "https://schema.org");
            content(json);
            json.WriteEndObject();
        }

        return new Markup(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }
}
