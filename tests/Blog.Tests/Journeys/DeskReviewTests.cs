using System.Net;
using Blog.Media;
using Blog.Posts;
using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Journeys;

/// <summary>What a copy will say, before it goes: the words, their count, the card, the pictures.</summary>
public sealed class DeskReviewTests
{
    [Fact]
    public async Task The_preview_shows_the_words_as_they_will_go_out_and_how_the_network_counts_them()
    {
        using var site = await DeskSite.OpenAsync();
        await site.TargetAsync("x", "@ines", t => t with { Style = new CopyStyle { Template = "New: {title}\n{link}" } });
        var draft = await site.Desk.WriteAsync("Nine centimetres", "Since Tuesday.");

        var page = await site.ReadAsync($"/desk/posts/{draft.Id}/review");

        Assert.Contains("New: Nine centimetres\nhttps://ines.example.com/2026/nine-centimetres", page);
        Assert.Contains("45 of 280; a link counts 23", page);
    }

    [Fact]
    public async Task Own_words_are_sent_for_the_network_they_are_for_and_for_no_other()
    {
        using var site = await DeskSite.OpenAsync();
        var (x, facebook) = (await site.TargetAsync("x", "@ines"), await site.TargetAsync("facebook", "Refuge Notes"));
        var draft = await site.Desk.WriteAsync("Nine centimetres", "Since Tuesday.");

        using var answer = await SendAsync(site, draft, [x.Id, facebook.Id], (x.Id, "Skis out.\r\n"));

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var copies = (await site.Store.ListForPostAsync(draft.Id, default)).ToDictionary(c => c.Network, c => c.OwnText);
        Assert.Equal(("Skis out.", (string?)null), (copies["x"], copies["facebook"]));
    }

