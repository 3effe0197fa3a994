using System.Text;
using Blog.Networks.Facebook;
using Blog.Rehearsal.Facebook;
using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Networks;

public sealed class FacebookNetworkTests : FacebookTest
{
    [Fact]
    public void The_proof_of_the_app_secret_is_the_hmac_of_the_token() =>
        Assert.Equal("774cc3198b4fc86fecb343f94c8ca254a955dc4df07d8b65c65571dc5ee67563", new FacebookCaller("", "EAATOKEN", "APP_SECRET").Proof);

    [Fact]
    public async Task A_copy_without_pictures_is_stored_with_its_text_and_its_link_as_card()
    {
        var result = Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy(), Facebook.Access(), default));

        var post = Assert.Single(Facebook.Emulator.Posts);
        Assert.Equal((Copy().Text, Permalink.AbsoluteUri, post.Id), (post.Message, post.Link, result.RemoteId));
        Assert.Equal(Clock.GetUtcNow(), post.CreatedAt);
        Assert.Empty(post.PhotoIds);
        Assert.Equal($"{Facebook.Base}/{FacebookHost.Page}/posts/{post.Id[(FacebookHost.Page.Length + 1)..]}", result.RemoteUrl);
        Assert.Equal(1, Facebook.Emulator.CreateCalls);
        Assert.True(Assert.Single(Facebook.Api.Calls).HasAuthorization);
    }

    [Fact]
    public async Task A_text_that_leaves_the_link_to_a_comment_gets_no_card()
    {
        await Network.PublishAsync(Copy("Añil. The link is below."), Facebook.Access(), default);

        Assert.Null(Assert.Single(Facebook.Emulator.Posts).Link);
    }

    [Fact]
    public async Task Pictures_are_stored_with_bytes_and_descriptions_and_the_link_stays_in_the_text()
    {
        var access = Facebook.Access();
        UploadedImage[] images = [await UploadAsync(access, 1, "Una cuba de añil “azul” 🫐"), await UploadAsync(access, 2, "")];

        var result = await Network.PublishAsync(Copy() with { Images = images }, access, default);

        Assert.IsType<DeliveryResult.Delivered>(result);
        var post = Assert.Single(Facebook.Emulator.Posts);
        Assert.Equal(images.Select(i => i.MediaId), post.PhotoIds);
        Assert.Null(post.Link);
        Assert.Contains(Permalink.AbsoluteUri, post.Message, StringComparison.Ordinal);
        var photos = Facebook.Emulator.Photos;
        Assert.Equal(["Una cuba de añil “azul” 🫐", ""], photos.Select(p => p.Alt));
        Assert.Equal(Pictures.Png(8, 8, 1), photos[0].Bytes);
        Assert.Equal(Pictures.Png(8, 8, 2), Facebook.Emulator.Media(photos[1].Id)!.Value.Bytes);
        Assert.All(photos, p => Assert.Equal(post.Id, p.PostId));
    }

    [Fact]
    public async Task An_upload_publishes_nothing_and_says_how_long_it_can_be_used()
    {
        var result = await Network.UploadAsync(new OutgoingImage(Pictures.Png(8, 8), "image/png", "x"), Facebook.Access(), default);

        Assert.Equal(Clock.GetUtcNow().AddHours(23), Assert.IsType<UploadResult.Uploaded>(result).UsableUntil);
        Assert.Empty(Facebook.Emulator.Posts);
        Assert.Equal(0, Facebook.Emulator.CreateCalls);
    }

    [Fact]
    public async Task A_picture_that_was_forgotten_is_not_published_without()
    {
        var access = Facebook.Access();
        var image = await UploadAsync(access, 1, "");
        Clock.Advance(TimeSpan.FromHours(25));

        var result = await Network.PublishAsync(Copy() with { Images = [image] }, access, default);

        Assert.Contains("Nothing was published", Assert.IsType<DeliveryResult.Rejected>(result).Reason, StringComparison.Ordinal);
        Assert.Empty(Facebook.Emulator.Posts);
    }

    [Theory]
    [InlineData("image/webp", 100)]
    [InlineData("image/png", 4_000_001)]
    [InlineData("image/png", 0)]
    public async Task Row_41_a_picture_that_Facebook_does_not_take_is_refused_before_it_is_sent(string type, int bytes)
    {
        var result = await Network.UploadAsync(new OutgoingImage(new byte[bytes], type, ""), Facebook.Access(), default);

        Assert.Contains("4 MB", Assert.IsType<UploadResult.Rejected>(result).Reason, StringComparison.Ordinal);
        Assert.Empty(Facebook.Api.Calls);
    }

    [Fact]
    public async Task What_is_no_picture_is_refused_by_Facebook_with_a_remedy()
    {
        var result = await Network.UploadAsync(new OutgoingImage("no picture"u8.ToArray(), "image/png", ""), Facebook.Access(), default);

        Assert.Contains("Use a JPEG or PNG", Assert.IsType<UploadResult.Rejected>(result).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_pictures_than_Facebook_takes_are_not_sent()
    {
        var images = Enumerable.Range(1, 11).Select(n => new UploadedImage($"{n}", "")).ToList();

        Assert.IsType<DeliveryResult.Rejected>(await Network.PublishAsync(Copy() with { Images = images }, Facebook.Access(), default));
        Assert.Empty(Facebook.Api.Calls);
    }

    [Fact]
    public async Task The_first_comment_carries_the_link_below_the_copy()
    {
        var access = Facebook.Access();
        var copy = (DeliveryResult.Delivered)await Network.PublishAsync(Copy("Añil. The link is below."), access, default);

        var result = await Network.PublishAsync(Copy(Permalink.AbsoluteUri) with { InReplyTo = copy.RemoteId }, access, default);

        var comment = Assert.Single(Facebook.Emulator.Comments);
        Assert.Equal(comment.Id, Assert.IsType<DeliveryResult.Delivered>(result).RemoteId);
        Assert.Equal((copy.RemoteId, FacebookHost.Page, Permalink.AbsoluteUri), (comment.PostId, comment.FromId, comment.Message));
        Assert.Single(Facebook.Emulator.Posts);
    }

    [Fact]
    public async Task A_comment_below_a_copy_that_is_gone_is_refused()
    {
        var access = Facebook.Access();

        var result = await Network.PublishAsync(Copy("x") with { InReplyTo = $"{FacebookHost.Page}_1" }, access, default);

        Assert.Contains("no longer on Facebook", Assert.IsType<DeliveryResult.Rejected>(result).Reason, StringComparison.Ordinal);
        Assert.Empty(Facebook.Emulator.Comments);
    }

    [Fact]
    public async Task An_edit_gives_the_copy_another_text_and_may_be_repeated()
    {
        var access = Facebook.Access();
        var copy = (DeliveryResult.Delivered)await Network.PublishAsync(Copy(), access, default);
        var remote = new RemoteCopy(copy.RemoteId, copy.RemoteUrl);

        var first = await Network.EditAsync(Copy("Añil, corrected."), remote, access, default);
        var second = await Network.EditAsync(Copy("Añil, corrected."), remote, access, default);

        var post = Assert.Single(Facebook.Emulator.Posts);
        Assert.Equal(new DeliveryResult.Delivered(remote.Id, remote.Address), first);
        Assert.Equal(first, second);
        Assert.Equal("Añil, corrected.", post.Message);
        Assert.Equal(Copy().Text, post.Earlier[0]);
        Assert.True(Assert.Single(Facebook.Emulator.Shown).IsEdited);
    }

    [Fact]
    public async Task A_comment_can_be_edited_and_deleted_too()
    {
        var access = Facebook.Access();
        var copy = (DeliveryResult.Delivered)await Network.PublishAsync(Copy("Añil."), access, default);
        var comment = (DeliveryResult.Delivered)await Network.PublishAsync(Copy(Permalink.AbsoluteUri) with { InReplyTo = copy.RemoteId }, access, default);
        var remote = new RemoteCopy(comment.RemoteId, comment.RemoteUrl);

        Assert.IsType<DeliveryResult.Delivered>(await Network.EditAsync(Copy("new"), remote, access, default));
        var changed = Facebook.Emulator.Comments[0].Message;
        Assert.IsType<DeliveryResult.Delivered>(await Network.DeleteAsync(remote, access, default));

        Assert.Equal("new", changed);
        Assert.Empty(Facebook.Emulator.Comments);
        Assert.Single(Facebook.Emulator.Posts);
    }

    [Fact]
    public async Task A_copy_of_another_app_is_not_edited()
    {
        Facebook.Cast.Put(new StoredApp("1", "s", "Other"));
        var other = Facebook.Cast.AddPost(FacebookHost.Page, "1", "by hand", null, Clock.GetUtcNow());

        var result = await Network.EditAsync(Copy(), new RemoteCopy(other.Id, null), Facebook.Access(), default);

        Assert.IsType<DeliveryResult.Unauthorized>(result);
        Assert.Equal("by hand", Facebook.Emulator.Posts[0].Message);
    }

    [Fact]
    public async Task An_edit_of_a_copy_that_is_gone_says_so()
    {
        var result = await Network.EditAsync(Copy(), new RemoteCopy($"{FacebookHost.Page}_1", null), Facebook.Access(), default);

        Assert.Contains("no longer on Facebook", Assert.IsType<DeliveryResult.Rejected>(result).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_64_a_copy_is_deleted_and_one_that_is_gone_counts_as_deleted()
    {
        var access = Facebook.Access();
        var copy = (DeliveryResult.Delivered)await Network.PublishAsync(Copy(), access, default);
        var remote = new RemoteCopy(copy.RemoteId, copy.RemoteUrl);

        var first = await Network.DeleteAsync(remote, access, default);
        var second = await Network.DeleteAsync(remote, access, default);

        Assert.IsType<DeliveryResult.Delivered>(first);
        Assert.IsType<DeliveryResult.Delivered>(second);
        Assert.Empty(Facebook.Emulator.Posts);
        Assert.Equal([copy.RemoteId], Facebook.Emulator.Deleted);
    }

    [Fact]
    public async Task A_stranger_sees_a_copy_until_it_is_hidden_or_deleted()
    {
        var access = Facebook.Access();
        var copy = (DeliveryResult.Delivered)await Network.PublishAsync(Copy(), access, default);
        var remote = new RemoteCopy(copy.RemoteId, copy.RemoteUrl);

        var seen = await Network.LookAsStrangerAsync(remote, access, default);
        Facebook.Emulator.HideNewest();
        var hidden = await Network.LookAsStrangerAsync(remote, access, default);

        Assert.IsType<SightResult.Visible>(seen);
        Assert.IsType<SightResult.Hidden>(hidden);
        Assert.All(Facebook.Api.Calls.TakeLast(2), c => Assert.False(c.HasAuthorization));
    }

    [Fact]
    public async Task A_stranger_does_not_see_what_an_app_in_development_mode_posts()
    {
        var access = Facebook.Access();
        Facebook.Cast.Put(new StoredApp(FacebookHost.AppId, FacebookHost.AppSecret, "Blog") { IsLive = false });
        var copy = (DeliveryResult.Delivered)await Network.PublishAsync(Copy(), access, default);

        var seen = await Network.LookAsStrangerAsync(new RemoteCopy(copy.RemoteId, copy.RemoteUrl), access, default);

        Assert.Contains("development mode", Assert.IsType<SightResult.Hidden>(seen).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_comment_has_no_page_that_a_stranger_could_look_at() =>
        Assert.IsType<SightResult.CannotTell>(await Network.LookAsStrangerAsync(new RemoteCopy("12_34", null), Facebook.Access(), default));

    [Fact]
    public async Task Without_a_base_of_its_own_a_copy_lies_on_the_real_pages()
    {
        var result = await Network.PublishAsync(Copy(), Facebook.Access(webBase: ""), default);

        var delivered = Assert.IsType<DeliveryResult.Delivered>(result);
        Assert.Equal($"https://www.facebook.com/{delivered.RemoteId}", delivered.RemoteUrl);
    }

    [Fact]
    public async Task A_link_that_Facebook_cannot_read_is_refused_with_a_remedy()
    {
        Facebook.Cast.RefuseLinksTo("ines.example.com");

        var result = await Network.PublishAsync(Copy(), Facebook.Access(), default);

        Assert.Contains("opened from the internet", Assert.IsType<DeliveryResult.Rejected>(result).Reason, StringComparison.Ordinal);
        Assert.Empty(Facebook.Emulator.Posts);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n ")]
    [InlineData("a\0b")]
    public async Task Row_49_a_text_that_is_none_is_not_sent(string text)
    {
        Assert.IsType<DeliveryResult.Rejected>(await Network.PublishAsync(Copy(text), Facebook.Access(), default));
        Assert.Empty(Facebook.Api.Calls);
    }

    [Fact]
    public async Task A_Page_token_has_no_refresh() =>
        Assert.IsType<RefreshResult.NotPossible>(await Network.RefreshAsync(Facebook.Access(), default));

    [Fact]
    public async Task Keys_that_cannot_be_read_send_nothing()
    {
        var broken = Facebook.Access() with { Secret = "{}" };

        Assert.IsType<DeliveryResult.Unauthorized>(await Network.PublishAsync(Copy(), broken, default));
        Assert.IsType<DeliveryResult.Unauthorized>(await Network.EditAsync(Copy(), new RemoteCopy("1_1", null), broken, default));
        Assert.IsType<DeliveryResult.Unauthorized>(await Network.DeleteAsync(new RemoteCopy("1_1", null), broken, default));
        Assert.IsType<UploadResult.Unauthorized>(await Network.UploadAsync(new OutgoingImage([1], "image/png", ""), broken, default));
        Assert.IsType<LookupResult.Unreadable>(await Network.FindCopyAsync(Copy(), broken, default));
        Assert.Empty(Facebook.Api.Calls);
    }

    [Fact]
    public async Task The_owners_file_changes_version_and_pauses_without_a_release()
    {
        Facebook.WriteFacts("""{ "version": "v24.0", "rateMinutes": 5, "maxLength": 500 }""");
        var network = Facebook.Network();

        await network.PublishAsync(Copy(), Facebook.Access(), default);

        Assert.Equal(500, network.Descriptor.MaxLength);
        Assert.StartsWith("/v24.0/", Assert.Single(Facebook.Api.Calls).Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "version": "26" }""", "version")]
    [InlineData("""{ "verison": "v27.0" }""", "verison")]
    [InlineData("""{ "errors": [ { "means": "rate" } ] }""", "rule")]
    [InlineData("""{ "errors": [ { "codes": "4", "means": "lunch" } ] }""", "errors")]
    [InlineData("""{ "lookupPageSize": 101 }""", "lookupPageSize")]
    [InlineData("""{ "strangerPage": "https://example.com/" }""", "strangerPage")]
    public async Task An_owners_file_that_cannot_be_used_names_what_is_wrong(string facts, string names)
    {
        Facebook.WriteFacts(facts);

        var error = Assert.Throws<InvalidDataException>(() => Facebook.Network());

        Assert.Contains(names, error.Message, StringComparison.Ordinal);
        Assert.Contains("facebook.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_36_a_version_that_is_not_known_publishes_nothing_and_names_the_file_to_change()
    {
        Facebook.WriteFacts("""{ "version": "v99.0" }""");

        var result = await Facebook.Network().PublishAsync(Copy(), Facebook.Access(), default);

        Assert.Contains("networks/facebook.json", ReasonOf(result), StringComparison.Ordinal);
        Assert.IsType<DeliveryResult.Rejected>(result);
        Assert.Empty(Facebook.Emulator.Posts);
    }

    [Fact]
    public async Task Nothing_that_is_printed_holds_a_key()
    {
        var access = Facebook.Access();
        var secret = System.Text.Json.JsonSerializer.Deserialize(access.Secret, FacebookJson.Default.FacebookSecret)!;
        Facebook.Cast.ChangePassword(FacebookHost.Person);
        var result = await Network.PublishAsync(Copy(), access, default);

        var printed = string.Join('\n', access, secret, new FacebookCaller("a", secret.PageToken, secret.AppSecret), result, Facebook.Form());

        Assert.DoesNotContain(secret.PageToken, printed, StringComparison.Ordinal);
        Assert.DoesNotContain(FacebookHost.AppSecret, printed, StringComparison.Ordinal);
        Assert.All(Facebook.Api.Calls, c => Assert.DoesNotContain(secret.PageToken, c.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_long_text_in_every_script_arrives_letter_by_letter()
    {
        var text = "العربية – 日本語 – 👩‍👩‍👧‍👦 \"quoted\" \\ </script>\n\n" + string.Concat(Enumerable.Repeat("ñ", 5000)) + "\n\n" + Permalink.AbsoluteUri;

        await Network.PublishAsync(Copy(text), Facebook.Access(), default);

        Assert.Equal(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(Assert.Single(Facebook.Emulator.Posts).Message));
    }
}
