using Blog.Posts;
using Blog.Syndication;

namespace Blog.Tests.Journeys;

/// <summary>The copies of a post, and the author's word about each.</summary>
public sealed class DeskCopiesTests
{
    [Fact]
    public async Task Accepted_is_not_shown_as_seen_and_a_hidden_copy_says_so()
    {
        using var site = await DeskSite.OpenAsync();
        var (post, copy) = await site.SentAsync(await site.TargetAsync("facebook", "Refuge Notes"));
        copy = await site.BringOutAsync(copy);
        var accepted = await site.ReadAsync($"/desk/posts/{post.Id}");
        await site.Store.NoteSightAsync(copy with { Looks = 1, LookAt = null, IsHidden = true, Reason = "Facebook shows it to people who are signed in only." }, site.Clock.GetUtcNow(), default);
        var hidden = await site.ReadAsync($"/desk/posts/{post.Id}");
        await site.Store.NoteSightAsync(copy with { State = DeliveryState.Seen, Looks = 2, LookAt = null, Reason = null }, site.Clock.GetUtcNow(), default);
        var seen = await site.ReadAsync($"/desk/posts/{post.Id}");

        Assert.Contains("Facebook took it. Whether strangers see it is checked: Fri 20 Nov 2026, 09:03 (Madrid).", accepted);
        Assert.DoesNotContain("Seen by strangers", accepted);
        Assert.Contains("Facebook took it, but strangers can’t see it.", hidden);
        Assert.Contains("Facebook shows it to people who are signed in only.", hidden);
        Assert.Contains("Seen by strangers", seen);
        Assert.Contains("https://network.example/status/1942", seen);
    }

    [Fact]
    public async Task A_copy_that_waits_says_why_and_until_when_and_can_be_tried_now()
    {
        using var site = await DeskSite.OpenAsync();
        var (post, copy) = await site.SentAsync(await site.TargetAsync("facebook", "Refuge Notes"));
        copy = await site.BringAsync(copy, DeliveryState.Queued, d => d with { Reason = "Facebook is down.", NotBefore = site.Clock.GetUtcNow().AddHours(1) });
        var page = await site.ReadAsync($"/desk/posts/{post.Id}");

        var answer = await site.PressAsync(copy, "again");

        Assert.Contains("Facebook is down.", page);
        Assert.Contains("Next try</b> Fri 20 Nov 2026, 10:00 (Madrid)", page);
        Assert.StartsWith($"303 /desk/posts/{post.Id}#d-", answer, StringComparison.Ordinal);
        var tried = await site.FindAsync(copy);
        Assert.Equal((DeliveryState.Queued, site.Clock.GetUtcNow(), (string?)null), (tried.State, tried.NotBefore, tried.Reason));
        Assert.Contains("your word", await site.ReadAsync($"/desk/posts/{post.Id}"));
    }

    [Fact]
    public async Task A_copy_for_a_target_that_needs_its_sign_in_waits_for_that_and_is_not_tried()
    {
        using var site = await DeskSite.OpenAsync();
        var target = await site.TargetAsync("facebook", "Refuge Notes");
        var (post, _) = await site.SentAsync(target);
        await site.Store.HoldTargetAsync(target.Id, "The password was changed.", site.Clock.GetUtcNow(), default);

        var page = await site.ReadAsync($"/desk/posts/{post.Id}");

        Assert.Contains("Nothing was sent; it is kept here.", page);
        Assert.Contains("Sign in to Facebook", page);
        Assert.DoesNotContain("Try now", page);
    }

    [Fact]
    public async Task Words_of_a_copy_that_is_not_out_yet_can_be_changed()
    {
        using var site = await DeskSite.OpenAsync();
        var (_, copy) = await site.SentAsync(await site.TargetAsync("x", "@ines"));

        await site.PressAsync(copy, "words", ("words", "Nine, and\r\nmore to come."));
        var own = await site.FindAsync(copy);
        await site.PressAsync(copy, "words", ("words", "  "));

        Assert.Equal(("Nine, and\nmore to come.", DeliveryState.Queued, DeliveryAction.Publish), (own.OwnText, own.State, own.Action));
        Assert.Null((await site.FindAsync(copy)).OwnText);
    }

