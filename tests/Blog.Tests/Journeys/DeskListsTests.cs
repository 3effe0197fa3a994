using System.Net;
using Blog.Accounts;
using Blog.Posts;
using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Journeys;

/// <summary>The list of posts over HTTP: filters, and what is done to several posts at once and undone.</summary>
public sealed class DeskListsTests
{
    [Fact]
    public async Task It_is_filtered_by_trouble_tag_and_author()
    {
        using var site = await DeskSite.OpenAsync();
        var (_, copy) = await site.SentAsync(await site.TargetAsync("x", "@ines"), "Snow cards");
        await site.BringAsync(copy, DeliveryState.Failed, d => d with { Reason = "Refused." });
        await AddAsync(site, "Which boots", PostStatus.Published, "Winter");
        await AddAsync(site, "A stove", PostStatus.Draft, "Winter");

        var trouble = await site.ReadAsync("/desk/posts?state=trouble");
        var tagged = await site.ReadAsync("/desk/posts?q=tag:Winter");
        var by = await site.ReadAsync("/desk/posts?q=by:nobody");

        Assert.Contains("Snow cards", trouble);
        Assert.DoesNotContain("Which boots", trouble);
        Assert.Contains("Which boots", tagged);
        Assert.DoesNotContain("Snow cards", tagged);
        Assert.Contains("No published post is by “nobody”", by);
        Assert.Contains("No copy is in trouble", await WithoutTroubleAsync());

        static async Task<string> WithoutTroubleAsync()
        {
            using var calm = await DeskSite.OpenAsync();
            return await calm.ReadAsync("/desk/posts?state=trouble");
        }
    }

    [Fact]
    public async Task Deleted_in_bulk_posts_are_gone_at_home_at_once_and_come_back_with_their_copies_untouched()
    {
        using var site = await DeskSite.OpenAsync();
        var target = await site.TargetAsync("x", "@ines");
        var (out1, copy) = await site.SentAsync(target, "Snow cards");
        await site.BringOutAsync(copy);
        var draft = await AddAsync(site, "A stove", PostStatus.Draft);

        var (_, undo) = await DoAsync(site, "delete", [out1.Id, draft.Id], "2 posts are deleted.");
        Assert.Equal(HttpStatusCode.Gone, await StatusAsync(site, out1.Path));
        Assert.Equal((DeliveryState.Accepted, DeliveryAction.Publish), await StandsAsync(site, copy));

        site.Clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal("303 /desk/posts?undone=2&left=0", await PressAsync(site, undo));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(site, out1.Path));
        Assert.Equal(PostStatus.Draft, (await site.Desk.FindAsync(draft.Id)).Status);
        Assert.Equal((DeliveryState.Accepted, DeliveryAction.Publish), await StandsAsync(site, copy));
        Assert.Contains("It is undone already.", await site.ReadAsync("/desk/posts?deed=" + DeskDriver.IdIn(undo)));
        site.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.StartsWith("303 /desk/posts?deed=", await PressAsync(site, undo), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_it_can_no_longer_be_undone_the_copies_of_what_was_deleted_are_taken_away()
    {
        using var site = await DeskSite.OpenAsync();
        var (post, copy) = await site.SentAsync(await site.TargetAsync("x", "@ines"), "Snow cards");
        await site.BringOutAsync(copy);
        var (_, undo) = await DoAsync(site, "delete", [post.Id], "1 post is deleted.");

        site.Clock.Advance(BulkWork.Undo - TimeSpan.FromSeconds(1));
        Assert.Equal((DeliveryState.Accepted, DeliveryAction.Publish), await StandsAsync(site, copy));
        await Waiting.UntilAsync("the copy is taken away", async () =>
        {
            site.Clock.Advance(TimeSpan.FromSeconds(15));
            return await StandsAsync(site, copy) == (DeliveryState.Queued, DeliveryAction.Delete);
        });

        Assert.StartsWith("303 /desk/posts?deed=", await PressAsync(site, undo), StringComparison.Ordinal);
        Assert.Equal(PostStatus.Deleted, (await site.Desk.FindAsync(post.Id)).Status);
    }

    [Fact]
    public async Task Tagged_and_published_in_bulk_is_undone_but_not_where_somebody_changed_it_since()
    {
        using var site = await DeskSite.OpenAsync();
        var (one, two) = (await AddAsync(site, "One", PostStatus.Draft), await AddAsync(site, "Two", PostStatus.Draft));

        var (_, untag) = await DoAsync(site, "tag", [one.Id, two.Id], "2 posts have the tag “Winter room” now.", ("tag", "Winter room"));
        Assert.Equal(["Winter room"], (await site.Desk.FindAsync(one.Id)).Tags.Select(t => t.Name));
        await site.App.Get<Publisher>().SaveAsync(Publisher.AsDraft(await site.Desk.FindAsync(two.Id)) with { Markdown = "Other words." }, default);
        Assert.Equal("303 /desk/posts?undone=1&left=1", await PressAsync(site, untag));
        Assert.Empty((await site.Desk.FindAsync(one.Id)).Tags);
        Assert.Single((await site.Desk.FindAsync(two.Id)).Tags);

        var (_, unpublish) = await DoAsync(site, "publish", [one.Id, two.Id], "2 posts are published, at home only.");
        Assert.Equal(PostStatus.Published, (await site.Desk.FindAsync(one.Id)).Status);
        Assert.Empty(await site.Store.ListForPostAsync(one.Id, default));
        Assert.Equal("303 /desk/posts?undone=2&left=0", await PressAsync(site, unpublish));
        Assert.Equal(PostStatus.Draft, (await site.Desk.FindAsync(one.Id)).Status);
    }

    [Fact]
    public async Task What_is_not_ticked_not_theirs_or_no_tag_changes_nothing_and_says_so()
    {
        using var site = await DeskSite.OpenAsync();
        var post = await AddAsync(site, "Hers", PostStatus.Published);
        var made = await site.App.Get<AccountSetup>().AddAsync(new NewAccount("leo@refuge.example", "Leo", AccountRole.Author), default);
        using var leo = new DeskDriver(site.App, site.App.Browser());
        using var signedIn = await leo.SignInAsync("leo@refuge.example", made.Password!);

        using var none = await site.Desk.PostAsync("/desk/posts/bulk", new Dictionary<string, string> { ["do"] = "delete" }, "/desk/posts");
        using var blank = await site.Desk.PostAsync("/desk/posts/bulk", new Dictionary<string, string> { ["do"] = "tag", ["tag"] = " , ", ["post"] = post.Id.ToString() }, "/desk/posts");
        using var theirs = await leo.PostAsync("/desk/posts/bulk", new Dictionary<string, string> { ["do"] = "delete", ["post"] = post.Id.ToString() }, "/desk/posts");

        Assert.Contains("No post is ticked.", await ReadAsync(none));
        Assert.Contains("A tag has 1 to 100 characters", await ReadAsync(blank));
        Assert.Contains("not yours", await ReadAsync(theirs));
        Assert.Equal((post.Revision, PostStatus.Published), ((await site.Desk.FindAsync(post.Id)).Revision, (await site.Desk.FindAsync(post.Id)).Status));

        var (_, undo) = await DoAsync(site, "delete", [post.Id], "1 post is deleted.");
        using var foreign = await leo.PostAsync(undo, new Dictionary<string, string>(), "/desk/posts");
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
    }

    private static async Task<string> ReadAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        return DeskDriver.Read(await answer.Content.ReadAsStringAsync());
    }

