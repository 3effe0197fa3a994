using System.Globalization;
using System.Text;
using System.Xml;
using Blog.Posts;
using Blog.Site;
using Microsoft.AspNetCore.Http;

namespace Blog.Reading;

/// <summary><c>/sitemap.xml</c> (sitemaps.org): all public addresses, or an index of parts where there are too many for one file.</summary>
internal sealed class Sitemap(IPostStore posts, SiteAddress address, SitemapLimits limits, PageAnswers answers)
{
    private const string Namespace = "http://www.sitemaps.org/schemas/sitemap/0.9";
    private const string ContentType = "application/xml; charset=utf-8";

    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(false), Async = true };

    /// <summary><c>/sitemap.xml</c></summary>
    public Task IndexAsync(HttpContext context) => answers.ServeAsync(context, async (start, ct) =>
    {
        // The first page is one address more.
        var count = await posts.CountPublicAsync(ct);
        return Made(start, count < limits.Whole ? await UrlsAsync(await posts.ListSitemapAsync(null, ct), withHome: true) : await PartsAsync(await posts.ListSitemapPartsAsync(limits.Part, ct)));
    });

    /// <summary><c>/sitemap-{number}.xml</c>, from 1.</summary>
    public Task PartAsync(HttpContext context) => answers.ServeAsync(context, async (start, ct) =>
    {
        var name = context.Request.RouteValues["number"] as string;
        if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || name != number.ToString(CultureInfo.InvariantCulture)
            || await posts.CountPublicAsync(ct) < limits.Whole)
        {
            return new PageOutcome.Missing();
        }

        // One that holds nothing any more is in no index either; the first page is always in the first.
        var entries = number > 0 ? await posts.ListSitemapAsync(new SitemapPart(number, limits.Part), ct) : [];
        return entries.Count > 0 || number == 1 ? Made(start, await UrlsAsync(entries, withHome: number == 1)) : new PageOutcome.Missing();
    });

    /// <summary><c>/robots.txt</c></summary>
    public Task RobotsAsync(HttpContext context) => answers.ServeAsync(context, (start, _) => Task.FromResult<PageOutcome>(new PageOutcome.Made(
        Encoding.UTF8.GetBytes($"User-agent: *\nDisallow: /desk\nDisallow: /search\n\nSitemap: {address.Absolute("/sitemap.xml")}\n"),
        "text/plain; charset=utf-8",
        new PageStamp(start))));

    private static PageOutcome.Made Made(VersionSnapshot start, ReadOnlyMemory<byte> body) => new(body, ContentType, new PageStamp(start) { ShowsLists = true });

    private async Task<ReadOnlyMemory<byte>> UrlsAsync(IReadOnlyList<SitemapEntry> entries, bool withHome)
    {
        using var buffer = new MemoryStream();
        await using (var xml = XmlWriter.Create(buffer, Settings))
        {
            xml.WriteStartDocument();
            xml.WriteStartElement("urlset", Namespace);
            if (withHome)
            {
                xml.WriteStartElement("url");
                xml.WriteElementString("loc", address.Absolute("/"));
                xml.WriteEndElement();
            }

            foreach (var entry in entries)
            {
                xml.WriteStartElement("url");
                xml.WriteElementString("loc", address.Absolute(entry.Path));
                xml.WriteElementString("lastmod", entry.UpdatedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return buffer.ToArray();
    }

    private async Task<ReadOnlyMemory<byte>> PartsAsync(IReadOnlyList<int> parts)
    {
        using var buffer = new MemoryStream();
        await using (var xml = XmlWriter.Create(buffer, Settings))
        {
            xml.WriteStartDocument();
            xml.WriteStartElement("sitemapindex", Namespace);
            foreach (var number in parts.Prepend(1).Distinct())
            {
                xml.WriteStartElement("sitemap");
                xml.WriteElementString("loc", address.Absolute(string.Create(CultureInfo.InvariantCulture, $"/sitemap-{number}.xml")));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return buffer.ToArray();
    }
}

/// <summary>How many addresses a sitemap holds.</summary>
/// <param name="Whole">From this many on there is an index. sitemaps.org allows 50,000 in a file; a crawler that asks for one waits for as many as it holds.</param>
/// <param name="Part">In each file of an index.</param>
internal sealed record SitemapLimits(int Whole = 2_000, int Part = 2_000);
