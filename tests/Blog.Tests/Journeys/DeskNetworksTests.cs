using System.Net;
using Blog.Accounts;
using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Journeys;

/// <summary>Connected accounts as the author sees them, and what the author does to them.</summary>
public sealed class DeskNetworksTests
{
    private static readonly string[] Everywhere = ["/desk", "/desk/posts", "/desk/write", "/desk/settings"];

    [Fact]
    public async Task A_target_says_what_it_is_when_it_was_tested_when_it_ends_and_what_it_can_not_do()
    {
        using var site = await DeskSite.OpenAsync();
        await site.TargetAsync("facebook", "Refuge Notes", t => t with
        {
            Kind = "Page",
            TestedAt = site.Clock.GetUtcNow(),
            EndsAt = site.Clock.GetUtcNow().AddDays(60),
            Notice = "Only you see what this app posts.",
        });

        var page = await site.ReadAsync("/desk/networks");

        Assert.Contains("Refuge Notes, Page", page);
        Assert.Contains("just now: may write", page);
        Assert.Contains("ends Tue 19 Jan 2027, 09:00 (Madrid)", page);
        Assert.Contains("Only you see what this app posts.", page);
        Assert.Contains("Change a copy", page);
        Assert.Contains("a personal profile can’t be, by any program", page);
        Assert.DoesNotContain("A long text goes out as several posts", page);
    }

