using System.Globalization;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace Blog.Tests.Journeys;

/// <summary>Reads a feed or a sitemap as a strict reader does.</summary>
internal static class CorporaFeed
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    /// <summary>What is wrong with it; empty if nothing is.</summary>
    public static IReadOnlyList<string> Judge(string text)
    {
        try
        {
            return text.StartsWith('{') ? JudgeJson(text) : JudgeXml(text);
        }
        catch (Exception e) when (e is XmlException or JsonException or FormatException or KeyNotFoundException)
        {
            return [e.Message];
        }
    }

    // jsonfeed.org/version/1.1: id and one of the contents are required.
    private static List<string> JudgeJson(string text)
    {
        using var document = JsonDocument.Parse(text);
        var items = document.RootElement.GetProperty("items").EnumerateArray().ToList();
        return
        [
            .. Repeated(items.Select(i => i.GetProperty("id").GetString() ?? "")),
            .. items.Where(i => !i.TryGetProperty("content_html", out _) && !i.TryGetProperty("content_text", out _)).Select(i => $"{i.GetProperty("id")} has no content"),
            .. items.Where(i => !i.GetProperty("date_published").TryGetDateTimeOffset(out _)).Select(i => $"{i.GetProperty("id")} has no date"),
        ];
    }

    private static List<string> JudgeXml(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        var root = XDocument.Load(reader).Root!;
        return root.Name.LocalName switch
        {
            "rss" => JudgeRss(root),
            "feed" => JudgeAtom(root),
            "urlset" or "sitemapindex" => [.. Repeated(root.Descendants(root.Name.Namespace + "loc").Select(l => l.Value))],
            var other => [$"is a {other}"],
        };
    }

    private static List<string> JudgeRss(XElement root)
    {
        var items = root.Descendants("item").ToList();
        return
        [
            .. Repeated(items.Select(i => i.Element("guid")?.Value ?? "")),
            .. items.Where(i => !IsRfc822(i.Element("pubDate")?.Value)).Select(i => $"pubDate is {i.Element("pubDate")?.Value}"),
            .. items.Where(i => i.Element("title") is null && i.Element("description") is null).Select(i => $"{i.Element("guid")?.Value} has neither title nor description"),
        ];
    }

    // RFC 4287: id, title and updated are required.
    private static List<string> JudgeAtom(XElement root)
    {
        var entries = root.Elements(Atom + "entry").ToList();
        return
        [
            .. Repeated(entries.Select(e => e.Element(Atom + "id")?.Value ?? "")),
            .. entries.Where(e => e.Element(Atom + "title") is null || e.Element(Atom + "updated") is null).Select(e => $"{e.Element(Atom + "id")?.Value} lacks title or updated"),
            .. entries.Where(e => !DateTimeOffset.TryParse(e.Element(Atom + "updated")?.Value, CultureInfo.InvariantCulture, out _)).Select(e => $"updated is {e.Element(Atom + "updated")?.Value}"),
        ];
    }

    private static IEnumerable<string> Repeated(IEnumerable<string> ids) =>
        ids.GroupBy(id => id).Where(g => g.Key.Length == 0 || g.Count() > 1).Select(g => g.Key.Length == 0 ? "an item has no id" : $"{g.Key} stands {g.Count()} times");

    private static bool IsRfc822(string? date) =>
        DateTimeOffset.TryParseExact(date, ["r", "ddd, dd MMM yyyy HH:mm:ss zzz", "ddd, dd MMM yyyy HH:mm:ss 'GMT'"], CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
