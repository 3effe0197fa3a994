using Blog.Rehearsal.Wire;
using Blog.Rehearsal.X;
using Blog.Syndication;

namespace Blog.Tests.Networks;

/// <summary>Finding copies on X again, looking at them as a stranger, and facts that the owner changes.</summary>
public sealed class XReadBackTests : XTest
{
    [Theory]
    [InlineData("Part two: a & b <c> “d” 👩‍💻")]
    [InlineData("Part two\n\nsee asp.net and https://example.com/x?a=1&b=2 today")]
    [InlineData("Read on: https://ines.example.com/2026/nine")]
    public async Task An_answer_is_found_by_its_whole_text_below_its_parent(string text)
    {
        var root = await PublishAsync(Copy());
        var other = await PublishAsync(Copy() with { Text = "Another root" });
        var answer = Copy() with { Text = text, InReplyTo = root.RemoteId };
        Assert.IsType<LookupResult.Absent>(await FindAsync(answer));

        var sent = await PublishAsync(answer);

        Assert.Equal(sent.RemoteId, Assert.IsType<LookupResult.Found>(await FindAsync(answer)).RemoteId);
        Assert.IsType<LookupResult.Absent>(await FindAsync(answer with { InReplyTo = other.RemoteId }));
        Assert.IsType<LookupResult.Absent>(await FindAsync(answer with { Text = text + " more" }));
    }

    [Fact]
    public async Task A_copy_whose_link_stands_in_its_first_comment_is_found_by_its_text()
    {
        var root = Copy() with { Text = "Nine centimetres" };
        var sent = await PublishAsync(root);
        await PublishAsync(Copy() with { Text = $"Read on: {Permalink.AbsoluteUri}", InReplyTo = sent.RemoteId });

        Assert.Equal(sent.RemoteId, Assert.IsType<LookupResult.Found>(await FindAsync(root)).RemoteId);
    }

    [Fact]
    public async Task A_comment_with_the_link_is_not_taken_for_the_copy()
    {
        var root = await PublishAsync(Copy() with { Text = "Nine centimetres" });
        await PublishAsync(Copy() with { Text = $"Read on: {Permalink.AbsoluteUri}", InReplyTo = root.RemoteId });

        Assert.IsType<LookupResult.Absent>(await FindAsync(Copy()));
    }

    [Fact]
    public async Task A_copy_with_pictures_is_found_by_its_text_although_X_adds_a_link()
    {
        byte[] png = [0x89, .. "PNG\r\n\u001a\n"u8];
        var image = Assert.IsType<UploadResult.Uploaded>(await Network.UploadAsync(new OutgoingImage(png, "image/png", "alt"), X.Access(), default));
        var copy = Copy() with { Text = "Only a picture", Images = [new UploadedImage(image.MediaId, "alt")] };
        var sent = await PublishAsync(copy);

        Assert.Equal(sent.RemoteId, Assert.IsType<LookupResult.Found>(await FindAsync(copy)).RemoteId);
    }

    [Theory]
    [InlineData("tweet.fields=entities%2Cnote_tweet%2Ctext", "tweet.fields=created_at%2Centities%2Cnote_tweet%2Creferenced_tweets%2Ctext")]
    [InlineData("post.fields=entities%2Cnote_post%2Ctext", "post.fields=created_at%2Centities%2Cnote_post%2Ctext&expansions=referenced_posts")]
    public async Task A_text_that_is_longer_than_the_usual_is_read_whole_in_either_naming(string fields, string timeline)
    {
        X.WriteFacts($$"""{ "maxLength": 4000, "postQueries": [ "tweet.fields=no_such_field", "{{fields}}" ], "timelineQueries": [ "{{timeline}}" ] }""");
        X.Emulator.MaxWeight = 4000;
        var network = X.Network();
        var copy = Copy() with { Text = $"{string.Join(' ', Enumerable.Repeat("snow & ice", 60))}\n\n{Permalink.AbsoluteUri}" };
        var sent = await PublishAsync(copy);
        var remote = new RemoteCopy(sent.RemoteId, null);

        Assert.IsType<ReadBackResult.AsSent>(await network.ReadBackAsync(copy.Text, remote, X.Access(), default));
        Assert.IsType<ReadBackResult.Altered>(await network.ReadBackAsync(copy.Text + " more", remote, X.Access(), default));
        Assert.IsType<LookupResult.Found>(await network.FindCopyAsync(copy, X.Access(), default));
    }

