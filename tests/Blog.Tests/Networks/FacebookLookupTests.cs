using Blog.Rehearsal.Wire;
using Blog.Syndication;

namespace Blog.Tests.Networks;

public sealed class FacebookLookupTests : FacebookTest
{
    [Fact]
    public async Task A_copy_is_found_by_the_link_of_its_card()
    {
        var access = Facebook.Access();
        var copy = (DeliveryResult.Delivered)await Network.PublishAsync(Copy(), access, default);

        Assert.Equal(new LookupResult.Found(copy.RemoteId, copy.RemoteUrl), await Network.FindCopyAsync(Copy(), access, default));
    }

    [Fact]
    public async Task A_copy_with_pictures_is_found_by_the_link_in_its_text()
    {
        var access = Facebook.Access();
        var copy = (DeliveryResult.Delivered)await Network.PublishAsync(Copy() with { Images = [await UploadAsync(access, 1, "")] }, access, default);

        Assert.Equal(copy.RemoteId, Assert.IsType<LookupResult.Found>(await Network.FindCopyAsync(Copy(), access, default)).RemoteId);
    }

    [Fact]
    public async Task A_copy_whose_link_went_elsewhere_is_found_by_its_whole_text()
    {
        var access = Facebook.Access();
        var text = Copy("Añil.\r\nThe link is below.");
        await Network.PublishAsync(text, access, default);

        Assert.IsType<LookupResult.Found>(await Network.FindCopyAsync(Copy("Añil.\nThe link is below.\n"), access, default));
        Assert.IsType<LookupResult.Absent>(await Network.FindCopyAsync(Copy("Añil."), access, default));
    }

    [Fact]
    public async Task A_link_that_leads_through_Facebooks_own_page_is_recognised()
    {
        Facebook.Cast.KnowsUnshimmedUrl = false;
        var post = Facebook.Cast.AddPost(FacebookHost.Page, FacebookHost.AppId, "without a link", Permalink.AbsoluteUri + "?fbclid=IwAR0", Clock.GetUtcNow());

        var found = await Network.FindCopyAsync(Copy(), Facebook.Access(), default);

        Assert.Equal(post.Id, Assert.IsType<LookupResult.Found>(found).RemoteId);
        Assert.Equal(2, Facebook.Looks);
    }

    [Fact]
    public async Task A_field_that_Facebook_does_not_know_is_no_end_of_the_look()
    {
        Facebook.Cast.KnowsUnshimmedUrl = false;

        Assert.IsType<LookupResult.Absent>(await Network.FindCopyAsync(Copy(), Facebook.Access(), default));
        Assert.Equal(2, Facebook.Looks);
    }

    [Fact]
    public async Task If_no_form_of_the_question_is_understood_nothing_is_told()
    {
        Facebook.WriteFacts("""{ "lookupFields": [ "id,attachments{colour}", "id,attachments{shape}" ] }""");

        Assert.IsType<LookupResult.Unreadable>(await Facebook.Network().FindCopyAsync(Copy(), Facebook.Access(), default));
    }

    [Fact]
    public async Task A_copy_from_before_the_attempt_is_not_ours()
    {
        var access = Facebook.Access();
        await Network.PublishAsync(Copy(), access, default);
        Clock.Advance(TimeSpan.FromHours(1));

        Assert.IsType<LookupResult.Absent>(await Network.FindCopyAsync(Copy(), access, default));
    }

    [Fact]
    public async Task Row_52_a_clock_that_is_some_minutes_wrong_still_finds()
    {
        var access = Facebook.Access();
        await Network.PublishAsync(Copy(), access, default);

        Assert.IsType<LookupResult.Found>(await Network.FindCopyAsync(Copy() with { Since = Clock.GetUtcNow().AddMinutes(5) }, access, default));
    }

    [Fact]
    public async Task What_somebody_shared_by_hand_is_not_taken_for_the_copy()
    {
        Facebook.Cast.Put(new Blog.Rehearsal.Facebook.StoredApp("1", "s", "Facebook for iPhone"));
        Facebook.Cast.AddPost(FacebookHost.Page, "1", Permalink.AbsoluteUri, Permalink.AbsoluteUri, Clock.GetUtcNow());

        Assert.IsType<LookupResult.Absent>(await Network.FindCopyAsync(Copy(), Facebook.Access(), default));
    }

    [Fact]
    public async Task A_copy_is_found_on_a_later_page_and_absence_is_told_after_the_whole_time_was_read()
    {
        var access = Facebook.Access();
        var copy = (DeliveryResult.Delivered)await Network.PublishAsync(Copy(), access, default);
        AddOthers(250, TimeSpan.FromMinutes(1));

        var found = await Network.FindCopyAsync(Copy(), access, default);
        var absent = await Network.FindCopyAsync(Copy() with { Text = "https://ines.example.com/other", Permalink = new Uri("https://ines.example.com/other") }, access, default);

        Assert.Equal(copy.RemoteId, Assert.IsType<LookupResult.Found>(found).RemoteId);
        Assert.IsType<LookupResult.Absent>(absent);
        Assert.Equal(6, Facebook.Looks);
    }

    [Fact]
    public async Task Older_posts_are_read_no_further_than_one_whole_page()
    {
        var access = Facebook.Access();
        AddOthers(450, TimeSpan.FromDays(-2));

        Assert.IsType<LookupResult.Absent>(await Network.FindCopyAsync(Copy(), access, default));
        Assert.Equal(1, Facebook.Looks);
    }

