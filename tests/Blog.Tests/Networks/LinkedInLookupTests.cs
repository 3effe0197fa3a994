using Blog.Rehearsal.LinkedIn;
using Blog.Rehearsal.Wire;
using Blog.Syndication;

namespace Blog.Tests.Networks;

/// <summary>Looking for a copy, and at it.</summary>
public sealed class LinkedInLookupTests : LinkedInTest
{
    [Fact]
    public async Task A_profile_is_asked_by_the_identical_call_for_eight_minutes_and_then_the_author_is()
    {
        var copy = Copy();

        var early = Assert.IsType<LookupResult.AskByReplay>(await Network.FindCopyAsync(copy, Host.AsMember(), default));
        Clock.Advance(TimeSpan.FromMinutes(8));
        var late = await Network.FindCopyAsync(copy, Host.AsMember(), default);

        Assert.Equal(copy.Since.AddMinutes(8), early.Until);
        Assert.Contains("Look at your profile", Assert.IsType<LookupResult.NeverReadable>(late).Reason, StringComparison.Ordinal);
        Assert.Empty(Host.Api.Calls);
    }

    [Fact]
    public async Task The_window_for_the_identical_call_lies_within_LinkedIns_own()
    {
        var copy = Copy();
        await Network.PublishAsync(copy, Host.AsMember(), default);
        var until = Assert.IsType<LookupResult.AskByReplay>(await Network.FindCopyAsync(copy, Host.AsMember(), default)).Until;
        Clock.Advance(until - Clock.GetUtcNow());

        await Network.PublishAsync(copy, Host.AsMember(), default);

        Assert.Single(Host.Emulator.Posts);
    }

    [Fact]
    public async Task A_copy_on_a_company_page_is_found_by_its_card_or_by_the_link_in_its_text()
    {
        var card = Copy("No link in here") with { Card = new OutgoingCard(Permalink, "Añil", "", null) };
        var made = Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(card, Host.AsPage(), default));
        Assert.Equal(new LookupResult.Found(made.RemoteId, made.RemoteUrl), await Network.FindCopyAsync(card, Host.AsPage(), default));
        await Network.DeleteAsync(new RemoteCopy(made.RemoteId, null), Host.AsPage(), default);

