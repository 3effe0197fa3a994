using Blog.Rehearsal.Wire;
using Blog.Rehearsal.X;
using Blog.Syndication;

namespace Blog.Tests.Journeys;

/// <summary>Rows of the fault list that one delivery to X can meet. Each asserts what the network stored and what the author sees.</summary>
public class DeliveryFaultTests
{
    [Fact]
    public async Task A_published_post_reaches_X_once_and_says_so()
    {
        await using var rig = await DeliveryRig.StartAsync();

        var delivery = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);

        var post = Assert.Single(rig.X.Emulator.Posts);
        Assert.Equal("Nine centimetres\n\nSnow fell all night.\n\nhttps://ines.example.com/2026/nine-centimetres", post.Text);
        Assert.Equal(post.Id, delivery.RemoteId);
        Assert.Equal($"{rig.X.Base}/inesq/status/{post.Id}", delivery.RemoteUrl);
        Assert.Null(delivery.Reason);
        Assert.Equal(["Delivered"], await rig.OutcomesAsync(delivery));
    }

    [Fact]
    public async Task Row_01_connection_refused_waits_and_is_sent_once_after_recovery()
    {
        await using var rig = await DeliveryRig.StartAsync();
        await PointAtAsync(rig, "http://127.0.0.1:1");
        var delivery = await rig.UntilAsync(await rig.PublishAsync(), d => d.Attempts == 6 && d.State == DeliveryState.Queued);
        Assert.Contains("refused the connection. Nothing was sent", delivery.Reason, StringComparison.Ordinal);
        Assert.True(rig.Clock.GetUtcNow() > delivery.CreatedAt.AddMinutes(15));

        await PointAtAsync(rig, rig.X.Base);
        var delivered = await rig.UntilAsync(delivery, DeliveryState.Accepted);

        Assert.Single(rig.X.Emulator.Posts);
        Assert.Equal(1, rig.X.Writes);
        Assert.Equal(7, delivered.Attempts);
    }

    [Fact]
    public async Task Row_02_an_unknown_host_waits_and_leaves_the_target_connected()
    {
        await using var rig = await DeliveryRig.StartAsync();
        await PointAtAsync(rig, "https://no-such-host.invalid");

        var delivery = await rig.UntilAsync(await rig.PublishAsync(), d => d.Attempts == 2 && d.State == DeliveryState.Queued);

        Assert.Contains("Nothing was sent", delivery.Reason, StringComparison.Ordinal);
        Assert.Equal(TargetState.Connected, (await rig.Store.FindTargetAsync(rig.Target.Id, default))!.State);
    }

    [Fact]
    public async Task Row_04_hang_before_commit_is_sent_exactly_once_more()
    {
        await using var rig = await DeliveryRig.StartAsync();
        rig.Weather.Strike(1, Fault.HangBeforeCommit);

        var delivery = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);

        Assert.Single(rig.X.Emulator.Posts);
        Assert.Equal(2, rig.X.Writes);
        Assert.Equal(["Unknown", "Absent", "Delivered"], await rig.OutcomesAsync(delivery));
    }

    [Fact]
    public async Task Row_05_hang_after_commit_adopts_the_copy()
    {
        await using var rig = await DeliveryRig.StartAsync();
        rig.Weather.Strike(1, Fault.HangAfterCommit);

        var delivery = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);

        Assert.Equal(Assert.Single(rig.X.Emulator.Posts).Id, delivery.RemoteId);
        Assert.Equal(1, rig.X.Writes);
        Assert.Equal(["Unknown", "Adopted"], await rig.OutcomesAsync(delivery));
    }

    [Theory]
    [InlineData(Fault.CutAfterCommit)] // Row 6
    [InlineData(Fault.ErrorAfterCommit)] // Row 7
    [InlineData(Fault.TruncatedJson)] // Row 9
    [InlineData(Fault.EmptyBody)] // Row 10: X has no header with the id
    [InlineData(Fault.SlowBody)] // Row 11
    [InlineData(Fault.HugeBody)] // Row 12
    [InlineData(Fault.CompressedBomb)] // Row 12
    public async Task Row_06_to_12_an_answer_lost_after_commit_adopts_the_copy(Fault fault)
    {
        await using var rig = await DeliveryRig.StartAsync();
        rig.Weather.Strike(1, fault);
        var unknown = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Unknown);
        Assert.Contains("looked for before anything is sent again", unknown.Reason, StringComparison.Ordinal);

        var delivery = await rig.UntilAsync(unknown, DeliveryState.Accepted);

        Assert.Equal(Assert.Single(rig.X.Emulator.Posts).Id, delivery.RemoteId);
        Assert.Equal(1, rig.X.Writes);
    }

    [Fact]
    public async Task Row_07_seven_errors_in_a_row_after_commit_are_still_one_post_each()
    {
        await using var rig = await DeliveryRig.StartAsync();
        rig.Weather.Stand(Fault.ErrorAfterCommit, CallKinds.Writing);

        for (var n = 1; n <= 7; n++)
        {
            await rig.UntilAsync(await rig.PublishAsync($"Post {n}"), DeliveryState.Accepted);
        }

        Assert.Equal(7, rig.X.Emulator.Posts.Count);
        Assert.Equal(7, rig.X.Writes);
    }

    [Theory]
    [InlineData(Fault.HtmlGateway)]
    [InlineData(Fault.Unavailable)]
    [InlineData(Fault.CutBeforeCommit)]
    public async Task Row_08_a_gateway_error_is_looked_into_and_sent_once_more(Fault fault)
    {
        await using var rig = await DeliveryRig.StartAsync();
        rig.Weather.Strike(1, fault);

        var delivery = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);

        Assert.Single(rig.X.Emulator.Posts);
        Assert.Equal(["Unknown", "Absent", "Delivered"], await rig.OutcomesAsync(delivery));
    }

    [Fact]
    public async Task Row_08_an_outage_of_everything_keeps_it_unknown_until_the_timeline_can_be_read()
    {
        await using var rig = await DeliveryRig.StartAsync();
        rig.Weather.Stand(Fault.Unavailable);
        var delivery = await rig.UntilAsync(await rig.PublishAsync(), d => d.Fence >= 5 && d.State == DeliveryState.Unknown);
        Assert.Contains("could not be read", delivery.Reason, StringComparison.Ordinal);
        Assert.Equal(1, rig.X.Writes);

        rig.Weather.Clear();
        await rig.UntilAsync(delivery, DeliveryState.Accepted);

        Assert.Single(rig.X.Emulator.Posts);
    }

    [Fact]
    public async Task A_network_that_swallows_five_calls_is_asked_about_and_called_once_more_when_the_next_day_shows_nothing_either()
    {
        await using var rig = await DeliveryRig.StartAsync();
        rig.Weather.Stand(Fault.CutBeforeCommit, CallKinds.Writing);
        var asked = await rig.UntilAsync(await rig.PublishAsync(), d => d is { Attempts: 5, State: DeliveryState.Unknown } && d.NotBefore > rig.Clock.GetUtcNow().AddHours(23));
        Assert.Contains("is it there or not? If it can’t be found tomorrow either", asked.Reason, StringComparison.Ordinal);
        Assert.Equal(5, rig.X.Writes);

        rig.Weather.Clear();
        var delivery = await rig.UntilAsync(asked, DeliveryState.Accepted);

        Assert.Single(rig.X.Emulator.Posts);
        Assert.Equal(6, rig.X.Writes);
        Assert.Equal(["Absent", "Absent", "Delivered"], (await rig.OutcomesAsync(delivery)).TakeLast(3));
        Assert.True(delivery.UpdatedAt > asked.UpdatedAt.AddHours(23));
    }

    [Fact]
    public async Task A_network_that_swallows_five_calls_and_shows_the_copy_a_day_later_is_not_called_again()
    {
        await using var rig = await DeliveryRig.StartAsync();
        rig.Weather.Stand(Fault.CutBeforeCommit, CallKinds.Writing);
        var asked = await rig.UntilAsync(await rig.PublishAsync(), d => d is { Attempts: 5, State: DeliveryState.Unknown } && d.NotBefore > rig.Clock.GetUtcNow().AddHours(23));
        rig.X.Emulator.AddPosts([new XPost("1900000000000000001", rig.X.Account.Id, asked.SentText!, asked.CreatedAt.AddSeconds(1))]);

        var delivery = await rig.UntilAsync(asked, DeliveryState.Accepted);

        Assert.Equal("1900000000000000001", delivery.RemoteId);
        Assert.Equal(5, rig.X.Writes);
    }

    [Fact]
    public async Task A_network_that_can_not_be_read_for_days_is_looked_at_once_a_day_and_not_given_up()
    {
        await using var rig = await DeliveryRig.StartAsync();
        rig.Weather.Strike(1, Fault.CutAfterCommit);
        var unknown = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Unknown);
        rig.Weather.Stand(Fault.Unavailable);
        await ClaimOftenAsync(rig, 300);
        var asked = await rig.UntilAsync(unknown, d => d.Reason!.Contains("for days", StringComparison.Ordinal));
        Assert.Equal(rig.Clock.GetUtcNow().AddDays(1), asked.NotBefore, TimeSpan.FromMinutes(1));

        rig.Weather.Clear();
        await rig.UntilAsync(asked, DeliveryState.Accepted);

        Assert.Single(rig.X.Emulator.Posts);
        Assert.Equal(1, rig.X.Writes);
    }

    [Fact]
    public async Task A_look_that_ends_its_process_again_and_again_rests_for_a_day()
    {
        await using var rig = await DeliveryRig.StartAsync();
        rig.Weather.Strike(1, Fault.CutAfterCommit);
        var unknown = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Unknown);
        await ClaimOftenAsync(rig, 300);
        var due = rig.Clock.GetUtcNow().AddHours(1);
        Assert.Single(await rig.Store.ClaimAsync("elsewhere", due, Courier.Lease, 1, default));
        var reads = rig.X.Api.Calls.Count;
        await rig.MoveToAsync(due + Courier.Lease + TimeSpan.FromSeconds(1));

        var asked = await rig.UntilAsync(unknown, d => d is { State: DeliveryState.Unknown, Reason: not null } && d.Reason.Contains("for days", StringComparison.Ordinal));

        Assert.Equal(rig.Clock.GetUtcNow().AddDays(1), asked.NotBefore, TimeSpan.FromMinutes(1));
        Assert.Equal(reads, rig.X.Api.Calls.Count);
        await rig.UntilAsync(asked, DeliveryState.Accepted);
        Assert.Equal(1, rig.X.Writes);
    }

    [Fact]
    public async Task A_timeline_that_lags_behind_is_looked_at_twice()
    {
        await using var rig = await DeliveryRig.StartAsync();
        rig.Weather.Strike(1, Fault.CutAfterCommit);
        rig.Weather.TimelineLag = TimeSpan.FromSeconds(60);

        var delivery = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);

        Assert.Single(rig.X.Emulator.Posts);
        Assert.Equal(["Unknown", "Adopted"], await rig.OutcomesAsync(delivery));
        Assert.Equal(2, rig.X.Api.Calls.Count(c => c.Path.Contains("/tweets?", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Row_13_the_network_sees_one_call_per_recorded_attempt()
    {
        await using var rig = await DeliveryRig.StartAsync();
        rig.Weather.Strike(1, Fault.CutBeforeCommit);
        rig.Weather.Strike(2, Fault.CutBeforeCommit);

        var delivery = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);

        Assert.Equal(3, delivery.Attempts);
        Assert.Equal(delivery.Attempts, rig.X.Writes);
        Assert.Single(rig.X.Emulator.Posts);
    }

    [Fact]
    public async Task Row_15_a_redirect_is_not_followed_and_no_key_reaches_the_other_host()
    {
        await using var rig = await DeliveryRig.StartAsync();
        await using var other = await Networks.XHost.StartAsync(rig.Clock);
        rig.Weather.RedirectTo = other.Base + "/2/tweets";
        rig.Weather.Strike(1, Fault.Redirect);

        var delivery = await rig.UntilAsync(await rig.PublishAsync(), d => d.Attempts == 1 && d.State == DeliveryState.Queued);
        Assert.Contains("redirect", delivery.Reason, StringComparison.Ordinal);
        await rig.UntilAsync(delivery, DeliveryState.Accepted);

        Assert.Empty(other.Api.Calls);
        Assert.Single(rig.X.Emulator.Posts);
    }

    [Fact]
    public async Task Row_20_dead_keys_hold_the_target_and_a_new_sign_in_lets_it_go_on()
    {
        await using var rig = await DeliveryRig.StartAsync();
        rig.X.Emulator.RevokeAll();
        var first = await rig.UntilAsync(await rig.PublishAsync("First"), DeliveryState.Held);
        var second = await rig.PublishAsync("Second");
        Assert.Contains("Connect X again; nothing was published", first.Reason, StringComparison.Ordinal);
        var target = (await rig.Store.FindTargetAsync(rig.Target.Id, default))!;
        Assert.Equal((TargetState.NeedsSignIn, first.Reason), (target.State, target.Reason));
        Assert.Equal(1, rig.X.Writes);

        rig.X.AddKeys(rig.X.Account, "new-token");
        var again = await rig.ConnectAsync("new-token");
        await rig.UntilAsync(first, DeliveryState.Accepted);
        await rig.UntilAsync(second, DeliveryState.Accepted);

        Assert.Equal(rig.Target.Id, again.Id);
        Assert.Equal(2, rig.X.Emulator.Posts.Count);
    }

    [Fact]
    public async Task Keys_that_cannot_be_read_on_this_machine_hold_the_target()
    {
        await using var rig = await DeliveryRig.StartAsync();
        await rig.Store.SaveTargetAsync(rig.Target with { ProtectedSecret = "from another machine" }, default);

        var delivery = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Held);

        Assert.Contains("can’t be read on this machine. Connect X again", delivery.Reason, StringComparison.Ordinal);
        Assert.Equal(TargetState.NeedsSignIn, (await rig.Store.FindTargetAsync(rig.Target.Id, default))!.State);
        Assert.Equal(0, rig.X.Writes);
    }

    [Fact]
    public async Task Row_28_a_rate_limit_is_kept_to_the_second()
    {
        await using var rig = await DeliveryRig.StartAsync();
        rig.Weather.Strike(1, Fault.RateLimited);
        var delivery = await rig.UntilAsync(await rig.PublishAsync(), d => d.Attempts == 1 && d.State == DeliveryState.Queued);
        Assert.Equal(rig.Clock.GetUtcNow().AddMinutes(15), delivery.NotBefore, TimeSpan.FromSeconds(1));

        await rig.MoveToAsync(delivery.NotBefore.AddSeconds(-2));
        await rig.MoveToAsync(delivery.NotBefore.AddSeconds(-1));
        Assert.Equal(1, rig.X.Writes);
        await rig.UntilAsync(delivery, DeliveryState.Accepted);

        Assert.Single(rig.X.Emulator.Posts);
    }

    [Theory]
    [InlineData(Fault.RateLimitedWithoutReset, 15)]
    [InlineData(Fault.RateLimitedForever, 24 * 60)]
    public async Task Row_29_a_rate_limit_without_a_sane_end_gets_our_own(Fault fault, int minutes)
    {
        await using var rig = await DeliveryRig.StartAsync();
        rig.Weather.Strike(1, fault);

        var delivery = await rig.UntilAsync(await rig.PublishAsync(), d => d.Attempts == 1 && d.State == DeliveryState.Queued);

        Assert.Equal(rig.Clock.GetUtcNow().AddMinutes(minutes), delivery.NotBefore, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Row_33_duplicate_content_is_looked_for_and_adopted()
    {
        await using var rig = await DeliveryRig.StartAsync();
        var text = "Nine centimetres\n\nSnow fell all night.\n\nhttps://ines.example.com/2026/nine-centimetres";
        rig.X.Emulator.AddPosts([new XPost("1900000000000000001", rig.X.Account.Id, text, rig.Clock.GetUtcNow())]);

        var delivery = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);

        Assert.Single(rig.X.Emulator.Posts);
        Assert.Equal("1900000000000000001", delivery.RemoteId);
        Assert.Equal(["Unknown", "Adopted"], await rig.OutcomesAsync(delivery));
    }

    [Fact]
    public async Task Row_33_duplicate_content_that_nobody_can_find_never_varies_the_text()
    {
        await using var rig = await DeliveryRig.StartAsync();
        rig.Weather.TimelineLag = TimeSpan.FromDays(1);
        rig.Weather.Strike(1, Fault.CutAfterCommit);

        var delivery = await rig.UntilAsync(await rig.PublishAsync(), d => d.Attempts >= 3 && d.State == DeliveryState.Unknown);

        Assert.Contains("has this post already", delivery.Reason, StringComparison.Ordinal);
        Assert.Single(rig.X.Emulator.Posts);
        Assert.Equal(rig.X.Emulator.Posts[0].Text, delivery.SentText);
        rig.Weather.TimelineLag = TimeSpan.Zero;
        await rig.UntilAsync(delivery, DeliveryState.Accepted);
        Assert.Single(rig.X.Emulator.Posts);
    }

    [Fact]
    public async Task Row_49_what_is_no_text_is_normalised_before_it_goes_out()
    {
        await using var rig = await DeliveryRig.StartAsync();

        await rig.UntilAsync(await rig.PublishAsync("Nine\uD800 centi\0metres \u202Eagain"), DeliveryState.Accepted);

        Assert.StartsWith("Nine centimetres again\n", Assert.Single(rig.X.Emulator.Posts).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_66_a_refusal_is_kept_with_its_reason()
    {
        await using var rig = await DeliveryRig.StartAsync();
        rig.Weather.Stand(Fault.RateLimited);
        var waiting = await rig.UntilAsync(await rig.PublishAsync(), d => d.Attempts == 1 && d.State == DeliveryState.Queued);
        await rig.Store.ResolveAsync(waiting.Id, DeliveryState.Queued, waiting with { OwnText = new string('a', 300), NotBefore = rig.Clock.GetUtcNow() }, "own text", rig.Clock.GetUtcNow(), default);
        rig.Weather.Clear();

        var delivery = await rig.UntilAsync(waiting, DeliveryState.Failed);

        Assert.Equal("The text for X is too long by 45. Nothing was sent; shorten it and send it again.", delivery.Reason);
        Assert.Empty(rig.X.Emulator.Posts);
    }

    // As if it had been looked for so often: by somebody else, whose moments are to come for this process.
    private static async Task ClaimOftenAsync(DeliveryRig rig, int times)
    {
        var later = rig.Clock.GetUtcNow().AddHours(1);
        for (var n = 0; n < times; n++)
        {
            var claimed = Assert.Single(await rig.Store.ClaimAsync("elsewhere", later, Courier.Lease, 1, default)).Delivery with { NotBefore = later };
            Assert.True(await rig.Store.CompleteAsync(claimed, DeliveryState.Unknown, nameof(DeliveryResult.Unknown), "X could not be read.", later, default));
        }
    }

    private static Task PointAtAsync(DeliveryRig rig, string apiBase) => rig.Store.SaveTargetAsync(rig.Target with { ApiBase = apiBase }, default);
}