    [Fact]
    public async Task An_old_post_that_is_ranked_first_does_not_end_the_look()
    {
        var access = Facebook.Access();
        var copy = (DeliveryResult.Delivered)await Network.PublishAsync(Copy(), access, default);
        AddOthers(150, TimeSpan.FromMinutes(1));
        var old = Facebook.Cast.AddPost(FacebookHost.Page, FacebookHost.AppId, "old", null, Clock.GetUtcNow().AddDays(-300));
        Facebook.Cast.RankFirst(old.Id);

        Assert.Equal(copy.RemoteId, Assert.IsType<LookupResult.Found>(await Network.FindCopyAsync(Copy(), access, default)).RemoteId);
        Assert.Equal(2, Facebook.Looks);
    }

    [Fact]
    public async Task More_posts_than_can_be_read_are_no_absence()
    {
        var access = Facebook.Access();
        AddOthers(601, TimeSpan.FromMinutes(1));

        Assert.Contains("more posts", Assert.IsType<LookupResult.Unreadable>(await Network.FindCopyAsync(Copy(), access, default)).Reason, StringComparison.Ordinal);
        Assert.Equal(6, Facebook.Looks);
    }

    [Fact]
    public async Task A_list_that_lags_shows_the_copy_later()
    {
        var access = Facebook.Access();
        var copy = Copy();
        Facebook.Emulator.Weather.TimelineLag = TimeSpan.FromMinutes(1);
        await Network.PublishAsync(copy, access, default);

        var early = await Network.FindCopyAsync(copy, access, default);
        Clock.Advance(TimeSpan.FromMinutes(1));
        var late = await Network.FindCopyAsync(copy, access, default);

        Assert.IsType<LookupResult.Absent>(early);
        Assert.IsType<LookupResult.Found>(late);
    }

    [Fact]
    public async Task A_copy_that_was_hidden_is_still_there()
    {
        var access = Facebook.Access();
        await Network.PublishAsync(Copy(), access, default);
        Facebook.Emulator.HideNewest();

        Assert.IsType<LookupResult.Found>(await Network.FindCopyAsync(Copy(), access, default));
    }

    [Fact]
    public async Task A_first_comment_is_found_among_the_comments_of_its_copy()
    {
        var access = Facebook.Access();
        var copy = (DeliveryResult.Delivered)await Network.PublishAsync(Copy("Añil."), access, default);
        var comment = Copy(Permalink.AbsoluteUri) with { InReplyTo = copy.RemoteId };
        Facebook.Cast.AddComment(copy.RemoteId, "77", "Ann", "Thank you!");

        var before = await Network.FindCopyAsync(comment, access, default);
        var made = (DeliveryResult.Delivered)await Network.PublishAsync(comment, access, default);
        var after = await Network.FindCopyAsync(comment, access, default);

        Assert.Equal(made.RemoteId, Assert.IsType<LookupResult.Found>(after).RemoteId);
        Assert.IsType<LookupResult.Absent>(before);
    }

    [Fact]
    public async Task The_same_words_of_somebody_unnamed_are_neither_the_comment_nor_its_absence()
    {
        var access = Facebook.Access();
        var copy = (DeliveryResult.Delivered)await Network.PublishAsync(Copy("Añil."), access, default);
        var comment = Copy(Permalink.AbsoluteUri) with { InReplyTo = copy.RemoteId };
        Facebook.Cast.AddComment(copy.RemoteId, "77", "Ann", Permalink.AbsoluteUri);

        var before = await Network.FindCopyAsync(comment, access, default);
        var made = (DeliveryResult.Delivered)await Network.PublishAsync(comment, access, default);

        Assert.Contains("does not say whose", Assert.IsType<LookupResult.Unreadable>(before).Reason, StringComparison.Ordinal);
        Assert.Equal(made.RemoteId, Assert.IsType<LookupResult.Found>(await Network.FindCopyAsync(comment, access, default)).RemoteId);
    }

    [Fact]
    public async Task Comments_of_a_copy_that_is_gone_are_no_absence() =>
        Assert.IsType<LookupResult.Unreadable>(await Network.FindCopyAsync(Copy() with { InReplyTo = $"{FacebookHost.Page}_1" }, Facebook.Access(), default));

    public static TheoryData<Fault> Faults => [.. Enum.GetValues<Fault>().Where(f => f != Fault.AcceptedButHidden)];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_list_that_cannot_be_read_is_no_absence(Fault fault)
    {
        var access = Facebook.Access();
        Facebook.Emulator.Weather.Strike(CallKinds.Reading, 1, fault);

        Assert.NotEmpty(Assert.IsType<LookupResult.Unreadable>(await EndAsync(Network.FindCopyAsync(Copy(), access, default))).Reason);
    }

    [Fact]
    public async Task A_second_page_that_cannot_be_read_is_no_absence()
    {
        var access = Facebook.Access();
        AddOthers(150, TimeSpan.FromMinutes(1));
        Facebook.Emulator.Weather.Strike(CallKinds.Reading, 2, Fault.Unavailable);

        Assert.IsType<LookupResult.Unreadable>(await Network.FindCopyAsync(Copy(), access, default));
    }

    private void AddOthers(int count, TimeSpan after)
    {
        for (var n = 0; n < count; n++)
        {
            Facebook.Cast.AddPost(FacebookHost.Page, FacebookHost.AppId, $"other {n}", $"https://ines.example.com/{n}", Clock.GetUtcNow() + after + TimeSpan.FromMilliseconds(n));
        }

        if (after > TimeSpan.Zero)
        {
            Clock.Advance(after + TimeSpan.FromSeconds(1));
        }
    }
}
