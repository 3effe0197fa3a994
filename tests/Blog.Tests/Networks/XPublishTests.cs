using Blog.Rehearsal.Wire;
using Blog.Rehearsal.X;
using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Networks;

/// <summary>Posts, pictures, answers and deletions on X, in good and in bad weather.</summary>
public sealed class XPublishTests : XTest
{
    public static TheoryData<Fault> Faults => [.. Enum.GetValues<Fault>()];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Publishing_makes_one_call_and_says_what_is_proven_in_every_weather(Fault fault)
    {
        X.Emulator.Weather.Stand(fault, CallKinds.Writing);

        var result = await UnderAsync(() => Network.PublishAsync(Copy(), X.Access(), default));

        var expected = fault switch
        {
            Fault.RateLimited or Fault.RateLimitedForever or Fault.RateLimitedRetryAfter or Fault.RateLimitedWithoutReset or Fault.Redirect => typeof(DeliveryResult.RetryLater),
            Fault.Unauthorized => typeof(DeliveryResult.Unauthorized),
            Fault.AcceptedButHidden => typeof(DeliveryResult.Delivered),
            _ => typeof(DeliveryResult.Unknown),
        };
        Assert.Equal(expected, result.GetType());
        Assert.Equal(1, X.Writes);
        Assert.True(X.Emulator.Posts.Count == 0 || result is DeliveryResult.Unknown or DeliveryResult.Delivered);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Deleting_can_be_repeated_after_every_weather(Fault fault)
    {
        var remote = await PublishedAsync();
        X.Emulator.Weather.Stand(fault, CallKinds.Writing);

        var result = await UnderAsync(() => Network.DeleteAsync(remote, X.Access(), default));

        Assert.IsType(fault switch { Fault.Unauthorized => typeof(DeliveryResult.Unauthorized), Fault.AcceptedButHidden => typeof(DeliveryResult.Delivered), _ => typeof(DeliveryResult.RetryLater) }, result);
        X.Emulator.Weather.Clear();
        Assert.IsType<DeliveryResult.Delivered>(await Network.DeleteAsync(remote, X.Access(), default));
        Assert.Empty(X.Emulator.Posts);
        Assert.Equal(remote.Id, Assert.Single(X.Emulator.Deleted).Id);
    }

    [Theory]
    [InlineData(XGone.NotFound)]
    [InlineData(XGone.PartialError)]
    [InlineData(XGone.Deleted)]
    public async Task A_copy_that_is_gone_counts_as_taken_away_however_X_says_it(XGone gone)
    {
        X.Emulator.Gone = gone;

        Assert.IsType<DeliveryResult.Delivered>(await Network.DeleteAsync(new RemoteCopy("1445880548472328192", null), X.Access(), default));
    }

    [Fact]
    public async Task A_copy_of_somebody_else_is_not_taken_away_and_that_is_told()
    {
        var other = X.Emulator.AddAccount("77", "other", "Other");
        X.Emulator.AddPosts([new XPost("1900000000000000001", other.Id, "theirs", Clock.GetUtcNow())]);

        var result = await Network.DeleteAsync(new RemoteCopy("1900000000000000001", null), X.Access(), default);

        Assert.Contains("still there", Assert.IsType<DeliveryResult.Rejected>(result).Reason, StringComparison.Ordinal);
        Assert.IsType<DeliveryResult.Rejected>(await Network.DeleteAsync(new RemoteCopy("../1", null), X.Access(), default));
        Assert.Single(X.Emulator.Posts);
    }

    [Fact]
    public async Task A_post_cannot_be_changed_and_that_is_told_without_a_call()
    {
        var result = await Network.EditAsync(Copy(), new RemoteCopy("1", null), X.Access(), default);

        Assert.Contains("can’t be changed", Assert.IsType<DeliveryResult.Rejected>(result).Reason, StringComparison.Ordinal);
        Assert.Empty(X.Api.Calls);
        Assert.False(Network.Descriptor.CanEdit);
    }

    [Fact]
    public async Task A_picture_arrives_whole_with_its_description_and_hangs_on_the_post()
    {
        var image = new OutgoingImage(Picture(2_300_000), "image/png", "Snow on the roof");

        var uploaded = Assert.IsType<UploadResult.Uploaded>(await Network.UploadAsync(image, X.Access(), default));
        await Network.PublishAsync(Copy() with { Images = [new UploadedImage(uploaded.MediaId, image.Alt)] }, X.Access(), default);

        Assert.Equal(new XPicture(uploaded.MediaId, "image/png", "Snow on the roof"), Assert.Single(Assert.Single(X.Emulator.Posts).Pictures));
        Assert.Equal(image.Bytes, X.Emulator.Media(uploaded.MediaId)!.Value.Bytes);
        Assert.Equal(3, X.Api.Calls.Count(c => c.Path.EndsWith("/append", StringComparison.Ordinal)));
        Assert.Equal(Clock.GetUtcNow().AddHours(24).AddMinutes(-5), uploaded.UsableUntil);
    }

    [Fact]
    public async Task The_four_keys_upload_and_publish_pictures_too()
    {
        var keys = X.Access() with
        {
            Secret = (await Network.ConnectAsync(new ConnectRequest("keys", X.Base, X.Base, XHost.KeyFields()), default)).Accounts[0].Secret,
        };

        var uploaded = Assert.IsType<UploadResult.Uploaded>(await Network.UploadAsync(new OutgoingImage(Picture(10), "image/png", ""), keys, default));

        Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy() with { Images = [new UploadedImage(uploaded.MediaId, "")] }, keys, default));
        Assert.Equal("", X.Emulator.Posts[0].Pictures[0].Alt);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task An_upload_can_be_repeated_after_every_weather_and_publishes_nothing(Fault fault)
    {
        var image = new OutgoingImage(Picture(10), "image/png", "alt");
        for (var step = 1; step <= 4; step++)
        {
            var at = step;
            X.Emulator.Weather.Strike(CallKinds.Media, X.Api.Calls.Count(c => c.Path.StartsWith("/2/media", StringComparison.Ordinal)) + at, fault);

            var result = await UnderAsync(() => Network.UploadAsync(image, X.Access(), default));

            // A segment is acknowledged by its status alone, and its answer is not needed.
            var isSegment = at == 2 && fault is Fault.TruncatedJson or Fault.EmptyBody && at == 2;
            Assert.IsType(
                fault switch { Fault.Unauthorized => typeof(UploadResult.Unauthorized), Fault.AcceptedButHidden => typeof(UploadResult.Uploaded), _ when isSegment => typeof(UploadResult.Uploaded), _ => typeof(UploadResult.RetryLater) },
                result);
        }

        Assert.Empty(X.Emulator.Posts);
        Assert.IsType<UploadResult.Uploaded>(await Network.UploadAsync(image, X.Access(), default));
    }