    [Fact]
    public async Task Words_that_are_too_long_for_the_network_are_refused_and_kept_in_the_form()
    {
        using var site = await DeskSite.OpenAsync();
        var (_, copy) = await site.SentAsync(await site.TargetAsync("x", "@ines"));
        var words = string.Join(' ', Enumerable.Repeat("snow", 60));

        var answer = await site.PressAsync(copy, "words", ("words", words));

        Assert.StartsWith("400 ", answer, StringComparison.Ordinal);
        Assert.Contains("X takes 280; with its link this counts 324.", answer);
        Assert.Contains(words + "</textarea>", answer);
        Assert.Null((await site.FindAsync(copy)).OwnText);
    }

    [Fact]
    public async Task Refused_words_are_mended_and_go_out_again()
    {
        using var site = await DeskSite.OpenAsync();
        var (_, copy) = await site.SentAsync(await site.TargetAsync("x", "@ines"));
        copy = await site.BringAsync(copy, DeliveryState.Failed, d => d with { Reason = "The text for X is too long by 3." });

        await site.PressAsync(copy, "words", ("words", "Short."));

        var mended = await site.FindAsync(copy);
        Assert.Equal((DeliveryState.Queued, "Short.", (string?)null), (mended.State, mended.OwnText, mended.Reason));
    }

    [Fact]
    public async Task A_copy_that_is_out_gets_other_words_where_the_network_can_do_that()
    {
        using var site = await DeskSite.OpenAsync();
        var (post, copy) = await site.SentAsync(await site.TargetAsync("facebook", "Refuge Notes"));
        copy = await site.BringOutAsync(copy);

        var before = await site.ReadAsync($"/desk/posts/{post.Id}");
        await site.PressAsync(copy, "words", ("words", "Ten by now."));

        Assert.Contains("Change the copy", before);
        Assert.Contains("The words that went out.</textarea>", before);
        var changed = await site.FindAsync(copy);
        Assert.Equal((DeliveryAction.Edit, DeliveryState.Queued, "Ten by now.", "1942"), (changed.Action, changed.State, changed.OwnText, changed.RemoteId));
        Assert.Contains("Being changed", await site.ReadAsync($"/desk/posts/{post.Id}"));
    }

    [Fact]
    public async Task A_copy_on_a_network_that_can_not_change_it_offers_no_words()
    {
        using var site = await DeskSite.OpenAsync();
        var (post, copy) = await site.SentAsync(await site.TargetAsync("x", "@ines"));
        copy = await site.BringOutAsync(copy);

        var page = await site.ReadAsync($"/desk/posts/{post.Id}");
        var answer = await site.PressAsync(copy, "words", ("words", "Ten by now."));

        Assert.DoesNotContain("Change the copy", page);
        Assert.StartsWith("404 ", answer, StringComparison.Ordinal);
        Assert.Equal((DeliveryAction.Publish, DeliveryState.Accepted), ((await site.FindAsync(copy)).Action, (await site.FindAsync(copy)).State));
    }

    [Fact]
    public async Task A_copy_can_be_taken_away_and_the_post_stays()
    {
        using var site = await DeskSite.OpenAsync();
        var (post, copy) = await site.SentAsync(await site.TargetAsync("x", "@ines"));
        copy = await site.BringOutAsync(copy);

        await site.PressAsync(copy, "withdraw");

        var queued = await site.FindAsync(copy);
        Assert.Equal((DeliveryAction.Delete, DeliveryState.Queued, "1942", (DateTimeOffset?)null), (queued.Action, queued.State, queued.RemoteId, queued.LookAt));
        Assert.Equal(PostStatus.Published, (await site.Desk.FindAsync(post.Id)).Status);
        Assert.Contains("The copy is taken away as soon as it is its turn.", await site.ReadAsync($"/desk/posts/{post.Id}"));
        Assert.Contains("?done=moved", await site.PressAsync(copy, "withdraw"));
    }

    [Fact]
    public async Task A_change_that_is_stopped_leaves_the_copy_as_it_is()
    {
        using var site = await DeskSite.OpenAsync();
        var (_, copy) = await site.SentAsync(await site.TargetAsync("facebook", "Refuge Notes"));
        copy = await site.BringOutAsync(copy);
        await site.PressAsync(copy, "withdraw");

        await site.PressAsync(copy, "stop");

        var stopped = await site.FindAsync(copy);
        Assert.Equal((DeliveryState.Accepted, "1942"), (stopped.State, stopped.RemoteId));
        Assert.NotNull(stopped.LookAt);
    }

