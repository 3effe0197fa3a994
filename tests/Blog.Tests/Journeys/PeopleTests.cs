using System.Net;
using System.Text.RegularExpressions;
using Blog.Accounts;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Journeys;

public sealed partial class PeopleTests
{
    private const string Words = "a sentence that Leo likes";

    [Fact]
    public async Task An_invitation_makes_an_account_of_its_role_and_signs_in()
    {
        using var app = DeskDriver.QuickApp();
        using var owner = await DeskDriver.SetUpAsync(app);
        var link = await InviteAsync(owner, "Author", "Leo, from the hut");

        using var leo = new DeskDriver(app, app.Browser());
        var form = DeskDriver.Read(await leo.PageAsync(link));
        using var accepted = await leo.PostAsync(link, Fields("Leo"));

        Assert.Contains("Inés Quintana invites you as author", form);
        Assert.Equal("303 /desk", DeskDriver.Describe(accepted));
        Assert.Equal(HttpStatusCode.OK, (await leo.GetAsync("/desk")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await leo.GetAsync("/desk/people")).StatusCode);
        var people = DeskDriver.Read(await owner.PageAsync("/desk/people"));
        Assert.Contains("2 people write here", people);
        Assert.Contains("leo@hut.example", people);
        Assert.DoesNotContain("Leo, from the hut", people);
        using var again = new DeskDriver(app, app.Browser());
        Assert.Equal("303 /desk", DeskDriver.Describe(await again.SignInAsync("leo@hut.example", Words)));
    }

    [Fact]
    public async Task A_role_that_is_sent_along_at_the_acceptance_is_not_read()
    {
        using var app = DeskDriver.QuickApp();
        using var owner = await DeskDriver.SetUpAsync(app);
        var link = await InviteAsync(owner, "Contributor");

        using var leo = new DeskDriver(app, app.Browser());
        using var accepted = await leo.PostAsync(link, new Dictionary<string, string>(Fields("Leo")) { ["role"] = "Owner", ["Role"] = "Owner" });

        Assert.Equal(AccountRole.Contributor, (await FindAsync(app, "Leo")).Role);
    }