        Assert.IsType<LookupResult.Absent>(await Network.FindCopyAsync(Copy(), Host.AsPage(), default));
        made = Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy(), Host.AsPage(), default));
        Assert.Equal(made.RemoteId, Assert.IsType<LookupResult.Found>(await Network.FindCopyAsync(Copy(), Host.AsPage(), default)).RemoteId);
    }

    [Fact]
    public async Task A_copy_is_found_on_a_later_page_and_absence_is_told_after_the_last()
    {
        var made = Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy(), Host.AsPage(), default));
        AddOthers(120);

        Assert.Equal(made.RemoteId, Assert.IsType<LookupResult.Found>(await Network.FindCopyAsync(Copy(), Host.AsPage(), default)).RemoteId);
        Assert.IsType<LookupResult.Absent>(await Network.FindCopyAsync(Copy("https://ines.example.com/other") with { Permalink = new Uri("https://ines.example.com/other") }, Host.AsPage(), default));
        Assert.Equal(6, Host.Api.Calls.Count(c => c.Method == "GET"));
    }

    [Fact]
    public async Task More_posts_than_can_be_read_are_no_absence()
    {
        AddOthers(450);

        Assert.IsType<LookupResult.Unreadable>(await Network.FindCopyAsync(Copy(), Host.AsPage(), default));
    }

    [Fact]
    public async Task An_older_copy_is_not_this_one()
    {
        await Network.PublishAsync(Copy(), Host.AsPage(), default);
        Clock.Advance(TimeSpan.FromHours(1));

        Assert.IsType<LookupResult.Absent>(await Network.FindCopyAsync(Copy(), Host.AsPage(), default));
    }

    [Fact]
    public async Task A_timeline_that_lags_shows_the_copy_later()
    {
        Host.Emulator.Weather.TimelineLag = TimeSpan.FromMinutes(1);
        var copy = Copy();
        await Network.PublishAsync(copy, Host.AsPage(), default);

        Assert.IsType<LookupResult.Absent>(await Network.FindCopyAsync(copy, Host.AsPage(), default));
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.IsType<LookupResult.Found>(await Network.FindCopyAsync(copy, Host.AsPage(), default));
    }

    [Fact]
    public async Task A_post_with_the_same_words_and_a_short_link_is_for_the_author_to_judge()
    {
        Host.Emulator.Settings.ShortensLinks = true;
        await Network.PublishAsync(Copy(), Host.AsPage(), default);

        Assert.IsType<LookupResult.NeverReadable>(await Network.FindCopyAsync(Copy(), Host.AsPage(), default));
        Assert.IsType<LookupResult.Absent>(await Network.FindCopyAsync(Copy($"Other words {Permalink.AbsoluteUri}"), Host.AsPage(), default));
    }

    [Fact]
    public async Task The_same_words_with_another_link_of_ours_are_another_post()
    {
        await Network.PublishAsync(Copy("New post: https://ines.example.com/2026/one"), Host.AsPage(), default);

        Assert.IsType<LookupResult.Absent>(await Network.FindCopyAsync(Copy($"New post: {Permalink.AbsoluteUri}"), Host.AsPage(), default));
    }

    [Fact]
    public async Task A_text_whose_link_goes_into_a_comment_is_found_by_its_words()
    {
        var made = Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy("Añil (1) #Farbe\n\nThe link is below."), Host.AsPage(), default));

        Assert.Equal(made.RemoteId, Assert.IsType<LookupResult.Found>(await Network.FindCopyAsync(Copy("Añil (1) #Farbe\n\nThe link is below."), Host.AsPage(), default)).RemoteId);
        Assert.IsType<LookupResult.Absent>(await Network.FindCopyAsync(Copy("Añil (2) #Farbe\n\nThe link is below."), Host.AsPage(), default));
    }

    [Fact]
    public async Task A_timeline_that_can_not_be_read_is_no_absence()
    {
        await Network.PublishAsync(Copy(), Host.AsPage(), default);
        foreach (var fault in Enum.GetValues<Fault>().Where(f => f is not (Fault.HangBeforeCommit or Fault.HangAfterCommit or Fault.SlowBody or Fault.AcceptedButHidden)))
        {
            Host.Emulator.Weather.Stand(fault);

            Assert.IsType<LookupResult.Unreadable>(await Network.FindCopyAsync(Copy(), Host.AsPage(), default));
        }
    }

    [Fact]
    public async Task A_comment_is_found_by_its_whole_text_and_its_author()
    {
        var made = Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy(), Host.AsPage(), default));
        var comment = Copy("Read on") with { InReplyTo = made.RemoteId };
        Host.Emulator.AddComment(made.RemoteId, "urn:li:person:somebody", "Read on");

        Assert.IsType<LookupResult.Absent>(await Network.FindCopyAsync(comment, Host.AsPage(), default));
        var published = Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(comment, Host.AsPage(), default));
        Assert.Equal(published.RemoteId, Assert.IsType<LookupResult.Found>(await Network.FindCopyAsync(comment, Host.AsPage(), default)).RemoteId);
    }

    [Fact]
    public async Task A_stranger_sees_what_is_public_and_not_what_is_hidden_or_gone()
    {
        var made = Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy(), Host.AsMember(), default));
        var remote = new RemoteCopy(made.RemoteId, made.RemoteUrl);

        Assert.IsType<SightResult.Visible>(await Network.LookAsStrangerAsync(remote, Host.AsMember(), default));
        Host.Emulator.HideNewest();
        Assert.IsType<SightResult.Hidden>(await Network.LookAsStrangerAsync(remote, Host.AsMember(), default));
        Host.Emulator.DeletePost(made.RemoteId);
        Assert.IsType<SightResult.Hidden>(await Network.LookAsStrangerAsync(remote, Host.AsMember(), default));
        Assert.DoesNotContain(Host.Api.Calls, c => c.Path.StartsWith("/feed", StringComparison.Ordinal) && c.HasAuthorization);
    }

    [Fact]
    public async Task Accepted_but_hidden_is_told_by_the_look_of_a_stranger()
    {
        Host.Emulator.Weather.Strike(1, Fault.AcceptedButHidden);
        var made = Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy(), Host.AsMember(), default));

        Assert.IsType<SightResult.Hidden>(await Network.LookAsStrangerAsync(new RemoteCopy(made.RemoteId, made.RemoteUrl), Host.AsMember(), default));
    }

    [Fact]
    public async Task A_page_that_is_not_shown_to_machines_says_nothing()
    {
        var made = Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy(), Host.AsMember(), default));
        foreach (var fault in new[] { Fault.Unavailable, Fault.Redirect, Fault.CutBeforeCommit, Fault.RateLimited, Fault.Unauthorized })
        {
            Host.Emulator.Weather.Stand(fault);
            Assert.IsType<SightResult.CannotTell>(await Network.LookAsStrangerAsync(new RemoteCopy(made.RemoteId, null), Host.AsMember(), default));
        }

        Assert.IsType<SightResult.CannotTell>(await Network.LookAsStrangerAsync(new RemoteCopy($"urn:li:comment:({made.RemoteId},7)", null), Host.AsMember(), default));
    }

    [Fact]
    public async Task A_real_account_is_looked_at_on_the_page_that_the_facts_name()
    {
        Host.WriteFacts($$"""{ "strangerPage": "{{Host.Base}}/embed/feed/update/{id}" }""");
        var access = Host.AsMember();
        var network = Host.Network();
        var made = Assert.IsType<DeliveryResult.Delivered>(await network.PublishAsync(Copy(), access, default));

        Assert.IsType<SightResult.Visible>(await network.LookAsStrangerAsync(new RemoteCopy(made.RemoteId, null), access with { Target = access.Target with { WebBase = "https://www.linkedin.com" } }, default));
        Assert.Contains(Host.Api.Calls, c => c.Path == $"/embed/feed/update/{made.RemoteId}");
    }

    private void AddOthers(int count)
    {
        for (var n = 0; n < count; n++)
        {
            Host.Emulator.AddPost(new LinkedInStoredPost($"urn:li:share:{8_000_000_000_000_000_000 + n}", Host.Page.Urn, $"Other {n}", Clock.GetUtcNow()));
        }
    }

    private OutgoingCopy Copy(string? text = null) => new(Guid.NewGuid(), text ?? $"Añil (1)\n\nA colour & its story.\n\n{Permalink.AbsoluteUri}", Permalink, Clock.GetUtcNow());
}
