using System.Net;
using System.Net.Sockets;
using Blog.Media;
using Blog.Posts;
using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Journeys;

/// <summary>Before a post goes: what is to be mended, with the way there, and what is good to know. Nothing of it forbids anything.</summary>
public sealed class DeskReviewChecksTests
{
    [Fact]
    public async Task What_is_missing_in_the_text_is_named_with_a_way_to_mend_it_and_stops_nothing()
    {
        using var site = await DeskSite.OpenAsync();
        using var bytes = new MemoryStream(Pictures.Png(8, 8));
        var picture = (await site.App.Get<MediaLibrary>().AddAsync(bytes, "ridge.png", "", default)).Item!.Path;
        var draft = await site.Desk.WriteAsync("Nine centimetres", $"TK, and more TKTK. No TKX, no tk.\n\n![]({picture})", f => f["cover"] = picture);

        var page = await site.ReadAsync($"/desk/posts/{draft.Id}/review");
        using var answer = await DeskReviewWhenTests.SendAsync(site, draft, []);

        Assert.Contains("Before it goes: 3 to look at", page);
        Assert.Contains("2 TKs stand in the text.", page);
        Assert.Contains("One picture has no description.", page);
        Assert.Contains($"{picture[(picture.LastIndexOf('/') + 1)..]}. People who can’t see it would hear “image”.", page);
        Assert.Contains($"href=\"/desk/write/{draft.Id}#f-alt\"", page);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    [Fact]
    public async Task A_link_within_the_site_that_leads_nowhere_is_named_at_once()
    {
        using var site = await DeskSite.OpenAsync();
        var there = await site.Desk.PublishAsync(await site.Desk.WriteAsync("Winter room", "It has a key."));
        var gone = await site.Desk.PublishAsync(await site.Desk.WriteAsync("Summer room", "It had a key."));
        await site.App.Get<Publisher>().DeleteAsync(gone.Id, "test", default);
        var hidden = await site.Desk.PublishAsync(await site.Desk.WriteAsync("Attic", "No key."));
        await site.App.Get<Publisher>().UnpublishAsync(hidden.Id, "test", default);
        var draft = await site.Desk.WriteAsync(
            "Nine centimetres",
            $"[a]({there.Path}) [b]({gone.Path}) [c]({hidden.Path}) [d](/2020/never) [e]({DeskSite.Url}/nothing) [f](/archive) [g](/tag/snow) [h](/media/2026/ab12cd34ef-no.png) [i](#here) [j](/feed.xml)");

        var page = await site.ReadAsync($"/desk/posts/{draft.Id}/review");

        Assert.Contains("Before it goes: 5 to look at", page);
        Assert.Contains($"The link to {gone.Path} leads nowhere.</b></div><p>That post was deleted", page);
        Assert.Contains($"The link to {hidden.Path} leads nowhere.</b></div><p>That post is not public yet", page);
        Assert.Contains("The link to /2020/never leads nowhere.</b></div><p>Nothing on this site has that address.", page);
        Assert.Contains($"The link to {DeskSite.Url}/nothing leads nowhere.", page);
        Assert.Contains("The link to /media/2026/ab12cd34ef-no.png leads nowhere.", page);
        Assert.DoesNotContain($"The link to {there.Path} ", page);
    }

    [Fact]
    public async Task Links_to_other_sites_are_called_only_when_asked_and_what_was_found_is_known_afterwards()
    {
        var (calls, dead) = (0, new TcpListener(IPAddress.Loopback, 0));
        dead.Start();
        var silent = ((IPEndPoint)dead.LocalEndpoint).Port;
        dead.Stop();
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var other = builder.Build();
        other.Run(context =>
        {
            Interlocked.Increment(ref calls);
            context.Response.StatusCode = context.Request.Path == "/gone" ? 410 : context.Request.Path == "/moved" ? 301 : context.Request.Method == "HEAD" && context.Request.Path == "/strict" ? 405 : 200;
            return Task.CompletedTask;
        });
        await other.StartAsync();
        var base_ = other.Urls.Single();
        using var site = await DeskSite.OpenAsync(app => app.Set("Outgoing:AllowedPrivateHosts:0", new Uri(base_).Authority).Set("Outgoing:AllowedPrivateHosts:1", $"127.0.0.1:{silent}"));
        var draft = await site.Desk.WriteAsync("Nine centimetres", $"[a]({base_}/there) [b]({base_}/gone#part) [c]({base_}/moved) [d]({base_}/strict) [e](http://127.0.0.1:{silent}/x)");

        var before = await site.ReadAsync($"/desk/posts/{draft.Id}/review");
        var none = calls;
        using var looked = await DeskReviewWhenTests.SendAsync(site, draft, [("do", "links")]);
        var after = DeskDriver.Read(await looked.Content.ReadAsStringAsync());
        var made = calls;
        var again = await site.ReadAsync($"/desk/posts/{draft.Id}/review");

        Assert.Equal(0, none);
        Assert.Contains("5 links lead to other sites; whether they answer was not looked at.", before);
        Assert.Contains("value=\"links\"", before);
        Assert.Contains($"The link to {base_}/gone leads nowhere.", after);
        Assert.Contains("It could not be told whether these links answer: 127.0.0.1.", after);
        Assert.Contains("3 links that lead elsewhere answer.", again);
        Assert.DoesNotContain("value=\"links\"", again);
        Assert.Equal(made, calls);
        Assert.Equal(PostStatus.Draft, (await site.Desk.FindAsync(draft.Id)).Status);
    }

    [Fact]
    public async Task What_is_to_be_known_about_the_chosen_networks_is_said_and_only_about_those()
    {
        using var site = await DeskSite.OpenAsync();
        var now = site.Clock.GetUtcNow();
        var (x, facebook) = (await site.TargetAsync("x", "@ines"), await site.TargetAsync("facebook", "Refuge Notes", t => t with { EndsAt = now.AddDays(3) }));
        var draft = await site.Desk.WriteAsync("Nine centimetres", "Since Tuesday.");

        var none = await site.ReadAsync($"/desk/posts/{draft.Id}/review");
        var page = await LookAsync(site, draft, [x, facebook]);
        var late = await LookAsync(site, draft, [facebook], ("when", "later"), ("date", "2026-11-24T09:00"));

        Assert.DoesNotContain("can’t be edited", none);
        Assert.Contains("Once out, the copy on X can’t be edited.", page);
        Assert.Contains("taken away. Facebook can be.", page);
        Assert.Contains("X, Facebook would say the same words.", page);
        Assert.Contains("The access to Facebook ends in 3 days.</div><p>This copy goes out before that.", page);
        Assert.Contains("The access to Facebook ends in 3 days.</b></div><p>This copy would go out after that", late);
        Assert.Contains("href=\"/desk/networks\">Reconnect", page);
    }

    private static async Task<string> LookAsync(DeskSite site, Post draft, SyndicationTarget[] targets, params (string, string)[] more)
    {
        using var answer = await DeskReviewWhenTests.SendAsync(site, draft, [.. targets.Select(t => ("target", t.Id.ToString())), .. more, ("do", "look")]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return DeskDriver.Read(await answer.Content.ReadAsStringAsync());
    }
}
