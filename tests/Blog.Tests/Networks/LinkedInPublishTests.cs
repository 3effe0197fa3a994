using Blog.Rehearsal.LinkedIn;
using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Networks;

/// <summary>What LinkedIn stores of a copy: text, card, pictures, comment; changed and taken away.</summary>
public sealed class LinkedInPublishTests : LinkedInTest
{
    [Fact]
    public async Task A_text_with_every_reserved_character_arrives_whole()
    {
        var text = $"Añil (part 1) @home *now* _so_ ~x~ [a] {{b}} <c> C:\\d | C# #Farbe\n\n{Permalink.AbsoluteUri}";

        var result = await Network.PublishAsync(Copy(text), Host.AsMember(), default);

        var post = Assert.Single(Host.Emulator.Posts);
        Assert.Equal((text, false, "Farbe"), (post.Text, post.WasCut, Assert.Single(post.Hashtags)));
        Assert.Equal(new DeliveryResult.Delivered(post.Urn, $"{Host.Base}/feed/update/{post.Urn}/"), result);
        Assert.Equal(Host.Member.Urn, post.Author);
    }

    [Fact]
    public async Task A_card_carries_our_own_title_description_and_picture()
    {
        var picture = await UploadAsync(Host.AsMember());
        var copy = Copy() with { Card = new OutgoingCard(Permalink, "Añil (1)", "A colour & its story.", new UploadedImage(picture, "A blue cloth")) };

        Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(copy, Host.AsMember(), default));