    // Does it to the posts; the page after it, and where its undo goes.
    private static async Task<(string Page, string Undo)> DoAsync(DeskSite site, string what, Guid[] posts, string said, params (string Name, string Value)[] more)
    {
        var page = await site.Desk.PageAsync("/desk/posts");
        var fields = posts.Select(p => KeyValuePair.Create("post", p.ToString()))
            .Concat(more.Select(m => KeyValuePair.Create(m.Name, m.Value)))
            .Append(KeyValuePair.Create("do", what))
            .Append(KeyValuePair.Create("__RequestVerificationToken", DeskDriver.TokenOf(page)));
        using var form = new FormUrlEncodedContent(fields);
        using var answer = await site.Desk.Browser.PostAsync(new Uri("/desk/posts/bulk", UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var after = await site.ReadAsync(answer.Headers.Location!.ToString());
        Assert.Contains(said, after);
        return (after, $"/desk/posts/bulk/{DeskDriver.IdIn(answer.Headers.Location.ToString())}/undo");
    }

    private static async Task<string> PressAsync(DeskSite site, string undo)
    {
        using var answer = await site.Desk.PostAsync(undo, new Dictionary<string, string>(), "/desk/posts");
        return DeskDriver.Describe(answer);
    }

    private static async Task<(DeliveryState, DeliveryAction)> StandsAsync(DeskSite site, Delivery copy) =>
        await site.FindAsync(copy) is var now ? (now.State, now.Action) : default;

    private static async Task<HttpStatusCode> StatusAsync(DeskSite site, string path)
    {
        using var answer = await site.Desk.GetAsync(path);
        return answer.StatusCode;
    }

    private static async Task<Post> AddAsync(DeskSite site, string title, PostStatus status, params string[] tags)
    {
        var saved = await site.App.Get<Publisher>().SaveAsync(new PostDraft { Title = title, Markdown = "Words.", Status = status, Tags = tags }, default);
        Assert.Equal(PublishOutcome.Saved, saved.Outcome);
        return saved.Post!;
    }
}