    [Fact]
    public async Task Own_words_can_be_looked_at_without_publishing()
    {
        using var site = await DeskSite.OpenAsync();
        var x = await site.TargetAsync("x", "@ines");
        var draft = await site.Desk.WriteAsync("Nine centimetres", "Since Tuesday.");

        using var answer = await SendAsync(site, draft, [x.Id], (x.Id, "Skis out."), look: true);

        var page = DeskDriver.Read(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("Skis out.\n\nhttps://ines.example.com/2026/nine-centimetres</blockquote>", page);
        Assert.Contains("Skis out.</textarea>", page);
        Assert.Contains($"value=\"{x.Id}\" checked", page);
        Assert.Equal(PostStatus.Draft, (await site.Desk.FindAsync(draft.Id)).Status);
    }

    [Fact]
    public async Task Own_words_that_are_too_long_publish_nothing()
    {
        using var site = await DeskSite.OpenAsync();
        var x = await site.TargetAsync("x", "@ines");
        var draft = await site.Desk.WriteAsync("Nine centimetres", "Since Tuesday.");

        using var answer = await SendAsync(site, draft, [x.Id], (x.Id, string.Join(' ', Enumerable.Repeat("snow", 60))));

        var page = DeskDriver.Read(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("X takes 280; with its link this counts 324.", page);
        Assert.Contains("324 of 280: 44 too many", page);
        Assert.Equal(PostStatus.Draft, (await site.Desk.FindAsync(draft.Id)).Status);
        Assert.Empty(await site.Store.ListForPostAsync(draft.Id, default));
    }

    [Fact]
    public async Task Own_words_for_a_network_that_is_not_ticked_stop_nothing()
    {
        using var site = await DeskSite.OpenAsync();
        var x = await site.TargetAsync("x", "@ines");
        var draft = await site.Desk.WriteAsync("Nine centimetres", "Since Tuesday.");

        using var answer = await SendAsync(site, draft, [], (x.Id, string.Join(' ', Enumerable.Repeat("snow", 60))));

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Empty(await site.Store.ListForPostAsync(draft.Id, default));
    }

    [Fact]
    public async Task The_same_words_on_two_networks_are_pointed_out_and_not_forbidden()
    {
        using var site = await DeskSite.OpenAsync();
        var x = await site.TargetAsync("x", "@ines", t => t with { Style = new CopyStyle { Utm = true } });
        var facebook = await site.TargetAsync("facebook", "Refuge Notes");
        var draft = await site.Desk.WriteAsync("Nine centimetres", "Since Tuesday.");

        var same = await site.ReadAsync($"/desk/posts/{draft.Id}/review");
        using var looked = await SendAsync(site, draft, [x.Id, facebook.Id], (x.Id, "Skis out."), look: true);
        using var sent = await SendAsync(site, draft, [x.Id, facebook.Id]);

        Assert.Contains("X, Facebook would say the same words.", same);
        Assert.DoesNotContain("would say the same words.", await looked.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        Assert.Equal(2, (await site.Store.ListForPostAsync(draft.Id, default)).Count);
    }

    [Fact]
    public async Task The_preview_shows_which_pictures_go_along_and_why_others_can_not()
    {
        using var site = await DeskSite.OpenAsync();
        var (png, webp) = (await AddAsync(site, Pictures.Png(8, 8), "hut.png"), await AddAsync(site, Pictures.WebPFile(8, 8), "snow.webp"));
        await site.TargetAsync("facebook", "Refuge Notes", t => t with { Style = new CopyStyle { Pictures = true } });
        var draft = await site.Desk.WriteAsync("Nine centimetres", $"![The hut]({png})\n\n![Snow]({webp})\n\n![Afar](https://elsewhere.example/a.png)");

        var page = await site.ReadAsync($"/desk/posts/{draft.Id}/review");

        Assert.Contains($"<img src=\"{png}\"", page);
        Assert.Contains("<span>The hut</span>", page);
        Assert.Contains($"{webp} can’t go along: Facebook does not take image/webp.", page);
        Assert.Contains("https://elsewhere.example/a.png can’t go along: it does not lie in this blog’s media library.", page);
    }

    [Fact]
    public async Task The_preview_shows_the_card_where_one_is_sent()
    {
        using var site = await DeskSite.OpenAsync();
        await site.TargetAsync("linkedin", "Marta Ferrer");
        var draft = await site.Desk.WriteAsync("Nine centimetres", "Since Tuesday it has not stopped.");

        var page = await site.ReadAsync($"/desk/posts/{draft.Id}/review");

        Assert.Contains("<div class=\"link-card\"><div><b>Nine centimetres</b><p>Since Tuesday it has not stopped.</p>", page);
    }

    [Fact]
    public async Task A_thread_is_shown_post_by_post()
    {
        using var site = await DeskSite.OpenAsync();
        await site.TargetAsync("x", "@ines", t => t with { Style = new CopyStyle { Thread = true } });
        var draft = await site.Desk.WriteAsync("", string.Join(' ', Enumerable.Repeat("It snowed all night and all day.", 15)));

        var page = await site.ReadAsync($"/desk/posts/{draft.Id}/review");

        Assert.Contains("The words for X: 2 posts", page);
    }

    [Fact]
    public async Task A_published_post_is_sent_further_with_own_words()
    {
        using var site = await DeskSite.OpenAsync();
        var (post, _) = await site.SentAsync(await site.TargetAsync("facebook", "Refuge Notes"));
        var x = await site.TargetAsync("x", "@ines");
        var fields = new Dictionary<string, string> { ["target"] = x.Id.ToString(), ["text-" + x.Id] = string.Join(' ', Enumerable.Repeat("snow", 60)) };

        using var refused = await site.Desk.PostAsync($"/desk/posts/{post.Id}/send", fields, $"/desk/posts/{post.Id}");
        var page = DeskDriver.Read(await refused.Content.ReadAsStringAsync());
        fields["text-" + x.Id] = "Skis out.";
        using var sent = await site.Desk.PostAsync($"/desk/posts/{post.Id}/send", fields, $"/desk/posts/{post.Id}");

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("X takes 280; with its link this counts 324.", page);
        Assert.Equal($"303 /desk/posts/{post.Id}", DeskDriver.Describe(sent));
        Assert.Equal("Skis out.", Assert.Single(await site.Store.ListForPostAsync(post.Id, default), c => c.Network == "x").OwnText);
        Assert.DoesNotContain("name=\"target\"", await site.ReadAsync($"/desk/posts/{post.Id}"));
    }

    private static Task<HttpResponseMessage> SendAsync(DeskSite site, Post draft, Guid[] targets, (Guid Target, string Words)? own = null, bool look = false)
    {
        var path = $"/desk/posts/{draft.Id}/review";
        var fields = targets.Select(t => KeyValuePair.Create("target", t.ToString())).Append(KeyValuePair.Create("revision", "1"));
        if (own is { } words)
        {
            fields = fields.Append(KeyValuePair.Create("text-" + words.Target, words.Words));
        }

        return PostAsync(site, path, look ? fields.Append(KeyValuePair.Create("do", "look")) : fields);
    }

    private static async Task<HttpResponseMessage> PostAsync(DeskSite site, string path, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var token = DeskDriver.TokenOf(await site.Desk.PageAsync(path));
        using var content = new FormUrlEncodedContent(fields.Append(KeyValuePair.Create("__RequestVerificationToken", token)));
        return await site.Desk.Browser.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    private static async Task<string> AddAsync(DeskSite site, byte[] bytes, string name)
    {
        using var content = new MemoryStream(bytes);
        return (await site.App.Get<MediaLibrary>().AddAsync(content, name, "", default)).Item!.Path;
    }
}