    [Fact]
    public async Task Row_37_a_picture_that_is_still_processed_is_waited_for_as_X_asks()
    {
        X.Emulator.Process(looks: 3, checkAfterSeconds: 5);
        var uploading = Network.UploadAsync(new OutgoingImage(Picture(10), "image/png", "alt"), X.Access(), default);

        for (var look = 0; look < 3; look++)
        {
            var asked = look;
            await Waiting.UntilAsync("the wait has begun", () => Task.FromResult(Looks() == asked && X.Api.InFlight == 0 && Clock.HasTimer(TimeSpan.FromSeconds(5))));
            Clock.Advance(TimeSpan.FromSeconds(5));
        }

        var uploaded = Assert.IsType<UploadResult.Uploaded>(await uploading);
        Assert.Equal("alt", X.Emulator.Uploads.Single(u => u.Id == uploaded.MediaId).Alt);
        Assert.Equal(3, Looks());
    }

    [Fact]
    public async Task Row_38_a_picture_that_is_never_ready_is_given_up_in_time()
    {
        X.Emulator.Process(looks: 1000, checkAfterSeconds: 0);
        var slow = await Network.UploadAsync(new OutgoingImage(Picture(10), "image/png", ""), X.Access(), default);
        X.Emulator.Process(looks: 1, checkAfterSeconds: 0, fails: true);
        var broken = await Network.UploadAsync(new OutgoingImage(Picture(10), "image/png", ""), X.Access(), default);

        Assert.Contains("too long", Assert.IsType<UploadResult.RetryLater>(slow).Reason, StringComparison.Ordinal);
        Assert.Contains("could not process", Assert.IsType<UploadResult.Rejected>(broken).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_41_a_picture_above_the_limits_is_refused_without_a_call()
    {
        OutgoingImage[] unfit =
        [
            new(new byte[5_000_001], "image/png", ""), new([], "image/png", ""), new(Picture(10), "image/svg+xml", ""), new(Picture(10), "image/png", new string('a', 1001)),
        ];

        foreach (var image in unfit)
        {
            Assert.Contains("Nothing was sent", Assert.IsType<UploadResult.Rejected>(await Network.UploadAsync(image, X.Access(), default)).Reason, StringComparison.Ordinal);
        }

        Assert.Empty(X.Api.Calls);
    }

    [Fact]
    public async Task Row_40_a_picture_that_X_has_forgotten_is_told_and_nothing_is_published()
    {
        var uploaded = Assert.IsType<UploadResult.Uploaded>(await Network.UploadAsync(new OutgoingImage(Picture(10), "image/png", ""), X.Access(), default));
        Clock.Advance(TimeSpan.FromHours(24));

        var result = await Network.PublishAsync(Copy() with { Images = [new UploadedImage(uploaded.MediaId, "")] }, X.Access(), default);

        Assert.Contains("no longer has the pictures", Assert.IsType<DeliveryResult.Rejected>(result).Reason, StringComparison.Ordinal);
        Assert.Empty(X.Emulator.Posts);
    }

    [Fact]
    public async Task More_pictures_than_X_takes_are_refused_without_a_call()
    {
        var result = await Network.PublishAsync(Copy() with { Images = [.. Enumerable.Range(1, 5).Select(n => new UploadedImage($"{n}", ""))] }, X.Access(), default);

        Assert.Contains("at most 4 pictures", Assert.IsType<DeliveryResult.Rejected>(result).Reason, StringComparison.Ordinal);
        Assert.Empty(X.Api.Calls);
    }

    [Fact]
    public async Task A_thread_hangs_together()
    {
        var first = await PublishedAsync();
        var second = Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy() with { Text = "Part two", InReplyTo = first.Id }, X.Access(), default));

        Assert.Equal([null, first.Id], X.Emulator.Posts.Select(p => p.InReplyTo));
        Assert.Equal(second.RemoteId, X.Emulator.Posts[1].Id);
    }