    [Theory]
    [InlineData("https://network.example/ines/status/1942?s=20", "https://network.example/ines/status/1942?s=20")]
    [InlineData(" 1942 ", null)]
    public async Task An_unknown_copy_is_there_by_its_address_or_its_id(string pasted, string? address)
    {
        using var site = await DeskSite.OpenAsync();
        var (_, copy) = await site.SentAsync(await site.TargetAsync("x", "@ines"));
        copy = await site.BringAsync(copy, DeliveryState.Unknown, d => d with { Reason = "No answer.", NotBefore = site.Clock.GetUtcNow().AddHours(1) });

        await site.PressAsync(copy, "found", ("link", pasted));

        var found = await site.FindAsync(copy);
        Assert.Equal((DeliveryState.Accepted, "1942", address, (string?)null), (found.State, found.RemoteId, found.RemoteUrl, found.Reason));
        Assert.Equal("1942", Assert.Single(found.Parts).RemoteId);
        Assert.Equal(site.Clock.GetUtcNow().AddMinutes(3), found.LookAt);
    }

    [Theory]
    [InlineData("https://ines.example.com/2026/nine-centimetres")]
    [InlineData("https://network.example/")]
    [InlineData("there")]
    public async Task What_is_no_copy_is_not_taken_for_one_and_stays_in_the_form(string pasted)
    {
        using var site = await DeskSite.OpenAsync();
        var (_, copy) = await site.SentAsync(await site.TargetAsync("x", "@ines"));
        copy = await site.BringAsync(copy, DeliveryState.Unknown, d => d with { Reason = "No answer.", NotBefore = site.Clock.GetUtcNow().AddHours(1) });

        var answer = await site.PressAsync(copy, "found", ("link", pasted));

        Assert.StartsWith("400 ", answer, StringComparison.Ordinal);
        Assert.Contains($"value=\"{pasted}\"", answer);
        Assert.Equal(DeliveryState.Unknown, (await site.FindAsync(copy)).State);
    }

    [Fact]
    public async Task Of_a_thread_that_is_found_the_rest_still_goes_out()
    {
        using var site = await DeskSite.OpenAsync();
        var (_, copy) = await site.SentAsync(await site.TargetAsync("x", "@ines"));
        copy = await site.BringAsync(copy, DeliveryState.Unknown, d => d with { Parts = [new CopyPart("One."), new CopyPart("Two.")], Reason = "No answer." });

        await site.PressAsync(copy, "found", ("link", "1942"));

        var found = await site.FindAsync(copy);
        Assert.Equal((DeliveryState.Queued, "1942"), (found.State, found.RemoteId));
        Assert.Equal(["1942", null], found.Parts.Select(p => p.RemoteId));
    }

    [Fact]
    public async Task A_copy_that_is_not_there_is_sent_once_more_and_nothing_else_about_it_is_offered_meanwhile()
    {
        using var site = await DeskSite.OpenAsync();
        var (post, copy) = await site.SentAsync(await site.TargetAsync("x", "@ines"));
        copy = await site.BringAsync(copy, DeliveryState.Unknown, d => d with { Reason = "No answer.", NotBefore = site.Clock.GetUtcNow().AddHours(1) });
        var page = await site.ReadAsync($"/desk/posts/{post.Id}");

        var stop = await site.PressAsync(copy, "stop");
        var again = await site.PressAsync(copy, "again");
        var unknown = await site.FindAsync(copy);
        await site.PressAsync(copy, "absent");

        // What may be out is neither dropped nor sent again by a plain button.
        Assert.DoesNotContain("Try now", page);
        Assert.DoesNotContain("Own words", page);
        Assert.All((string[])[stop, again], answer => Assert.Contains("?done=moved", answer));
        Assert.Equal(DeliveryState.Unknown, unknown.State);
        Assert.Equal(DeliveryState.Queued, (await site.FindAsync(copy)).State);
    }