        Assert.Equal(new LinkedInStoredCard(Permalink.AbsoluteUri, "Añil (1)", "A colour & its story.", picture), Assert.Single(Host.Emulator.Posts).Card);
    }

    [Fact]
    public async Task A_card_without_a_picture_takes_the_first_one_and_a_long_title_is_cut_between_emoji()
    {
        var picture = await UploadAsync(Host.AsMember());
        var title = string.Concat(Enumerable.Repeat("👨‍👩‍👧‍👦", 40));
        var copy = Copy() with { Card = new OutgoingCard(Permalink, title, "", null), Images = [new UploadedImage(picture, "alt")] };

        Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(copy, Host.AsMember(), default));

        var card = Assert.Single(Host.Emulator.Posts).Card!;
        Assert.Equal((picture, null), (card.Thumbnail, card.Description));
        Assert.Equal(string.Concat(Enumerable.Repeat("👨‍👩‍👧‍👦", 36)) + "…", card.Title);
    }

    [Fact]
    public async Task One_picture_goes_out_with_its_bytes_and_its_description()
    {
        var bytes = Pictures.Png(40, 30);
        var uploaded = Assert.IsType<UploadResult.Uploaded>(await Network.UploadAsync(new OutgoingImage(bytes, "image/png", "A blue cloth"), Host.AsMember(), default));

        var result = await Network.PublishAsync(Copy() with { Images = [new UploadedImage(uploaded.MediaId, "A blue cloth")] }, Host.AsMember(), default);

        Assert.IsType<DeliveryResult.Delivered>(result);
        Assert.Equal([new LinkedInStoredMedia(uploaded.MediaId, "A blue cloth")], Assert.Single(Host.Emulator.Posts).Media);
        Assert.Equal(bytes, Host.Emulator.Images.Single().Bytes);
        Assert.Equal("image/png", Host.Emulator.Images.Single().MediaType);
        Assert.DoesNotContain(Host.Api.Calls, c => c is { Method: "GET" } && c.Path.StartsWith("/rest/images", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Several_pictures_keep_their_order_and_descriptions()
    {
        var (one, two) = (await UploadAsync(Host.AsPage()), await UploadAsync(Host.AsPage()));

        await Network.PublishAsync(Copy() with { Images = [new UploadedImage(two, "second"), new UploadedImage(one, "")] }, Host.AsPage(), default);

        Assert.Equal([new LinkedInStoredMedia(two, "second"), new LinkedInStoredMedia(one, null)], Assert.Single(Host.Emulator.Posts).Media);
    }

    [Fact]
    public async Task A_text_at_the_limit_goes_out_and_one_beyond_it_is_not_sent()
    {
        var brackets = string.Concat(Enumerable.Repeat("(", 1500));

        Assert.Equal(3000, Network.Measure(brackets));
        Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy(brackets), Host.AsMember(), default));
        Assert.Contains("too long by 1", Assert.IsType<DeliveryResult.Rejected>(await Network.PublishAsync(Copy(brackets + "a"), Host.AsMember(), default)).Reason, StringComparison.Ordinal);
        Assert.Equal(1, Host.Creates);
    }

    [Theory]
    [InlineData("image/webp", 0, "JPEG, PNG and GIF")]
    [InlineData("image/png", 9 * 1024 * 1024, "8 MB")]
    public async Task A_picture_that_LinkedIn_does_not_take_is_not_sent(string mediaType, int size, string why)
    {
        var result = await Network.UploadAsync(new OutgoingImage(new byte[Math.Max(1, size)], mediaType, ""), Host.AsMember(), default);

        Assert.Contains(why, Assert.IsType<UploadResult.Rejected>(result).Reason, StringComparison.Ordinal);
        Assert.Empty(Host.Api.Calls);
    }

    [Fact]
    public async Task A_picture_of_too_many_pixels_is_not_sent()
    {
        var result = await Network.UploadAsync(new OutgoingImage(Pictures.PngHead(6013, 6013), "image/png", ""), Host.AsMember(), default);

        Assert.Contains("36 megapixels", Assert.IsType<UploadResult.Rejected>(result).Reason, StringComparison.Ordinal);
        Assert.Empty(Host.Api.Calls);
    }

    [Fact]
    public async Task The_token_does_not_follow_a_picture_to_a_strangeHost()
    {
        await using var stranger = await LinkedInHost.StartAsync(Clock);
        var network = Host.Network(stranger.Address.Authority);
        Host.Emulator.Settings.UploadBase = stranger.Base;

        var result = await network.UploadAsync(new OutgoingImage(Pictures.Png(4, 4), "image/png", ""), Host.AsMember(), default);

        Assert.Contains("strange host", Assert.IsType<UploadResult.Rejected>(result).Reason, StringComparison.Ordinal);
        Assert.Empty(stranger.Api.Calls);
    }

    [Fact]
    public async Task A_company_page_learns_that_its_picture_failed()
    {
        var result = await Network.UploadAsync(new OutgoingImage("no picture at all"u8.ToArray(), "image/png", ""), Host.AsPage(), default);

        Assert.Contains("could not use the picture", Assert.IsType<UploadResult.Rejected>(result).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_37_a_picture_that_is_not_there_yet_is_waited_for_and_then_posted_once()
    {
        Host.Emulator.AddImage(new LinkedInStoredImage("urn:li:image:LATE", Host.Member.Urn, Clock.GetUtcNow().AddHours(1)));
        var copy = Copy() with { Images = [new UploadedImage("urn:li:image:LATE", "")] };

        var early = await Network.PublishAsync(copy, Host.AsMember(), default);
        using var put = await Host.CallAsync(HttpMethod.Put, "/dms-uploads/LATE", bytes: Pictures.Png(2, 2));
        var late = await Network.PublishAsync(copy, Host.AsMember(), default);

        Assert.Contains("Nothing was published", Assert.IsType<DeliveryResult.RetryLater>(early).Reason, StringComparison.Ordinal);
        Assert.IsType<DeliveryResult.Delivered>(late);
        Assert.Single(Host.Emulator.Posts);
    }

    [Fact]
    public async Task A_copy_gets_another_text_under_the_same_name()
    {
        var made = Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy(), Host.AsMember(), default));

        var result = await Network.EditAsync(Copy("Better (2) #Farbe"), new RemoteCopy(made.RemoteId, made.RemoteUrl), Host.AsMember(), default);

        var post = Assert.Single(Host.Emulator.Posts);
        Assert.Equal(made, result);
        Assert.Equal(("Better (2) #Farbe", 1), (post.Text, post.Earlier.Count));
    }

    [Fact]
    public async Task A_copy_that_is_gone_can_not_be_changed_and_the_author_is_told()
    {
        var made = Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy(), Host.AsMember(), default));
        Host.Emulator.DeletePost(made.RemoteId);

        var result = await Network.EditAsync(Copy("Better"), new RemoteCopy(made.RemoteId, null), Host.AsMember(), default);

        Assert.Contains("no longer on LinkedIn", Assert.IsType<DeliveryResult.Rejected>(result).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_is_taken_away_and_one_that_is_gone_counts_as_taken_away()
    {
        var made = Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy(), Host.AsMember(), default));
        var remote = new RemoteCopy(made.RemoteId, made.RemoteUrl);

        Assert.Equal(made, await Network.DeleteAsync(remote, Host.AsMember(), default));
        Assert.Equal(made, await Network.DeleteAsync(remote, Host.AsMember(), default));
        Assert.Empty(Host.Emulator.Posts);
        Assert.Single(Host.Emulator.Deleted);
    }

    [Fact]
    public async Task The_first_comment_is_plain_text_below_the_post_and_can_be_taken_away()
    {
        var made = Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy(), Host.AsMember(), default));
        var text = $"(read on) {Permalink.AbsoluteUri} #tag";

        var result = Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy(text) with { InReplyTo = made.RemoteId }, Host.AsMember(), default));

        var comment = Assert.Single(Host.Emulator.Comments);
        Assert.Equal((text, made.RemoteId, Host.Member.Urn), (comment.Text, comment.Post, comment.Actor));
        Assert.Equal($"urn:li:comment:({made.RemoteId},{comment.Id})", result.RemoteId);
        Assert.Equal(made.RemoteUrl, result.RemoteUrl);

        Assert.IsType<DeliveryResult.Delivered>(await Network.DeleteAsync(new RemoteCopy(result.RemoteId, null), Host.AsMember(), default));
        Assert.IsType<DeliveryResult.Delivered>(await Network.DeleteAsync(new RemoteCopy(result.RemoteId, null), Host.AsMember(), default));
        Assert.Empty(Host.Emulator.Comments);
        Assert.Single(Host.Emulator.Posts);
    }

    [Fact]
    public async Task An_answer_to_a_comment_stands_below_it()
    {
        var made = Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy(), Host.AsPage(), default));
        var first = Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy("one") with { InReplyTo = made.RemoteId }, Host.AsPage(), default));

        await Network.PublishAsync(Copy("two") with { InReplyTo = first.RemoteId }, Host.AsPage(), default);

        Assert.Equal(Host.Emulator.Comments[0].Id, Host.Emulator.Comments[1].Parent);
    }

    [Fact]
    public async Task A_comment_that_is_too_long_or_not_allowed_leaves_the_connection_alone()
    {
        var made = Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy(), Host.AsMember(), default));
        Host.Emulator.Settings.SplitsFeedScopes = true;

        var tooLong = await Network.PublishAsync(Copy(new string('a', 1251)) with { InReplyTo = made.RemoteId }, Host.AsMember(), default);
        var forbidden = await Network.PublishAsync(Copy("x") with { InReplyTo = made.RemoteId }, Host.AsMember(), default);

        Assert.Contains("shorter by 1", Assert.IsType<DeliveryResult.Rejected>(tooLong).Reason, StringComparison.Ordinal);
        Assert.Contains("does not let this connection comment", Assert.IsType<DeliveryResult.Rejected>(forbidden).Reason, StringComparison.Ordinal);
        Assert.Empty(Host.Emulator.Comments);
    }

    [Fact]
    public async Task The_address_of_a_copy_is_LinkedIns_own_where_the_account_is()
    {
        var access = Host.AsMember();
        var real = access with { Target = access.Target with { WebBase = "" } };

        var made = Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy(), real, default));

        Assert.Equal($"https://www.linkedin.com/feed/update/{made.RemoteId}/", made.RemoteUrl);
    }

    [Fact]
    public async Task ANetwork_below_a_path_works_as_one_at_the_root_does()
    {
        await using var host = await LinkedInHost.StartAsync(Clock, "/practice/linkedin/api");
        var access = host.Access(host.Page.Urn, LinkedInHost.PageToken, null, host.Base + "/practice/linkedin/api");
        var network = host.Network();

        var picture = Assert.IsType<UploadResult.Uploaded>(await network.UploadAsync(new OutgoingImage(Pictures.Png(4, 4), "image/png", ""), access, default));
        var made = Assert.IsType<DeliveryResult.Delivered>(await network.PublishAsync(Copy() with { Images = [new UploadedImage(picture.MediaId, "a")] }, access, default));

        Assert.Equal($"{host.Base}/practice/linkedin/api/feed/update/{made.RemoteId}/", made.RemoteUrl);
        Assert.IsType<SightResult.Visible>(await network.LookAsStrangerAsync(new RemoteCopy(made.RemoteId, made.RemoteUrl), access, default));
        Assert.IsType<LookupResult.Found>(await network.FindCopyAsync(Copy(), access, default));
    }

    [Fact]
    public async Task Keys_that_can_not_be_read_ask_for_a_new_connection_without_a_call()
    {
        var broken = Host.AsMember() with { Secret = "{" };

        Assert.IsType<DeliveryResult.Unauthorized>(await Network.PublishAsync(Copy(), broken, default));
        Assert.IsType<DeliveryResult.Unauthorized>(await Network.EditAsync(Copy(), new RemoteCopy("urn:li:share:1", null), broken, default));
        Assert.IsType<DeliveryResult.Unauthorized>(await Network.DeleteAsync(new RemoteCopy("urn:li:share:1", null), broken, default));
        Assert.IsType<UploadResult.Unauthorized>(await Network.UploadAsync(new OutgoingImage([1], "image/png", ""), broken, default));
        Assert.IsType<LookupResult.Unreadable>(await Network.FindCopyAsync(Copy(), broken, default));
        Assert.IsType<RefreshResult.Refused>(await Network.RefreshAsync(broken, default));
        Assert.Empty(Host.Api.Calls);
    }

    private async Task<string> UploadAsync(TargetAccess access) =>
        Assert.IsType<UploadResult.Uploaded>(await Network.UploadAsync(new OutgoingImage(Pictures.Png(8, 8), "image/png", ""), access, default)).MediaId;

    private OutgoingCopy Copy(string? text = null) => new(Guid.NewGuid(), text ?? $"Añil (1)\n\nA colour & its story.\n\n{Permalink.AbsoluteUri}", Permalink, Clock.GetUtcNow());
}