    [Fact]
    public async Task Row_44_a_parent_that_is_not_visible_yet_is_tried_again_later()
    {
        var first = await PublishedAsync();
        X.Emulator.ParentLag = TimeSpan.FromMinutes(1);
        var answer = Copy() with { Text = "Part two", InReplyTo = first.Id };

        Assert.IsType<DeliveryResult.RetryLater>(await Network.PublishAsync(answer, X.Access(), default));
        Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(answer, X.Access(), default));
    }

    [Theory]
    [InlineData(XRefusal.Suspended, typeof(DeliveryResult.Unauthorized))]
    [InlineData(XRefusal.NoCredits, typeof(DeliveryResult.RetryLater))]
    [InlineData(XRefusal.SpendCapped, typeof(DeliveryResult.RetryLater))]
    [InlineData(XRefusal.UsageCapped, typeof(DeliveryResult.RetryLater))]
    [InlineData(XRefusal.UnknownAuthentication, typeof(DeliveryResult.RetryLater))]
    [InlineData(XRefusal.AppOnly, typeof(DeliveryResult.Unauthorized))]
    [InlineData(XRefusal.NotEnrolled, typeof(DeliveryResult.Unauthorized))]
    [InlineData(XRefusal.NotPermitted, typeof(DeliveryResult.Rejected))]
    public async Task A_refusal_says_that_nothing_was_published(XRefusal refusal, Type expected)
    {
        X.Emulator.Refusing = refusal;

        var result = await Network.PublishAsync(Copy(), X.Access(), default);

        Assert.IsType(expected, result);
        Assert.Contains("othing was published", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_right_asks_for_a_new_consent()
    {
        X.Emulator.AddToken(X.Account, "narrow", ["tweet.read", "users.read"]);

        var result = await Network.PublishAsync(Copy(), X.Access(bearer: "narrow"), default);

        Assert.Contains("lack a right", Assert.IsType<DeliveryResult.Unauthorized>(result).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_28_a_bucket_of_a_day_is_waited_for_although_the_short_one_has_room()
    {
        X.Emulator.PostsPerDay = 1;
        await PublishedAsync();

        var result = await Network.PublishAsync(Copy() with { Text = "Another" }, X.Access(), default);

        Assert.Equal(Clock.GetUtcNow().AddHours(24), Assert.IsType<DeliveryResult.RetryLater>(result).NotBefore);
    }

    [Fact]
    public async Task Row_33_a_text_that_X_remembers_after_its_deletion_is_not_taken_for_published()
    {
        X.Emulator.RemembersDeleted = true;
        var remote = await PublishedAsync();
        await Network.DeleteAsync(remote, X.Access(), default);

        Assert.IsType<DeliveryResult.Unknown>(await Network.PublishAsync(Copy(), X.Access(), default));
        Assert.IsType<LookupResult.Absent>(await Network.FindCopyAsync(Copy(), X.Access(), default));
    }

    [Fact]
    public async Task Two_cashtags_are_told_in_words()
    {
        var result = await Network.PublishAsync(Copy() with { Text = "Sell $ABC, buy $DEF" }, X.Access(), default);

        Assert.Contains("cashtag", Assert.IsType<DeliveryResult.Rejected>(result).Reason, StringComparison.Ordinal);
    }

    private static byte[] Picture(int length)
    {
        byte[] head = [0x89, .. "PNG\r\n\u001a\n"u8];
        return [.. head, .. Enumerable.Range(0, length).Select(n => (byte)(n * 31))];
    }

    private int Looks() => X.Api.Calls.Count(c => c.Path.Contains("command=STATUS", StringComparison.Ordinal));

    private async Task<RemoteCopy> PublishedAsync()
    {
        var delivered = Assert.IsType<DeliveryResult.Delivered>(await Network.PublishAsync(Copy(), X.Access(), default));
        return new RemoteCopy(delivered.RemoteId, delivered.RemoteUrl);
    }

    // Moves the clock past the deadline of a call that hangs.
    private async Task<T> UnderAsync<T>(Func<Task<T>> call)
    {
        await Waiting.UntilAsync("the last call is over", () => Task.FromResult(X.Api.InFlight == 0));
        var calling = call();
        await Waiting.UntilAsync("the call ends or hangs", () => Task.FromResult(calling.IsCompleted || X.Api.Hanging > 0));
        if (!calling.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromSeconds(31));
        }

        return await calling;
    }

    private OutgoingCopy Copy() => new(Guid.NewGuid(), $"Nine centimetres\n\n{Permalink.AbsoluteUri}", Permalink, Clock.GetUtcNow());
}