    [Theory]
    [InlineData(8, null, null)]
    [InlineData(7, "Facebook: sign in again before Fri 27 Nov 2026, 09:00 (Madrid).", "status")]
    [InlineData(3, "Facebook: sign in again before Mon 23 Nov 2026, 09:00 (Madrid).", "alert")]
    [InlineData(1, "Facebook: sign in again before Sat 21 Nov 2026, 09:00 (Madrid).", "alert")]
    [InlineData(0, "Facebook has ended the access.", "alert")]
    public async Task The_end_of_the_keys_is_told_on_every_page_a_week_before(int days, string? said, string? role)
    {
        using var site = await DeskSite.OpenAsync();
        await site.TargetAsync("facebook", "Refuge Notes", t => t with { EndsAt = site.Clock.GetUtcNow().AddDays(days) });

        foreach (var path in Everywhere)
        {
            var page = await site.ReadAsync(path);
            Assert.Equal(role, RoleOf(page, said ?? "sign in again before"));
        }

        Assert.Equal(said is not null, (await site.ReadAsync("/desk/networks")).Contains("Facebook will need you to sign in", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_target_that_needs_its_sign_in_is_told_on_every_page_and_only_the_owner_gets_the_button()
    {
        using var site = await DeskSite.OpenAsync();
        var target = await site.TargetAsync("facebook", "Refuge Notes");
        await site.Store.HoldTargetAsync(target.Id, "The password was changed.", site.Clock.GetUtcNow(), default);
        var made = await site.App.Get<AccountSetup>().AddAsync(new NewAccount("leo@refuge.example", "Leo", AccountRole.Author), default);
        using var leo = new DeskDriver(site.App, site.App.Browser());
        using var signedIn = await leo.SignInAsync("leo@refuge.example", made.Password!);

        foreach (var path in Everywhere)
        {
            var page = await site.ReadAsync(path);
            Assert.Contains("Facebook needs you to sign in.", page);
            Assert.Contains("href=\"/desk/networks/connect/facebook\"", page);
        }

        var theirs = DeskDriver.Read(await leo.PageAsync("/desk/posts"));
        Assert.Contains("Facebook needs you to sign in.", theirs);
        Assert.DoesNotContain("/desk/networks/connect/facebook", theirs);
        Assert.DoesNotContain("needs you to sign in", await site.Desk.PageAsync("/"));
        Assert.Contains("The password was changed.", await site.ReadAsync("/desk/networks"));
    }

    [Fact]
    public async Task A_quarantined_outbox_is_told_on_every_page_and_released_by_its_owner_to_be_looked_for_first()
    {
        using var site = await DeskSite.OpenAsync();
        var (_, copy) = await site.SentAsync(await site.TargetAsync("facebook", "Refuge Notes"));
        await site.Store.SaveSealAsync(new OutboxSeal("token", default, "This data folder is a copy of another one."), default);
        var told = new List<string>();
        foreach (var path in Everywhere.Append("/desk/networks"))
        {
            told.Add(await site.ReadAsync(path));
        }

        var explained = await site.ReadAsync("/desk/networks/outbox");
        using var released = await site.Desk.PostAsync("/desk/networks/outbox", new Dictionary<string, string>());

        Assert.All(told, page => Assert.Contains("Nothing is sent to any network.", page));
        Assert.Contains("This data folder is a copy of another one.", explained);
        Assert.Contains("1 copies wait", explained);
        Assert.Contains("Each is looked for on its network first.", explained);
        Assert.Equal("303 /desk/networks?done=released", DeskDriver.Describe(released));
        Assert.Equal(DeliveryState.Unknown, (await site.FindAsync(copy)).State);
        Assert.DoesNotContain("Nothing is sent to any network.", await site.ReadAsync("/desk"));
        using var gone = await site.Desk.GetAsync("/desk/networks/outbox");
        Assert.Equal("303 /desk/networks", DeskDriver.Describe(gone));
    }

    [Fact]
    public async Task An_outbox_that_is_not_in_quarantine_can_not_be_released()
    {
        using var site = await DeskSite.OpenAsync();
        var (_, copy) = await site.SentAsync(await site.TargetAsync("facebook", "Refuge Notes"));

        using var answer = await site.Desk.PostAsync("/desk/networks/outbox", new Dictionary<string, string>(), "/desk/networks");

        Assert.Equal("303 /desk/networks", DeskDriver.Describe(answer));
        Assert.Equal(DeliveryState.Queued, (await site.FindAsync(copy)).State);
    }

    [Fact]
    public async Task A_pause_does_not_end_a_needed_sign_in()
    {
        using var site = await DeskSite.OpenAsync();
        var target = await site.TargetAsync("facebook", "Refuge Notes");
        await site.Store.HoldTargetAsync(target.Id, "The password was changed.", site.Clock.GetUtcNow(), default);

        using var paused = await site.Desk.PostAsync($"/desk/networks/{target.Id}/pause", new Dictionary<string, string>(), "/desk/networks");

        Assert.Equal("303 /desk/networks?done=moved", DeskDriver.Describe(paused));
        Assert.Equal(TargetState.NeedsSignIn, (await site.FindTargetAsync(target.Id)).State);
    }

    [Fact]
    public async Task Keys_that_are_renewed_meanwhile_are_not_written_over()
    {
        using var site = await DeskSite.OpenAsync();
        var target = await site.TargetAsync("facebook", "Refuge Notes");
        var now = site.Clock.GetUtcNow();
        Assert.True(await site.Store.LeaseKeysAsync(target.Id, "worker", now, now.AddMinutes(2), default));

        var pause = site.App.Get<TargetEditor>().ChangeAsync(target.Id, t => t with { State = TargetState.Paused }, default);
        Assert.True(await site.Store.SaveKeysAsync(target with { ProtectedSecret = "newer" }, "worker", default));
        await Waiting.UntilAsync("the change is made", () =>
        {
            site.Clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(pause.IsCompleted);
        });

        var stored = await site.FindTargetAsync(target.Id);
        Assert.Equal(("newer", TargetState.Paused), (stored.ProtectedSecret, stored.State));
        Assert.True(await site.Store.LeaseKeysAsync(target.Id, "worker", site.Clock.GetUtcNow(), site.Clock.GetUtcNow().AddMinutes(2), default));
    }

    [Fact]
    public async Task Disconnecting_gives_the_keys_away_and_keeps_what_was_sent()
    {
        using var site = await DeskSite.OpenAsync();
        var target = await site.TargetAsync("facebook", "Refuge Notes");
        var (post, copy) = await site.SentAsync(target);
        var there = await site.BringOutAsync(copy);

        using var answer = await site.Desk.PostAsync($"/desk/networks/{target.Id}/disconnect", new Dictionary<string, string>(), "/desk/networks");

        var stored = await site.FindTargetAsync(target.Id);
        Assert.Equal("303 /desk/networks?done=disconnected", DeskDriver.Describe(answer));
        Assert.Equal((TargetState.Paused, "", "disconnected by you"), (stored.State, stored.ProtectedSecret, stored.Reason));
        Assert.Contains(there.RemoteUrl!, await site.ReadAsync($"/desk/posts/{post.Id}"));
        var page = await site.ReadAsync("/desk/networks");
        Assert.Contains("Its keys are gone from here", page);
        Assert.DoesNotContain("Go on<", page);
        using var resumed = await site.Desk.PostAsync($"/desk/networks/{target.Id}/resume", new Dictionary<string, string>(), "/desk/networks");
        Assert.Equal(HttpStatusCode.NotFound, resumed.StatusCode);
        var draft = await site.Desk.WriteAsync("Another", "Text.");
        Assert.DoesNotContain(target.Id.ToString(), await site.ReadAsync($"/desk/posts/{draft.Id}/review"));

        // The same account, connected again, is the same target.
        var again = await site.App.Get<TargetConnector>().SaveAsync(
            new NewTarget("facebook", "Refuge Notes", target.RemoteAccountId, target.ApiBase, IsPractice: false, "keys") { Kind = "Page" }, default);
        Assert.Equal((target.Id, TargetState.Connected, "Page"), (again.Id, again.State, again.Kind));
    }

    [Fact]
    public async Task How_copies_are_written_is_set_for_each_account_as_far_as_its_network_can()
    {
        using var site = await DeskSite.OpenAsync();
        var target = await site.TargetAsync("facebook", "Refuge Notes");
        var path = $"/desk/networks/{target.Id}/style";

        using var answer = await site.Desk.PostAsync(
            path,
            new Dictionary<string, string> { ["template"] = "New: {title}\r\n{link}", ["thread"] = "on", ["comment"] = "on", ["pictures"] = "on", ["utm"] = "on" },
            "/desk/networks");

        // Facebook has no threads: what the form does not offer is not taken.
        Assert.Equal("303 /desk/networks?done=styled", DeskDriver.Describe(answer));
        Assert.Equal(
            new CopyStyle { Template = "New: {title}\n{link}", Thread = false, LinkInComment = true, Pictures = true, Utm = true },
            (await site.FindTargetAsync(target.Id)).Style);
    }

    [Theory]
    [InlineData("{title} and nothing else", "{link} must be in it")]
    [InlineData("{title} {author} {link}", "Only {title}, {excerpt}, {tags} and {link} are filled in.")]
    public async Task A_template_that_can_not_work_is_refused_and_stays_as_it_was_typed(string template, string said)
    {
        using var site = await DeskSite.OpenAsync();
        var target = await site.TargetAsync("facebook", "Refuge Notes");
        await site.TargetAsync("x", "@ines");

        using var answer = await site.Desk.PostAsync($"/desk/networks/{target.Id}/style", new Dictionary<string, string> { ["template"] = template, ["utm"] = "on" }, "/desk/networks");

        var page = DeskDriver.Read(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(said, page);
        Assert.Single(page.Split("\n" + template + "<").Skip(1));
        Assert.Equal(new CopyStyle(), (await site.FindTargetAsync(target.Id)).Style);
    }

    [Fact]
    public async Task What_waits_and_why_is_said_beside_the_account()
    {
        using var site = await DeskSite.OpenAsync();
        var target = await site.TargetAsync("facebook", "Refuge Notes");
        var (_, copy) = await site.SentAsync(target);
        await site.BringAsync(copy, DeliveryState.Queued, d => d with { Reason = "Facebook is down.", NotBefore = site.Clock.GetUtcNow().AddHours(1) });

        var page = await site.ReadAsync("/desk/networks");

        Assert.Contains("Troubled", page);
        Assert.Contains("Facebook is down. Next try Fri 20 Nov 2026, 10:00 (Madrid).", page);
        Assert.Contains("1 copy waits.", page);
    }

    // The role of the notice that says it; null if none does.
    private static string? RoleOf(string page, string sentence) =>
        page.IndexOf(sentence, StringComparison.Ordinal) is >= 0 and var at ? page[(page.LastIndexOf("role=\"", at, StringComparison.Ordinal) + 6)..].Split('"')[0] : null;
}
