using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using System.Xml;

namespace Blog.Reading;

/// <summary>Writes a <see cref="Feed"/> as RSS 2.0 (rssboard.org/rss-specification), Atom (RFC 4287) and JSON Feed 1.1 (jsonfeed.org).</summary>
internal static class FeedWriters
{
    private const string Atom = "http://www.w3.org/2005/Atom";
    private const string Content = "http://purl.org/rss/1.0/modules/content/";
    private const string DublinCore = "http://purl.org/dc/elements/1.1/";

    private static readonly XmlWriterSettings Xml = new() { Encoding = new UTF8Encoding(false), Indent = false };
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>RSS 2.0.</summary>
    public static ReadOnlyMemory<byte> Rss(Feed feed) => Write(xml =>
    {
        xml.WriteStartElement("rss");
        xml.WriteAttributeString("version", "2.0");
        xml.WriteAttributeString("xmlns", "atom", null, Atom);
        xml.WriteAttributeString("xmlns", "content", null, Content);
        xml.WriteAttributeString("xmlns", "dc", null, DublinCore);
        xml.WriteStartElement("channel");
        Text(xml, "title", feed.Title);
        Text(xml, "link", feed.PageUrl);
        Text(xml, "description", feed.Description);
        Text(xml, "language", feed.Language);
        Text(xml, "lastBuildDate", feed.Updated.ToString("r", CultureInfo.InvariantCulture));
        xml.WriteStartElement("atom", "link", Atom);
        xml.WriteAttributeString("rel", "self");
        xml.WriteAttributeString("type", "application/rss+xml");
        xml.WriteAttributeString("href", feed.SelfUrl);
        xml.WriteEndElement();
        foreach (var entry in feed.Entries)
        {
            xml.WriteStartElement("item");
            if (entry.Title is not null)
            {
                Text(xml, "title", entry.Title);
            }

            Text(xml, "link", entry.Url);
            xml.WriteStartElement("guid");
            xml.WriteAttributeString("isPermaLink", "false");
            xml.WriteString(entry.Id);
            xml.WriteEndElement();
            Text(xml, "pubDate", entry.Published.ToString("r", CultureInfo.InvariantCulture));
            foreach (var (name, _) in entry.Authors)
            {
                xml.WriteElementString("dc", "creator", DublinCore, FeedText.Clean(name));
            }

            foreach (var tag in entry.Tags)
            {
                Text(xml, "category", tag);
            }

            Text(xml, "description", entry.Summary);
            xml.WriteElementString("content", "encoded", Content, FeedText.Clean(entry.Html));
            if (entry.Image is { ContentType: { } type } image)
            {
                xml.WriteStartElement("enclosure");
                xml.WriteAttributeString("url", image.Url);
                xml.WriteAttributeString("length", image.Bytes.ToString(CultureInfo.InvariantCulture));
                xml.WriteAttributeString("type", type);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    });

    /// <summary>Atom.</summary>
    public static ReadOnlyMemory<byte> AtomFeed(Feed feed) => Write(xml =>
    {
        xml.WriteStartElement("feed", Atom);
        xml.WriteAttributeString("xml", "lang", null, feed.Language);
        Text(xml, "title", feed.Title);
        Text(xml, "subtitle", feed.Description);
        Text(xml, "id", feed.SelfUrl);
        Text(xml, "updated", Instant(feed.Updated));
        AtomLink(xml, "self", feed.SelfUrl, "application/atom+xml");
        AtomLink(xml, "alternate", feed.PageUrl, "text/html");
        foreach (var entry in feed.Entries)
        {
            xml.WriteStartElement("entry");
            xml.WriteAttributeString("xml", "lang", null, entry.Language);

            // Atom demands a title; a note has none, so it is empty.
            Text(xml, "title", entry.Title ?? "");
            Text(xml, "id", entry.Id);
            Text(xml, "published", Instant(entry.Published));
            Text(xml, "updated", Instant(entry.Updated));
            AtomLink(xml, "alternate", entry.Url, "text/html");
            if (entry.OriginalUrl is { } original)
            {
                AtomLink(xml, "canonical", original, null);
            }

            foreach (var (name, url) in entry.Authors)
            {
                xml.WriteStartElement("author");
                Text(xml, "name", name);
                Text(xml, "uri", url);
                xml.WriteEndElement();
            }

            foreach (var tag in entry.Tags)
            {
                xml.WriteStartElement("category");
                xml.WriteAttributeString("term", FeedText.Clean(tag));
                xml.WriteEndElement();
            }

            Text(xml, "summary", entry.Summary);
            xml.WriteStartElement("content");
            xml.WriteAttributeString("type", "html");
            xml.WriteString(FeedText.Clean(entry.Html));
            xml.WriteEndElement();
            if (entry.Image is { ContentType: { } type } image)
            {
                AtomLink(xml, "enclosure", image.Url, type);
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    });

    /// <summary>JSON Feed 1.1.</summary>
    public static ReadOnlyMemory<byte> JsonFeed(Feed feed)
    {
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            json.WriteStartObject();
            json.WriteString("version", "https://jsonfeed.org/version/1.1");
            json.WriteString("title", feed.Title);
            json.WriteString("description", feed.Description);
            json.WriteString("home_page_url", feed.PageUrl);
            json.WriteString("feed_url", feed.SelfUrl);
            json.WriteString("language", feed.Language);
            json.WriteStartArray("items");
            foreach (var entry in feed.Entries)
            {
                WriteItem(json, entry);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void WriteItem(Utf8JsonWriter json, FeedEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("id", entry.Id);
        json.WriteString("url", entry.Url);
        if (entry.OriginalUrl is { } original)
        {
            json.WriteString("external_url", original);
        }

        if (entry.Title is not null)
        {
            json.WriteString("title", FeedText.Clean(entry.Title));
        }

        json.WriteString("content_html", FeedText.Clean(entry.Html));
        json.WriteString("summary", FeedText.Clean(entry.Summary));
        json.WriteString("date_published", Instant(entry.Published));
        json.WriteString("date_modified", Instant(entry.Updated));
        json.WriteString("language", entry.Language);
        json.WriteStartArray("authors");
        foreach (var (name, url) in entry.Authors)
        {
            json.WriteStartObject();
            json.WriteString("name", FeedText.Clean(name));
            json.WriteString("url", url);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("tags");
        foreach (var tag in entry.Tags)
        {
            json.WriteStringValue(FeedText.Clean(tag));
        }

        json.WriteEndArray();
        if (entry.Image is { } image)
        {
            json.WriteString("image", image.Url);
        }

        json.WriteEndObject();
    }

    private static ReadOnlyMemory<byte> Write(Action<XmlWriter> content)
    {
        using var buffer = new MemoryStream(64 * 1024);
        using (var xml = XmlWriter.Create(buffer, Xml))
        {
            xml.WriteStartDocument();
            content(xml);
        }

        return buffer.ToArray();
    }

    private static void Text(XmlWriter xml, string name, string text) => xml.WriteElementString(name, FeedText.Clean(text));

    private static void AtomLink(XmlWriter xml, string relation, string url, string? type)
    {
        xml.WriteStartElement("link");
        xml.WriteAttributeString("rel", relation);
        if (type is not null)
        {
            xml.WriteAttributeString("type", type);
        }

        xml.WriteAttributeString("href", FeedText.Clean(url));
        xml.WriteEndElement();
    }

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