    [Fact]
    public async Task What_can_not_be_read_now_is_not_called_altered()
    {
        var sent = await PublishAsync(Copy());
        var remote = new RemoteCopy(sent.RemoteId, null);
        foreach (var fault in new[] { Fault.Unavailable, Fault.HtmlGateway, Fault.CutAfterCommit, Fault.RateLimited, Fault.Redirect, Fault.Unauthorized, Fault.TruncatedJson, Fault.EmptyBody })
        {
            X.Emulator.Weather.Stand(fault, CallKinds.Reading);

            Assert.IsType<ReadBackResult.Unreadable>(await Network.ReadBackAsync(Copy().Text, remote, X.Access(), default));
        }

        X.Emulator.Weather.Clear();
        Assert.IsType<ReadBackResult.AsSent>(await Network.ReadBackAsync(Copy().Text, remote, X.Access(), default));
        await Network.DeleteAsync(remote, X.Access(), default);
        Assert.IsType<ReadBackResult.Unreadable>(await Network.ReadBackAsync(Copy().Text, remote, X.Access(), default));
    }

    [Fact]
    public async Task A_timeline_that_lags_behind_shows_nothing_yet()
    {
        X.Emulator.Weather.TimelineLag = TimeSpan.FromSeconds(30);
        await PublishAsync(Copy());
        var before = await FindAsync(Copy());
        Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.IsType<LookupResult.Absent>(before);
        Assert.IsType<LookupResult.Found>(await FindAsync(Copy() with { Since = Clock.GetUtcNow() }));
    }

    [Fact]
    public async Task Answers_and_roots_are_found_in_the_new_naming_too()
    {
        X.WriteFacts("""{ "timelineQueries": [ "tweet.fields=no_such_field", "post.fields=created_at%2Centities%2Ctext&expansions=referenced_posts" ] }""");
        var network = X.Network();
        var root = await PublishAsync(Copy());
        var answer = Copy() with { Text = "Part two", InReplyTo = root.RemoteId };
        var sent = await PublishAsync(answer);

        Assert.Equal(root.RemoteId, Assert.IsType<LookupResult.Found>(await network.FindCopyAsync(Copy(), X.Access(), default)).RemoteId);
        Assert.Equal(sent.RemoteId, Assert.IsType<LookupResult.Found>(await network.FindCopyAsync(answer, X.Access(), default)).RemoteId);
        Assert.IsType<LookupResult.Absent>(await network.FindCopyAsync(answer with { InReplyTo = "1" }, X.Access(), default));
        Assert.Equal(6, X.Api.Calls.Count(c => c.Method == "GET"));
    }

    [Fact]
    public async Task Strangers_see_a_copy_until_it_is_hidden_or_gone()
    {
        var access = X.Access(webBase: X.Base);
        var sent = await PublishAsync(Copy(), access);
        var copy = new RemoteCopy(sent.RemoteId, sent.RemoteUrl);
        var seen = await Network.LookAsStrangerAsync(copy, access, default);
        X.Emulator.HideNewest();
        var hidden = await Network.LookAsStrangerAsync(copy, access, default);
        await Network.DeleteAsync(copy, access, default);
        var gone = await Network.LookAsStrangerAsync(copy, access, default);

        Assert.Equal($"{X.Base}/inesq/status/{sent.RemoteId}", sent.RemoteUrl);
        Assert.IsType<SightResult.Visible>(seen);
        Assert.IsType<SightResult.Hidden>(hidden);
        Assert.IsType<SightResult.Hidden>(gone);
        Assert.All(X.Api.Calls.Where(c => c.Path.Contains("/status/", StringComparison.Ordinal)), c => Assert.False(c.HasAuthorization));
    }

