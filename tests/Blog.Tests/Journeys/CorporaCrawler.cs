using System.Collections.Concurrent;
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Blog.Tests.Journeys;

/// <summary>
/// Visits everything that can be reached from some addresses of a site. A link within a post's body was written by its author and may
/// be dead; every other link, and every picture that was brought into the media library, is the engine's own and may not.
/// </summary>
internal sealed class CorporaCrawler(HttpClient client)
{
    private static readonly string[] LinkAttributes = ["href", "src", "poster"];

    private readonly ConcurrentDictionary<string, bool> _known = new();
    private readonly ConcurrentDictionary<string, string> _origins = new();
    private ConcurrentBag<string> _next = [];
    private int _pages;
    private int _feeds;

    /// <summary>What is wrong, each with the page it was found on.</summary>
    public ConcurrentBag<string> Problems { get; } = [];

    /// <summary>Dead links as their authors wrote them; no fault of ours.</summary>
    public ConcurrentBag<string> DeadByAuthor { get; } = [];

    /// <summary>Ids that a post's own HTML uses twice.</summary>
    public ConcurrentBag<string> RepeatedByAuthor { get; } = [];

    public int Pages => _pages;

    public int Feeds => _feeds;

    public int Requests => _known.Count;

    public async Task VisitAsync(IEnumerable<string> start, CancellationToken ct)
    {
        foreach (var path in start)
        {
            Add(path, from: "start", isOurs: true);
        }

        while (!_next.IsEmpty)
        {
            var wave = Interlocked.Exchange(ref _next, []);
            await Parallel.ForEachAsync(wave, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct }, async (path, token) => await VisitAsync(path, token));
        }
    }

    private async Task VisitAsync(string path, CancellationToken ct)
    {
        using var response = await client.GetAsync(path, HttpCompletionOption.ResponseContentRead, ct);
        var type = response.Content.Headers.ContentType?.MediaType ?? "";
        if (response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.PermanentRedirect or HttpStatusCode.Redirect or HttpStatusCode.SeeOther)
        {
            Add(Local(response.Headers.Location?.OriginalString ?? "", path) ?? "", path, _known[path]);
        }
        else if ((int)response.StatusCode >= 500)
        {
            Problems.Add($"{path}: {(int)response.StatusCode}");
        }
        else if (!response.IsSuccessStatusCode)
        {
            (_known[path] ? Problems : DeadByAuthor).Add($"{path}: {(int)response.StatusCode}, linked from {_origins[path]}");
        }
        else if (type == "text/html")
        {
            Interlocked.Increment(ref _pages);
            Read(path, await response.Content.ReadAsStringAsync(ct));
        }
        else if (type is "application/rss+xml" or "application/atom+xml" or "application/xml" or "text/xml" or "application/feed+json")
        {
            Interlocked.Increment(ref _feeds);
            foreach (var fault in CorporaFeed.Judge(await response.Content.ReadAsStringAsync(ct)))
            {
                Problems.Add($"{path}: {fault}");
            }
        }
    }

    private void Read(string path, string html)
    {
        var parser = new HtmlParser();
        parser.Error += (_, e) =>
        {
            if (e is AngleSharp.Html.Dom.Events.HtmlErrorEvent error)
            {
                Problems.Add($"{path}: not well-formed at {error.Position}: {error.Message} {Around(html, error.Position.Index)}");
            }
        };
        using var page = parser.ParseDocument(html);
        Judge(path, page);
        foreach (var element in page.All)
        {
            foreach (var attribute in LinkAttributes)
            {
                if (element.GetAttribute(attribute) is { Length: > 0 } value)
                {
                    Follow(path, page, element, value);
                }
            }
        }
    }

    private void Follow(string path, IHtmlDocument page, IElement element, string value)
    {
        var inBody = element.Closest(".e-content") is not null;
        if (value.StartsWith('#'))
        {
            // Footnotes and their way back are ours; another fragment within a body is the author's.
            var generated = !inBody || element.ClassList.Contains("footnote-ref") || element.ClassList.Contains("footnote-back-ref");
            if (generated && value.Length > 1 && page.GetElementById(Uri.UnescapeDataString(value[1..])) is null)
            {
                Problems.Add($"{path}: nothing has the id of {value}");
            }

            return;
        }

        if (Local(value, path) is { } local)
        {
            Add(local, path, isOurs: !inBody || local.StartsWith("/media/", StringComparison.Ordinal));
        }
    }

    private void Judge(string path, IHtmlDocument page)
    {
        void Expect(bool holds, string what)
        {
            if (!holds)
            {
                Problems.Add($"{path}: {what}");
            }
        }

        Expect(page.Doctype is not null, "no doctype");
        Expect(page.DocumentElement.GetAttribute("lang") is { Length: >= 2 }, "html without lang");
        Expect(page.DocumentElement.GetAttribute("dir") is "ltr" or "rtl", "html without dir");
        Expect(!string.IsNullOrWhiteSpace(page.Title), "no title");
        Expect(page.QuerySelectorAll("main").Length == 1, "not one main landmark");
        var titles = page.QuerySelectorAll("h1").Count(h => h.Closest(".e-content") is null);
        Expect(titles == 1, $"{titles} h1 of ours");
        Expect(page.QuerySelector("meta[name=viewport]") is not null, "no viewport");
        // HTML that an author pasted twice brings its ids twice; that is counted, and none of them may be one of ours.
        foreach (var same in page.QuerySelectorAll("[id]").GroupBy(e => e.Id).Where(g => g.Count() > 1))
        {
            if (same.All(e => e.Closest(".e-content") is not null))
            {
                RepeatedByAuthor.Add($"{path}: {same.Key}");
            }
            else
            {
                Expect(false, $"id {same.Key} is used twice");
            }
        }

        foreach (var image in page.Images.Where(i => !i.HasAttribute("alt")))
        {
            Expect(false, $"picture without alt: {image.GetAttribute("src")}");
        }

        foreach (var element in page.QuerySelectorAll(".e-content *"))
        {
            Expect(element.LocalName is not ("script" or "style" or "object" or "embed" or "form" or "base"), $"{element.LocalName} in a post");
            Expect(!element.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase)), $"event handler on {element.LocalName}");
            Expect(!(element.GetAttribute("href") ?? "").Trim().StartsWith("javascript:", StringComparison.OrdinalIgnoreCase), "script address");
        }
    }

    private void Add(string path, string from, bool isOurs)
    {
        if (path.Length == 0 || path.StartsWith("/desk", StringComparison.Ordinal))
        {
            return;
        }

        if (_known.TryAdd(path, isOurs))
        {
            _origins[path] = from;
            _next.Add(path);
        }
        else if (isOurs && _known.TryUpdate(path, true, false) && DeadByAuthor.FirstOrDefault(d => d.StartsWith(path + ": ", StringComparison.Ordinal)) is { } dead)
        {
            Problems.Add($"{dead}, and by us from {from}");
        }
    }

    /// <summary>Path and query of an address on this site; null for others.</summary>
    private string? Local(string value, string page)
    {
        // A path such as "/2014/x" is no absolute address here, though Unix would call it a file.
        if (!Uri.TryCreate(new Uri(client.BaseAddress!, page), value, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            return null;
        }

        return uri.Authority == client.BaseAddress!.Authority ? uri.PathAndQuery : null;
    }

    private static string Around(string html, int index)
    {
        var start = Math.Clamp(index - 60, 0, html.Length);
        return "…" + html[start..Math.Clamp(index + 30, start, html.Length)].ReplaceLineEndings(" ") + "…";
    }
}