    [Fact]
    public async Task Two_who_accept_at_the_same_moment_make_one_account()
    {
        using var app = DeskDriver.QuickApp();
        using var owner = await DeskDriver.SetUpAsync(app);
        var link = await InviteAsync(owner, "Author");
        var drivers = Enumerable.Range(0, 4).Select(_ => new DeskDriver(app, app.Browser())).ToList();

        // Each has the form open before the first of them sends it.
        var forms = await Task.WhenAll(drivers.Select(d => d.PageAsync(link)));
        var answers = await Task.WhenAll(drivers.Select((d, n) => d.SendAsync(
            link, new Dictionary<string, string>(Fields("Leo" + n)) { ["__RequestVerificationToken"] = DeskDriver.TokenOf(forms[n]) })));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.SeeOther);
        Assert.Equal(3, answers.Count(a => a.StatusCode == HttpStatusCode.Gone));
        Assert.Equal(2, (await app.Get<IAccountStore>().ListAsync(CancellationToken.None)).Count);
        drivers.ForEach(d => d.Dispose());
    }

    [Fact]
    public async Task A_link_that_was_used_ended_taken_back_or_cut_short_opens_nothing()
    {
        var clock = new FakeClock(new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero));
        using var app = DeskDriver.QuickApp();
        app.Configure(s => s.AddSingleton<TimeProvider>(clock));
        using var owner = await DeskDriver.SetUpAsync(app);
        var used = await InviteAsync(owner, "Author");
        var ended = await InviteAsync(owner, "Author");
        var back = await InviteAsync(owner, "Author", "The third");
        using var leo = new DeskDriver(app, app.Browser());
        var token = DeskDriver.TokenOf(await leo.PageAsync(ended));
        using var accepted = await leo.PostAsync(used, Fields("Leo"));

        var third = (await app.Get<IInvitationStore>().ListOpenAsync(clock.GetUtcNow(), CancellationToken.None)).Single(i => i.Whom == "The third");
        using var revoked = await owner.PostAsync($"/desk/people/invitations/{third.Id}/revoke", new Dictionary<string, string>(), "/desk/people");
        clock.Advance(TimeSpan.FromDays(7));
        using var stranger = new DeskDriver(app, app.Browser());
        var fresh = DeskDriver.TokenOf(await stranger.PageAsync("/sign-in"));
        using var sent = await stranger.SendAsync(ended, new Dictionary<string, string>(Fields("Eve")) { ["__RequestVerificationToken"] = fresh });

        Assert.Equal("303 /desk/people?done=revoked", DeskDriver.Describe(revoked));
        Assert.Equal(HttpStatusCode.Gone, (await stranger.GetAsync(used)).StatusCode);
        Assert.Equal(HttpStatusCode.Gone, (await stranger.GetAsync(ended)).StatusCode);
        Assert.Equal(HttpStatusCode.Gone, sent.StatusCode);
        Assert.Contains("It was good for 7 days.", DeskDriver.Read(await sent.Content.ReadAsStringAsync()));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(back)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(used[..^1])).StatusCode);
        Assert.NotEqual("", token);
        Assert.Equal(2, (await app.Get<IAccountStore>().ListAsync(CancellationToken.None)).Count);
    }

    [Fact]
    public async Task Mistakes_at_the_acceptance_keep_what_was_typed_and_the_link_open()
    {
        using var app = DeskDriver.QuickApp();
        using var owner = await DeskDriver.SetUpAsync(app);
        var link = await InviteAsync(owner, "Author");
        using var leo = new DeskDriver(app, app.Browser());

        using var taken = await leo.PostAsync(link, new Dictionary<string, string>(Fields("Leo")) { ["mail"] = DeskDriver.Email.ToUpperInvariant() });
        using var wrong = await leo.PostAsync(link, new Dictionary<string, string>(Fields("<b>Leo")) { ["mail"] = "leo", ["password"] = "short-word" });
        using var right = await leo.PostAsync(link, Fields("Leo"));

        Assert.Equal(HttpStatusCode.BadRequest, taken.StatusCode);
        Assert.Contains("Somebody has this address already.", await taken.Content.ReadAsStringAsync());
        var page = await wrong.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("2 answers need another look.", page);
        Assert.Contains("value=\"&lt;b&gt;Leo\"", page);
        Assert.DoesNotContain("short-word", page);
        Assert.Equal("303 /desk", DeskDriver.Describe(right));
    }

    [Fact]
    public async Task The_link_is_shown_once_and_its_token_is_stored_nowhere()
    {
        using var app = DeskDriver.QuickApp();
        using var owner = await DeskDriver.SetUpAsync(app);

        var link = await InviteAsync(owner, "Editor", "Tom");

        var token = link[(link.LastIndexOf('/') + 1)..];
        Assert.DoesNotContain(token, await owner.PageAsync("/desk/people"));
        var open = Assert.Single(await app.Get<IInvitationStore>().ListOpenAsync(DateTimeOffset.UnixEpoch, CancellationToken.None));
        Assert.DoesNotContain(token, open.ToString());
        Assert.Equal((AccountRole.Editor, "Tom", "Inés Quintana"), (open.Role, open.Whom, open.InvitedBy));
    }

    [Theory]
    [InlineData("Owner", "")]
    [InlineData("owner", "")]
    [InlineData("0", "")]
    [InlineData("", "")]
    [InlineData("Author", "long")]
    public async Task No_link_is_made_for_what_can_not_be_chosen(string role, string whom)
    {
        using var app = DeskDriver.QuickApp();
        using var owner = await DeskDriver.SetUpAsync(app);

        using var answer = await owner.PostAsync(
            "/desk/people/invite", new Dictionary<string, string> { ["role"] = role, ["whom"] = whom.Length > 0 ? new string('a', 101) : "" }, "/desk/people");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("No link was made.", await answer.Content.ReadAsStringAsync());
        Assert.Empty(await app.Get<IInvitationStore>().ListOpenAsync(DateTimeOffset.UnixEpoch, CancellationToken.None));
    }

    [Fact]
    public async Task A_changed_role_counts_with_the_next_request()
    {
        using var app = DeskDriver.QuickApp();
        using var owner = await DeskDriver.SetUpAsync(app);
        var draft = await owner.WriteAsync("Not Leo’s", "Text.");
        using var leo = await JoinAsync(owner, "Author", "Leo");
        var before = (await leo.GetAsync($"/desk/write/{draft.Id}")).StatusCode;

        using var changed = await RoleAsync(owner, "Leo", "Editor");
        var after = (await leo.GetAsync($"/desk/write/{draft.Id}")).StatusCode;
        using var nonsense = await RoleAsync(owner, "Leo", "Emperor");

        Assert.Equal("303 /desk/people?done=role", DeskDriver.Describe(changed));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (before, after));
        Assert.Equal(HttpStatusCode.BadRequest, nonsense.StatusCode);
        Assert.Equal(AccountRole.Editor, (await FindAsync(app, "Leo")).Role);
    }

    [Fact]
    public async Task The_last_owner_stays_until_there_is_another()
    {
        using var app = DeskDriver.QuickApp();
        using var owner = await DeskDriver.SetUpAsync(app);
        using var leo = await JoinAsync(owner, "Editor", "Leo");
        var ines = await FindAsync(app, "Inés Quintana");

        using var demoted = await RoleAsync(owner, "Inés Quintana", "Author");
        using var removed = await owner.PostAsync($"/desk/people/{ines.Id}/remove", new Dictionary<string, string>());
        using var second = await RoleAsync(owner, "Leo", "Owner");
        using var now = await RoleAsync(owner, "Inés Quintana", "Author");

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (demoted.StatusCode, removed.StatusCode));
        Assert.Contains("Make somebody else an owner first.", await removed.Content.ReadAsStringAsync());
        Assert.Equal("303 /desk", DeskDriver.Describe(now));
        Assert.Equal(HttpStatusCode.Forbidden, (await owner.GetAsync("/desk/people")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await leo.GetAsync("/desk/people")).StatusCode);
    }

    [Fact]
    public async Task Who_is_removed_is_out_at_once_everywhere_and_their_posts_stay()
    {
        using var app = DeskDriver.QuickApp();
        using var owner = await DeskDriver.SetUpAsync(app);
        using var leo = await JoinAsync(owner, "Author", "Leo");
        using var phone = new DeskDriver(app, app.Browser());
        using var signedIn = await phone.SignInAsync("leo@hut.example", Words);
        var post = await leo.PublishAsync(await leo.WriteAsync("From the hut", "Text."));
        var account = await FindAsync(app, "Leo");
        var key = await app.Get<ApiTokens>().CreateAsync(account, "laptop", ["read"], DateTimeOffset.MaxValue, CancellationToken.None);

        var asked = DeskDriver.Read(await owner.PageAsync($"/desk/people/{account.Id}/remove"));
        using var removed = await owner.PostAsync($"/desk/people/{account.Id}/remove", new Dictionary<string, string>());

        Assert.Contains("Remove Leo?", asked);
        Assert.Equal("303 /desk/people?done=removed", DeskDriver.Describe(removed));
        Assert.Equal(HttpStatusCode.Redirect, (await leo.GetAsync("/desk")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await phone.GetAsync("/desk")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await phone.SignInAsync("leo@hut.example", Words)).StatusCode);
        Assert.Null(await app.Get<ApiTokens>().VerifyAsync(key.Text, "read", CancellationToken.None));
        Assert.Contains("Leo", await owner.PageAsync(post.Path));
        Assert.Contains("From the hut", await owner.PageAsync("/author/leo"));
        Assert.Equal(HttpStatusCode.NotFound, (await owner.GetAsync($"/desk/people/{account.Id}/remove")).StatusCode);
    }

    [Theory]
    [InlineData("Editor")]
    [InlineData("Author")]
    [InlineData("Contributor")]
    public async Task Only_an_owner_reaches_people(string role)
    {
        using var app = DeskDriver.QuickApp();
        using var owner = await DeskDriver.SetUpAsync(app);
        using var leo = await JoinAsync(owner, role, "Leo");
        var ines = await FindAsync(app, "Inés Quintana");

        var page = await leo.PageAsync("/desk");
        foreach (var path in new[] { "/desk/people", $"/desk/people/{ines.Id}/remove" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await leo.GetAsync(path)).StatusCode);
        }

        foreach (var path in new[] { "/desk/people/invite", $"/desk/people/{ines.Id}/role", $"/desk/people/{ines.Id}/remove", $"/desk/people/invitations/{ines.Id}/revoke" })
        {
            using var answer = await leo.PostAsync(path, new Dictionary<string, string> { ["role"] = "Author" }, "/desk/settings");
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Contains("Your role does not reach this page.", await answer.Content.ReadAsStringAsync());
        }

        Assert.DoesNotContain("/desk/people", page);
        Assert.Equal(AccountRole.Owner, (await FindAsync(app, "Inés Quintana")).Role);
    }

    [Fact]
    public async Task When_somebody_was_here_is_kept_to_the_minute()
    {
        var clock = new FakeClock(new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero));
        using var app = DeskDriver.QuickApp();
        app.Configure(s => s.AddSingleton<TimeProvider>(clock));
        using var owner = await DeskDriver.SetUpAsync(app);
        using var first = await owner.GetAsync("/desk");
        clock.Advance(TimeSpan.FromSeconds(59));
        using var soon = await owner.GetAsync("/desk");
        var kept = (await FindAsync(app, "Inés Quintana")).LastSeenAt;
        clock.Advance(TimeSpan.FromSeconds(1));
        using var later = await owner.GetAsync("/desk");

        Assert.Equal(clock.GetUtcNow().AddMinutes(-1), kept);
        Assert.Equal(clock.GetUtcNow(), (await FindAsync(app, "Inés Quintana")).LastSeenAt);
    }

    private static Dictionary<string, string> Fields(string name) => new()
    {
        ["name"] = name,
        ["mail"] = name.ToLowerInvariant() + "@hut.example",
        ["password"] = Words,
    };

    private static async Task<string> InviteAsync(DeskDriver owner, string role, string whom = "")
    {
        using var answer = await owner.PostAsync("/desk/people/invite", new Dictionary<string, string> { ["role"] = role, ["whom"] = whom }, "/desk/people");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var link = Link().Match(await answer.Content.ReadAsStringAsync());
        Assert.True(link.Success);
        return new Uri(link.Groups["link"].Value).AbsolutePath;
    }

    private static async Task<DeskDriver> JoinAsync(DeskDriver owner, string role, string name)
    {
        var driver = new DeskDriver(owner.App, owner.App.Browser());
        using var accepted = await driver.PostAsync(await InviteAsync(owner, role), Fields(name));
        Assert.Equal(HttpStatusCode.SeeOther, accepted.StatusCode);
        return driver;
    }

    private static async Task<HttpResponseMessage> RoleAsync(DeskDriver owner, string name, string role) =>
        await owner.PostAsync($"/desk/people/{(await FindAsync(owner.App, name)).Id}/role", new Dictionary<string, string> { ["role"] = role }, "/desk/people");

    private static async Task<Account> FindAsync(BlogApp app, string name) =>
        (await app.Get<IAccountStore>().ListAsync(CancellationToken.None)).Single(a => a.Name == name);

    [GeneratedRegex("value=\"(?<link>http://[^\"]+/invite/[^\"]+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Link();
}