    [Fact]
    public async Task A_post_that_was_accepted_but_hidden_is_found_out()
    {
        var access = X.Access(webBase: X.Base);
        X.Emulator.Weather.Strike(1, Fault.AcceptedButHidden);
        var sent = await PublishAsync(Copy(), access);

        Assert.IsType<SightResult.Hidden>(await Network.LookAsStrangerAsync(new RemoteCopy(sent.RemoteId, null), access, default));
        Assert.IsType<LookupResult.Found>(await FindAsync(Copy()));
    }

    [Fact]
    public async Task Trouble_on_the_way_says_nothing_about_what_strangers_see()
    {
        var access = X.Access(webBase: X.Base);
        var sent = await PublishAsync(Copy(), access);
        foreach (var fault in new[] { Fault.Unavailable, Fault.HtmlGateway, Fault.CutAfterCommit, Fault.RateLimited, Fault.Redirect, Fault.Unauthorized, Fault.HugeBody })
        {
            X.Emulator.Weather.Stand(fault, CallKinds.Reading);

            Assert.IsType<SightResult.CannotTell>(await Network.LookAsStrangerAsync(new RemoteCopy(sent.RemoteId, null), access, default));
        }

        Assert.IsType<SightResult.CannotTell>(await Network.LookAsStrangerAsync(new RemoteCopy("../2/users/me", null), access, default));
    }

    [Fact]
    public async Task The_pages_of_the_real_network_are_asked_by_the_address_in_the_facts()
    {
        X.WriteFacts($$"""{ "strangerPage": "{{X.Base}}/{username}/status/{id}" }""");
        var network = X.Network();
        var sent = await PublishAsync(Copy());

        var sight = await network.LookAsStrangerAsync(new RemoteCopy(sent.RemoteId, null), X.Access(), default);

        Assert.Equal($"https://x.com/inesq/status/{sent.RemoteId}", sent.RemoteUrl);
        Assert.IsType<SightResult.Visible>(sight);
    }

    [Fact]
    public async Task An_owner_changes_a_limit_and_a_meaning_without_a_release()
    {
        X.WriteFacts("""{ "maxLength": 500, "errors": [ { "status": 403, "means": "MonthlyCap" } ] }""");
        var network = X.Network();
        X.Emulator.Refusing = XRefusal.NotPermitted;

        Assert.Equal(500, network.Descriptor.MaxLength);
        Assert.IsType<DeliveryResult.RetryLater>(await network.PublishAsync(Copy(), X.Access(), default));
    }

    [Theory]
    [InlineData("""{ "maxLenght": 500 }""")]
    [InlineData("""{ "apiBase": "no address" }""")]
    [InlineData("""{ "timelinePageSize": 1000 }""")]
    [InlineData("""{ "deadlineSeconds": 170 }""")]
    [InlineData("""{ "errors": [ { "status": 403, "means": "Rain" } ] }""")]
    public async Task Facts_that_cannot_be_used_are_named_with_their_file(string json)
    {
        X.WriteFacts(json);
        var error = Assert.Throws<InvalidDataException>(() => X.Network());

        Assert.Contains(Path.Combine(X.FactsFolder, "x.json"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_X_costs_and_cannot_do_is_said()
    {
        var facts = Network.Descriptor;

        Assert.Contains(facts.Limits, l => l.Contains("0.20 US dollars", StringComparison.Ordinal));
        Assert.Equal((true, true, false, false, 4, 1000), (facts.CanThread, facts.CanComment, facts.CanEdit, facts.CanCard, facts.MaxImages, facts.MaxAlt));
    }

    private async Task<DeliveryResult.Delivered> PublishAsync(OutgoingCopy copy, TargetAccess? access = null) =>
        Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(copy, access ?? X.Access(), default));

    private Task<LookupResult> FindAsync(OutgoingCopy copy) => Network.FindCopyAsync(copy, X.Access(), default);

    private OutgoingCopy Copy() => new(Guid.NewGuid(), $"Nine centimetres\n\n{Permalink.AbsoluteUri}", Permalink, Clock.GetUtcNow());
}
