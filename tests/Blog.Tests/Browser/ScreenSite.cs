using System.Net;
using Blog.Syndication;
using Blog.Tests.Infrastructure;
using Blog.Tests.Journeys;
using Blog.Tests.Security;

namespace Blog.Tests.Browser;

/// <summary>A site on a socket whose screens are full: copies in every state, long titles, pictures, people.</summary>
internal sealed class ScreenSite : IDisposable
{
    private const string LongTitle = "Nine centimetres of snow since Tuesday, and what the stove, the woodpile and the Donaudampfschifffahrtsgesellschaftskapitän made of it";

    private const string Rich = """
        The stove would not light until the third match. Then it **roared**, and [the pipe](https://example.com/pipe) sang[^1].

        ## Inside

        > We waited, as one does.

        - wood
        - water

        | Day | Snow in centimetres |
        |---|---:|
        | Tuesday | 9 |

        ```csharp
        var stove = new Stove(matches: 3);
        ```

        ![The kettle]({picture})

        [^1]: Only until noon.
        """;

    private readonly DeskFormSite _forms;

    private ScreenSite(DeskFormSite forms, Uri address, string post)
    {
        _forms = forms;
        Address = address;
        Post = post;
    }

    public Uri Address { get; }

    /// <summary>Path of a public post that has one of everything.</summary>
    public string Post { get; }

    public static async Task<ScreenSite> OpenAsync(string language)
    {
        Uri? address = null;
        var forms = await DeskFormSite.OpenAsync(app => address = app.StartOnSocket());
        var (site, desk) = (forms.Site, forms.Desk);
        using var settings = await desk.PostAsync(
            "/desk/settings/site",
            new Dictionary<string, string> { ["title"] = "Refuge Notes", ["tagline"] = "A hut, a stove, the weather", ["language"] = language, ["zone"] = "Europe/Madrid", ["perPage"] = "10", ["navigation"] = "About = /about" },
            "/desk/settings");
        Assert.Equal(HttpStatusCode.SeeOther, settings.StatusCode);
        var picture = await desk.BringAsync(Pictures.Png(900, 600), "a-photograph-with-a-very-long-name-from-the-telephone-2026-11-20.png");
        await desk.BringAsync(Pictures.Png(300, 700), "tall.png");
        await desk.WriteAsync(LongTitle, Rich.Replace("{picture}", picture, StringComparison.Ordinal), f => f["tags"] = "winter, stove");
        await desk.WriteAsync("", "A note without a title, which is only a sentence or two.");
        var post = await desk.PublishAsync(await desk.WriteAsync(
            LongTitle, Rich.Replace("{picture}", picture, StringComparison.Ordinal), f => { f["tags"] = "winter, stove"; f["language"] = language; f["cover"] = picture; f["alt"] = "The kettle"; }));

        await CopyAsync(site, "@held", DeliveryState.Queued, d => d with { Reason = "X could not be reached: it refused the connection. Nothing was sent.", NotBefore = site.Clock.GetUtcNow().AddHours(1) });
        await CopyAsync(site, "@refused", DeliveryState.Failed, d => d with { Reason = "X refused the text." });
        await CopyAsync(site, "@unknown", DeliveryState.Unknown, d => d);
        await site.BringOutAsync((await site.SentAsync(await site.TargetAsync("x", "@out"), LongTitle)).Copy);
        await site.TargetAsync("x", "@paused", t => t with { State = TargetState.Paused, Reason = "paused by you" });
        await site.TargetAsync("linkedin", "urn:li:person:782bbtaQ", t => t with { State = TargetState.NeedsSignIn, Reason = "LinkedIn no longer accepts this connection. Connect it again." });
        return new ScreenSite(forms, address!, post.Path);
    }

    /// <summary>Every private page that can be looked at, by the name of its screen. Previews are pages of the theme, which are walked as such.</summary>
    public async Task<IReadOnlyList<(string Name, string Path)>> DeskScreensAsync()
    {
        var screens = new List<(string, string)>();
        foreach (var route in DeskFormSite.Routes(_forms.App, "GET").Where(r => !r.StartsWith("/desk/preview", StringComparison.Ordinal)))
        {
            var path = _forms.Address(route);
            using var answer = await _forms.Desk.GetAsync(path);
            if (answer.StatusCode == HttpStatusCode.OK && answer.Content.Headers.ContentType?.MediaType == "text/html")
            {
                screens.Add((NameOf(route), path));
            }
        }

        screens.Add(("desk-posts-public", $"/desk/posts/{_forms.Published.Id}"));
        screens.Add(("desk-posts-nothing-found", "/desk/posts?q=nowhere"));
        screens.Add(("desk-not-found", $"/desk/posts/{Guid.Empty}"));
        return screens;
    }

    public IReadOnlyList<(string Name, string Path)> PublicScreens() =>
    [
        ("home", "/"), ("post", Post), ("archive", "/archive"), ("tag", "/tag/winter"), ("search", "/search?q=stove"), ("search-nothing", "/search?q=nowhere"), ("not-found", "/no/such-page"),
    ];

    public void Dispose() => _forms.Dispose();

    internal static string NameOf(string route) => string.Join('-', route.Split(['/', '{', '}', ':'], StringSplitOptions.RemoveEmptyEntries).Where(p => p is not ("guid" or "int")));

    private static async Task CopyAsync(DeskSite site, string name, DeliveryState state, Func<Delivery, Delivery> change) =>
        await site.BringAsync((await site.SentAsync(await site.TargetAsync("x", name), $"The copy of {name}")).Copy, state, change);
}
