using System.Globalization;
using System.Net;
using System.Text.Json;
using Blog.Accounts;
using Blog.Posts;
using Blog.Tests.Infrastructure;
using Microsoft.AspNetCore.Identity;

namespace Blog.Tests.Journeys;

/// <summary>What is typed is kept on the server beside the post: readers see nothing of it, and nothing is written over what somebody else stored.</summary>
public sealed class DeskKeepTests : IDisposable
{
    private readonly BlogApp _app = DeskDriver.QuickApp();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task The_first_words_of_a_new_post_make_one_draft_however_often_they_are_sent()
    {
        using var desk = await DeskDriver.SetUpAsync(_app);
        var id = Guid.CreateVersion7();

        var first = await KeepAsync(desk, null, "Nine cen", "Since", 0, id: id);
        var again = await KeepAsync(desk, null, "Nine centimetres", "Since Tuesday.", 0, id: id);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.Status, again.Status));
        Assert.Equal((id, 1), (first.Body.GetProperty("id").GetGuid(), first.Body.GetProperty("revision").GetInt32()));
        var post = Assert.Single((await Posts.ListForDeskAsync(null, null, null, 5, default)).Items);
        Assert.Equal((id, "Nine cen", PostStatus.Draft), (post.Id, post.Title, post.Status));
        Assert.Contains("Since Tuesday.", DeskDriver.Read(await desk.PageAsync($"/desk/write/{id}")));
    }

    [Fact]
    public async Task The_address_is_made_of_the_finished_title_not_of_its_first_letters()
    {
        using var desk = await DeskDriver.SetUpAsync(_app);
        var id = Guid.CreateVersion7();
        await KeepAsync(desk, null, "Nine cen", "Since", 0, id: id);

        using var saved = await desk.PostAsync($"/desk/write/{id}", DeskDriver.WriteFields("Nine centimetres", "Since Tuesday.", 1));

        Assert.Equal("nine-centimetres", (await desk.FindAsync(id)).Slug);
        Assert.DoesNotContain("value=\"nine-centimetres\"", await desk.PageAsync($"/desk/write/{id}"));
    }

    [Fact]
    public async Task A_form_whose_draft_was_made_by_the_script_saves_that_draft()
    {
        using var desk = await DeskDriver.SetUpAsync(_app);
        var id = Guid.CreateVersion7();
        await KeepAsync(desk, null, "Nine", "Since", 0, id: id);

        using var saved = await desk.PostAsync("/desk/write", new Dictionary<string, string>(DeskDriver.WriteFields("Nine", "Since Tuesday.")) { ["id"] = id.ToString() });

        Assert.Equal($"303 /desk/write/{id}?saved", DeskDriver.Describe(saved));
        Assert.Equal("Since Tuesday.", (await desk.FindAsync(id)).Markdown);
        Assert.Single((await Posts.ListForDeskAsync(null, null, null, 5, default)).Items);
    }

    [Fact]
    public async Task A_half_typed_field_is_no_reason_to_keep_nothing()
    {
        using var desk = await DeskDriver.SetUpAsync(_app);
        var id = Guid.CreateVersion7();

        var kept = await KeepAsync(desk, null, "Nine", "Since", 0, id: id, change: f => f["canonical"] = "http");

        Assert.Equal(HttpStatusCode.OK, kept.Status);
        Assert.Equal("Since", (await desk.FindAsync(id)).Markdown);
        Assert.Contains("value=\"http\"", await desk.PageAsync($"/desk/write/{id}"));
    }

    [Fact]
    public async Task What_is_typed_on_a_live_post_leaves_its_page_and_its_revisions_alone_until_it_is_saved()
    {
        using var desk = await DeskDriver.SetUpAsync(_app);
        var post = await desk.PublishAsync(await desk.WriteAsync("Nine centimetres", "Since Tuesday."));

        var kept = await KeepAsync(desk, post.Id, "Nine centimetres", "Since Wednesday.", post.Revision);

        Assert.Equal(HttpStatusCode.OK, kept.Status);
        Assert.DoesNotContain("Wednesday", await desk.PageAsync(post.Path));
        Assert.Equal((post.Revision, "Since Tuesday."), ((await desk.FindAsync(post.Id)).Revision, (await desk.FindAsync(post.Id)).Markdown));
        var editor = DeskDriver.Read(await desk.PageAsync($"/desk/write/{post.Id}"));
        Assert.Contains("Since Wednesday.", editor);
        Assert.Contains("Not yet on the page: what you typed", editor);

        var fields = DeskDriver.WriteFields("Nine centimetres", "Since Wednesday.", post.Revision);
        fields["stamp"] = kept.Body.GetProperty("stamp").GetString()!;
        using var saved = await desk.PostAsync($"/desk/write/{post.Id}", fields);
        Assert.Contains("Since Wednesday.", await desk.PageAsync(post.Path));
        Assert.DoesNotContain("Not yet on the page", await desk.PageAsync($"/desk/write/{post.Id}"));
    }

    [Fact]
    public async Task The_stored_text_can_be_put_back()
    {
        using var desk = await DeskDriver.SetUpAsync(_app);
        var draft = await desk.WriteAsync("Nine", "Since Tuesday.");
        await KeepAsync(desk, draft.Id, "Nine", "Since Wednesday.", 1);
        var editor = $"/desk/write/{draft.Id}";

        using var dropped = await desk.PostAsync(editor + "/drop", new Dictionary<string, string>(), editor);

        Assert.Equal("303 " + editor, DeskDriver.Describe(dropped));
        Assert.DoesNotContain("Wednesday", await desk.PageAsync(editor));
    }

    [Fact]
    public async Task Nothing_is_published_without_the_words_that_were_typed_last()
    {
        using var desk = await DeskDriver.SetUpAsync(_app);
        var draft = await desk.WriteAsync("Nine", "Since Tuesday.");
        await KeepAsync(desk, draft.Id, "Nine", "Since Wednesday.", 1);

        using var review = await desk.GetAsync($"/desk/posts/{draft.Id}/review");

        Assert.Equal($"303 /desk/write/{draft.Id}", DeskDriver.Describe(review));
    }

    [Fact]
    public async Task The_later_of_two_windows_is_told_and_overwrites_nothing()
    {
        using var desk = await DeskDriver.SetUpAsync(_app);
        var draft = await desk.WriteAsync("Nine", "one\ntwo");
        var (left, right) = (Guid.NewGuid(), Guid.NewGuid());
        await KeepAsync(desk, draft.Id, "Nine", "one\nleft", 1, left);

        var told = await KeepAsync(desk, draft.Id, "Nine", "one\nright", 1, right);

        Assert.Equal(HttpStatusCode.Conflict, told.Status);
        Assert.Contains("You typed something else just now, in another window.", told.Body.GetProperty("sentence").GetString());
        Assert.Equal("one\nleft", told.Body.GetProperty("markdown").GetString());
        Assert.Equal(["=one", "-left", "+right"], told.Body.GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("kind").GetString() + c.GetProperty("text").GetString()));
        Assert.Contains("one\nleft", DeskDriver.Read(await desk.PageAsync($"/desk/write/{draft.Id}")));

        // The first window goes on, whether or not an answer reached it; the second does so once it has seen the other text.
        Assert.Equal(HttpStatusCode.OK, (await KeepAsync(desk, draft.Id, "Nine", "one\nleft, more", 1, left)).Status);
        Assert.Equal(HttpStatusCode.OK, (await KeepAsync(desk, draft.Id, "Nine", "one\nright", 1, right, stamp: left)).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await KeepAsync(desk, draft.Id, "Nine", "one\nleft, still", 1, left)).Status);
    }

    [Fact]
    public async Task Words_over_a_revision_that_somebody_replaced_are_not_taken_and_say_who_and_when()
    {
        using var desk = await DeskDriver.SetUpAsync(_app);
        var draft = await desk.WriteAsync("Nine", "Since Tuesday.");
        await KeepAsync(desk, draft.Id, "Nine", "What I typed.", 1);
        using var tom = await JoinAsync("Tom Ashby", AccountRole.Editor);
        using var saved = await tom.PostAsync($"/desk/write/{draft.Id}", DeskDriver.WriteFields("Nine", "What Tom saved.", 1));

        var told = await KeepAsync(desk, draft.Id, "Nine", "What I typed, and more.", 1);

        Assert.Equal(HttpStatusCode.Conflict, told.Status);
        Assert.Contains("Tom Ashby saved another version just now", told.Body.GetProperty("sentence").GetString());
        Assert.Equal(("What Tom saved.", 2), (told.Body.GetProperty("markdown").GetString(), told.Body.GetProperty("revision").GetInt32()));
        var editor = DeskDriver.Read(await desk.PageAsync($"/desk/write/{draft.Id}"));
        Assert.Contains("What I typed.", editor);
        Assert.Contains("What Tom saved.", editor);
    }

    [Fact]
    public async Task Saving_one_window_keeps_what_another_typed()
    {
        using var desk = await DeskDriver.SetUpAsync(_app);
        var draft = await desk.WriteAsync("Nine", "Since Tuesday.");
        await KeepAsync(desk, draft.Id, "Nine", "Typed in the other window.", 1);

        using var saved = await desk.PostAsync($"/desk/write/{draft.Id}", DeskDriver.WriteFields("Nine", "Saved in this one.", 1));

        var editor = DeskDriver.Read(await desk.PageAsync($"/desk/write/{draft.Id}"));
        Assert.Contains("Typed in the other window.", editor);
        Assert.Contains("Saved in this one.", editor);
    }

    [Fact]
    public async Task A_post_that_was_deleted_meanwhile_says_so()
    {
        using var desk = await DeskDriver.SetUpAsync(_app);
        var draft = await desk.WriteAsync("Nine", "Since Tuesday.");
        await _app.Get<Publisher>().DeleteAsync(draft.Id, "desk", default);

        var told = await KeepAsync(desk, draft.Id, "Nine", "Since Wednesday.", 1);

        Assert.Equal(HttpStatusCode.Gone, told.Status);
        Assert.Contains("deleted while you were writing", told.Body.GetProperty("sentence").GetString());
    }

    [Fact]
    public async Task Nobody_keeps_words_on_a_post_that_is_not_theirs()
    {
        using var desk = await DeskDriver.SetUpAsync(_app);
        var draft = await desk.WriteAsync("Nine", "Since Tuesday.");
        using var guest = await JoinAsync("Omid Karimi", AccountRole.Contributor);

        var told = await KeepAsync(guest, draft.Id, "Nine", "Mine now.", 1);
        var unknown = await KeepAsync(guest, Guid.CreateVersion7(), "Nine", "Mine now.", 1);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (told.Status, unknown.Status));
        Assert.DoesNotContain("Mine now.", await desk.PageAsync($"/desk/write/{draft.Id}"));
    }

    [Fact]
    public async Task An_ended_sign_in_is_answered_with_401_and_a_fresh_token_is_there_after_signing_in()
    {
        using var desk = await DeskDriver.SetUpAsync(_app);
        var draft = await desk.WriteAsync("Nine", "Since Tuesday.");
        using var away = await desk.PostAsync("/sign-out", new Dictionary<string, string>(), "/desk");

        using var refused = await desk.SendAsync($"/desk/write/{draft.Id}/keep", DeskDriver.WriteFields("Nine", "Typed.", 1), r => r.Headers.Accept.ParseAdd("application/json"));
        using var token = await AskAsync(desk, "/desk/write/token");
        using var back = await desk.SignInAsync(DeskDriver.Email, DeskDriver.Password);
        using var fresh = await AskAsync(desk, "/desk/write/token");
        var fields = DeskDriver.WriteFields("Nine", "Typed.", 1);
        fields["__RequestVerificationToken"] = JsonDocument.Parse(await fresh.Content.ReadAsStringAsync()).RootElement.GetProperty("token").GetString()!;
        using var kept = await desk.SendAsync($"/desk/write/{draft.Id}/keep", fields);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.OK), (refused.StatusCode, token.StatusCode, kept.StatusCode));
        Assert.Contains("no-store", fresh.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task Without_the_token_of_the_form_nothing_is_kept()
    {
        using var desk = await DeskDriver.SetUpAsync(_app);
        var draft = await desk.WriteAsync("Nine", "Since Tuesday.");

        using var refused = await desk.SendAsync($"/desk/write/{draft.Id}/keep", DeskDriver.WriteFields("Nine", "Typed.", 1));
        using var foreign = await desk.SendAsync($"/desk/write/{draft.Id}/keep", DeskDriver.WriteFields("Nine", "Typed.", 1), r => r.Headers.Add("Origin", "https://evil.example"));

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (refused.StatusCode, foreign.StatusCode));
        Assert.DoesNotContain("Typed.", await desk.PageAsync($"/desk/write/{draft.Id}"));
    }

    [Fact]
    public async Task What_is_too_large_is_refused_with_the_reason()
    {
        using var desk = await DeskDriver.SetUpAsync(_app);
        var draft = await desk.WriteAsync("Nine", "Since Tuesday.");

        var large = await KeepAsync(desk, draft.Id, "Nine", new string('x', 2_500_000), 1);
        var beside = await KeepAsync(desk, draft.Id, "Nine", "Short.", 1, change: f => f["excerpt"] = new string('x', 70_000));
        var first = await KeepAsync(desk, null, "Nine", new string('x', 2_500_000), 0);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (large.Status, beside.Status, first.Status));
        Assert.Contains("at most 2 MB can be stored as one post", large.Body.GetProperty("sentence").GetString());
        Assert.Contains("Shorten them", beside.Body.GetProperty("sentence").GetString());
        Assert.Equal(draft.Id, Assert.Single((await Posts.ListForDeskAsync(null, null, null, 5, default)).Items).Id);
    }

    private IPostStore Posts => _app.Get<IPostStore>();

    private static async Task<(HttpStatusCode Status, JsonElement Body)> KeepAsync(
        DeskDriver desk, Guid? post, string title, string markdown, int revision, Guid? window = null, Guid? stamp = null, Guid? id = null, Action<Dictionary<string, string>>? change = null)
    {
        var fields = DeskDriver.WriteFields(title, markdown, revision);
        fields["window"] = (window ?? Guid.NewGuid()).ToString();
        fields["stamp"] = stamp?.ToString() ?? "";
        fields["id"] = id?.ToString() ?? "";
        change?.Invoke(fields);
        using var answer = await desk.PostAsync(post is null ? "/desk/write/keep" : $"/desk/write/{post}/keep", fields, "/desk/write");
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return (answer.StatusCode, body.RootElement.Clone());
    }

    private static async Task<HttpResponseMessage> AskAsync(DeskDriver desk, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("application/json");
        return await desk.Browser.SendAsync(request);
    }

    private async Task<DeskDriver> JoinAsync(string name, AccountRole role)
    {
        var mail = string.Create(CultureInfo.InvariantCulture, $"{name.Split(' ')[0].ToLowerInvariant()}@refuge.example");
        var account = new Account
        {
            Id = Guid.CreateVersion7(),
            Email = mail,
            NormalizedEmail = mail.ToUpperInvariant(),
            Name = name,
            Slug = name.Split(' ')[0].ToLowerInvariant(),
            Role = role,
            SecurityStamp = "stamp",
            CreatedAt = _app.Get<TimeProvider>().GetUtcNow(),
        };
        account.PasswordHash = new PasswordHasher<Account>().HashPassword(account, DeskDriver.Password);
        Assert.True(await _app.Get<IAccountStore>().AddAsync(account, default));
        var driver = new DeskDriver(_app, _app.Browser());
        using var signedIn = await driver.SignInAsync(mail, DeskDriver.Password);
        Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
        return driver;
    }
}