    [Fact]
    public async Task The_journal_says_what_the_author_said_and_not_more()
    {
        using var site = await DeskSite.OpenAsync();
        var target = await site.TargetAsync("facebook", "Refuge Notes");
        var (_, waiting) = await site.SentAsync(target);
        waiting = await site.BringAsync(waiting, DeliveryState.Queued, d => d with { Reason = "Facebook is down.", NotBefore = site.Clock.GetUtcNow().AddHours(1) });
        var (_, unknown) = await site.SentAsync(target, "Ten by now");
        unknown = await site.BringAsync(unknown, DeliveryState.Unknown, d => d with { Reason = "No answer.", NotBefore = site.Clock.GetUtcNow().AddHours(1) });

        await site.PressAsync(waiting, "again");
        await site.PressAsync(unknown, "check");
        await site.PressAsync(unknown, "absent");

        Assert.Equal(["Queued", "Decided"], await OutcomesAsync(site, waiting));
        Assert.Equal(["Unknown", "Decided", "Absent"], await OutcomesAsync(site, unknown));
    }

    [Fact]
    public async Task A_copy_that_strangers_were_seen_to_miss_says_so_only_as_long_as_that_was_the_last_that_is_known()
    {
        using var site = await DeskSite.OpenAsync();
        var (post, copy) = await site.SentAsync(await site.TargetAsync("x", "@ines"));
        copy = await site.BringOutAsync(copy);
        var note = copy with { Looks = 1, Reason = "X can’t change a copy: it still says what it said when it went out." };

        await site.Store.NoteSightAsync(note, site.Clock.GetUtcNow(), default);
        var noted = await site.ReadAsync($"/desk/posts/{post.Id}");
        await site.Store.NoteSightAsync(note with { Looks = 2, IsHidden = true, Reason = "Nobody finds it." }, site.Clock.GetUtcNow(), default);
        var hidden = await site.ReadAsync($"/desk/posts/{post.Id}");

        Assert.Contains("it still says what it said", noted);
        Assert.DoesNotContain("strangers can’t see it", noted);
        Assert.Contains("X took it, but strangers can’t see it.", hidden);
    }

    [Fact]
    public async Task A_picture_that_did_not_go_along_is_named_on_the_copy_with_the_reason()
    {
        using var site = await DeskSite.OpenAsync();
        var (post, copy) = await site.SentAsync(await site.TargetAsync("facebook", "Refuge Notes"));
        LeftPicture[] left = [new("/media/snow.webp", "Facebook does not take image/webp"), new("/media/hut.png", null)];
        await site.BringAsync(copy, DeliveryState.Accepted, d => d with { RemoteId = "1_2", Parts = [d.Parts[0] with { RemoteId = "1_2", Left = left }] });

        var page = await site.ReadAsync($"/desk/posts/{post.Id}");

        Assert.Contains("/media/snow.webp did not go along: Facebook does not take image/webp.", page);
        Assert.Contains("/media/hut.png did not go along: Facebook takes no more pictures.", page);
    }

    [Fact]
    public async Task A_decision_needs_the_right_to_publish_the_post()
    {
        using var site = await DeskSite.OpenAsync();
        var (_, copy) = await site.SentAsync(await site.TargetAsync("x", "@ines"));
        var made = await site.App.Get<Accounts.AccountSetup>().AddAsync(new Accounts.NewAccount("leo@refuge.example", "Leo", Accounts.AccountRole.Author), default);
        using var leo = new DeskDriver(site.App, site.App.Browser());
        using var signedIn = await leo.SignInAsync("leo@refuge.example", made.Password!);

        foreach (var verb in (string[])["stop", "again", "words", "withdraw", "found"])
        {
            using var answer = await leo.PostAsync($"/desk/deliveries/{copy.Id}/{verb}", new Dictionary<string, string> { ["link"] = "1942", ["words"] = "Mine." }, "/desk/write");
            Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
        }

        Assert.Equal((DeliveryState.Queued, (string?)null), ((await site.FindAsync(copy)).State, (await site.FindAsync(copy)).OwnText));
    }

    private static async Task<IEnumerable<string?>> OutcomesAsync(DeskSite site, Delivery copy) => (await site.Store.ListAttemptsAsync(copy.Id, default)).Select(a => a.Outcome);
}
