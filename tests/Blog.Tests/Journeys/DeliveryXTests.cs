using Blog.Posts;
using Blog.Rehearsal.Wire;
using Blog.Rehearsal.X;
using Blog.Syndication;
using Blog.Tests.Infrastructure;
using Microsoft.AspNetCore.WebUtilities;

namespace Blog.Tests.Journeys;

/// <summary>Rows of the fault list about what X alone has: rotating keys, threads, processed pictures, copies that can't be changed.</summary>
public class DeliveryXTests
{
    private static readonly ConsentReturn Back = new(new Uri("https://ines.example.com/desk/networks/return/x"), "state-1", "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ");

    [Fact]
    public async Task Row_16_keys_that_end_while_posts_wait_are_renewed_exactly_once()
    {
        await using var rig = await DeliveryRig.StartAsync();
        await SignInAsync(rig);
        rig.Clock.Advance(TimeSpan.FromHours(3));
        using var second = ActivatorUtilities.CreateInstance<DeliveryWorker>(rig.App.Services);
        await second.StartAsync(default);

        var deliveries = new List<Delivery>();
        for (var n = 0; n < 5; n++)
        {
            deliveries.Add(await rig.PublishAsync($"Post {n}"));
        }

        foreach (var delivery in deliveries)
        {
            await rig.UntilAsync(delivery, DeliveryState.Accepted);
        }

        await second.StopAsync(default);
        Assert.Equal(1, rig.X.Emulator.Refreshes);
        Assert.Equal(5, rig.X.Emulator.Posts.Count);
    }

    [Fact]
    public async Task Row_16_and_18_two_processes_that_need_new_keys_make_one_refresh_and_share_the_pair()
    {
        await using var rig = await DeliveryRig.StartAsync();
        var access = await SignInAsync(rig);
        rig.Clock.Advance(TimeSpan.FromHours(3));
        var network = rig.App.Get<NetworkCatalog>().Find("x")!;
        var workers = Enumerable.Range(0, 6).Select(_ => ActivatorUtilities.CreateInstance<TargetKeys>(rig.App.Services)).ToList();

        var asking = workers.Select(w => Task.Run(() => w.FreshAsync(network, access, default))).ToList();
        await Waiting.UntilAsync("all have keys", () =>
        {
            rig.Clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(asking.All(a => a.IsCompleted));
        });

        var pairs = (await Task.WhenAll(asking)).Select(a => Assert.IsType<KeysResult.Good>(a).Access.Secret);
        Assert.NotEqual(access.Secret, Assert.Single(pairs.Distinct(StringComparer.Ordinal)));
        Assert.Equal(1, rig.X.Emulator.Refreshes);
    }

    [Fact]
    public async Task Row_17_a_pair_that_was_lost_holds_the_posts_until_the_author_signs_in_again()
    {
        await using var rig = await DeliveryRig.StartAsync();
        var access = await SignInAsync(rig);
        rig.Clock.Advance(TimeSpan.FromHours(3));

        // The network rotated the keys; the process died before it stored them.
        Assert.IsType<RefreshResult.Refreshed>(await rig.App.Get<NetworkCatalog>().Find("x")!.RefreshAsync(access, default));
        var held = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Held);
        Assert.Contains("Connect X again", held.Reason, StringComparison.Ordinal);
        Assert.Equal((TargetState.NeedsSignIn, 0), ((await rig.Store.FindTargetAsync(rig.Target.Id, default))!.State, rig.X.Writes));

        await SignInAsync(rig);
        await rig.UntilAsync(held, DeliveryState.Accepted);

        Assert.Single(rig.X.Emulator.Posts);
    }

    [Fact]
    public async Task Row_18_a_refusal_because_somebody_else_renewed_first_takes_the_newer_pair()
    {
        await using var rig = await DeliveryRig.StartAsync();
        var access = await SignInAsync(rig);
        rig.Clock.Advance(TimeSpan.FromHours(3));
        var network = rig.App.Get<NetworkCatalog>().Find("x")!;
        var won = Assert.IsType<KeysResult.Good>(await rig.App.Get<TargetKeys>().FreshAsync(network, access, default));

        var late = Assert.IsType<KeysResult.Good>(await ActivatorUtilities.CreateInstance<TargetKeys>(rig.App.Services).RefreshAsync(network, access, default));

        Assert.Equal(won.Access.Secret, late.Access.Secret);
        Assert.Equal(1, rig.X.Emulator.Refreshes);
    }

    [Fact]
    public async Task Row_19_a_token_address_that_is_down_keeps_the_account_connected()
    {
        await using var rig = await DeliveryRig.StartAsync();
        await SignInAsync(rig);
        rig.Clock.Advance(TimeSpan.FromHours(3));
        rig.Weather.Stand(Fault.Unavailable, CallKinds.Signing);

        var waiting = await rig.PublishAsync();
        var reason = await rig.UntilAsync(waiting, d => d is { State: DeliveryState.Queued, Reason: not null });
        Assert.Equal(TargetState.Connected, (await rig.Store.FindTargetAsync(rig.Target.Id, default))!.State);
        Assert.Equal(0, rig.X.Writes);
        rig.Weather.Clear();
        await rig.UntilAsync(reason, DeliveryState.Accepted);

        Assert.Single(rig.X.Emulator.Posts);
    }

    [Fact]
    public async Task Row_20_a_key_that_dies_early_is_renewed_once_and_the_post_goes_out()
    {
        await using var rig = await DeliveryRig.StartAsync();
        await SignInAsync(rig);
        rig.Weather.Strike(1, Fault.Unauthorized);

        var delivery = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);

        Assert.Equal((1, 2, 2), (rig.X.Emulator.Refreshes, rig.X.Writes, delivery.Attempts));
        Assert.Equal(["Rejected", "Delivered"], await rig.OutcomesAsync(delivery));
        Assert.Single(rig.X.Emulator.Posts);
    }

    [Theory]
    [InlineData(Fault.CutAfterCommit)]
    [InlineData(Fault.CutBeforeCommit)]
    [InlineData(Fault.RateLimited)] // Row 31
    public async Task Row_43_a_thread_of_five_that_dies_at_three_goes_on_at_three(Fault fault)
    {
        await using var rig = await DeliveryRig.StartAsync();
        await rig.WriteAsync(new CopyStyle { Thread = true });
        rig.Weather.Strike(3, fault);

        var delivery = await rig.UntilAsync(await PublishThreadAsync(rig), DeliveryState.Accepted);

        AssertThread(rig, delivery);
    }

    [Fact]
    public async Task Row_43_a_process_that_is_killed_at_three_of_five_is_followed_by_one_that_goes_on_there()
    {
        await using var rig = await DeliveryRig.StartAsync();
        await rig.WriteAsync(new CopyStyle { Thread = true });
        rig.Weather.Strike(3, Fault.HangAfterCommit);
        var delivery = await PublishThreadAsync(rig);
        await Waiting.UntilAsync("the third hangs", async () =>
        {
            await rig.MoveToAsync(rig.Clock.GetUtcNow().AddSeconds(1));
            return rig.Api.Hanging > 0;
        });

        await rig.RestartAsync();
        await rig.MoveToAsync((await rig.Store.FindAsync(delivery.Id, default))!.LeaseUntil!.Value.AddSeconds(1));
        var done = await rig.UntilAsync(delivery, DeliveryState.Accepted);

        AssertThread(rig, done);
        Assert.Equal(5, rig.X.Writes);
    }

    [Fact]
    public async Task Row_44_an_answer_whose_parent_is_not_visible_yet_is_sent_later_alone()
    {
        await using var rig = await DeliveryRig.StartAsync();
        await rig.WriteAsync(new CopyStyle { Thread = true });
        rig.X.Emulator.ParentLag = TimeSpan.FromSeconds(20);

        var delivery = await rig.UntilAsync(await PublishThreadAsync(rig), DeliveryState.Accepted);

        AssertThread(rig, delivery);
    }

    [Fact]
    public async Task Row_64_a_thread_is_taken_away_whole()
    {
        await using var rig = await DeliveryRig.StartAsync();
        await rig.WriteAsync(new CopyStyle { Thread = true });
        var delivery = await rig.UntilAsync(await PublishThreadAsync(rig), DeliveryState.Accepted);

        await rig.DeleteAsync(delivery);
        await rig.UntilAsync(delivery, DeliveryState.Withdrawn);

        Assert.Empty(rig.X.Emulator.Posts);
        Assert.Equal(5, rig.X.Emulator.Deleted.Count);
    }

    [Fact]
    public async Task Row_37_a_picture_that_takes_its_time_is_waited_for_and_the_post_is_sent_once()
    {
        await using var rig = await DeliveryRig.StartAsync();
        rig.X.Emulator.Process(2, 1);

        var delivery = await rig.UntilAsync(await PublishPictureAsync(rig), d =>
        {
            rig.Clock.Advance(TimeSpan.FromSeconds(1));
            return d.State == DeliveryState.Accepted;
        });

        var picture = Assert.Single(Assert.Single(rig.X.Emulator.Posts).Pictures);
        Assert.Equal(("The yard", 1), (picture.Alt, rig.X.Writes));
        Assert.Null(delivery.Reason);
    }

    [Fact]
    public async Task Row_38_a_picture_that_the_network_can_not_process_is_told_and_nothing_is_published()
    {
        await using var rig = await DeliveryRig.StartAsync();
        rig.X.Emulator.Process(1, 0, fails: true);

        var failed = await rig.UntilAsync(await PublishPictureAsync(rig), DeliveryState.Failed);

        Assert.Contains("could not process this picture. Nothing was published", failed.Reason, StringComparison.Ordinal);
        Assert.Equal(0, rig.X.Writes);
    }

    [Fact]
    public async Task Row_40_pictures_that_X_forgot_are_brought_once_more()
    {
        await using var rig = await DeliveryRig.StartAsync();
        var before = rig.Emulator.Store();
        rig.Weather.Strike(1, Fault.RateLimited);
        var waiting = await rig.UntilAsync(await PublishPictureAsync(rig), d => d.Attempts == 1 && d.State == DeliveryState.Queued);

        rig.Emulator.Restore(before);
        await rig.UntilAsync(waiting, DeliveryState.Accepted);

        Assert.Equal("The yard", Assert.Single(Assert.Single(rig.X.Emulator.Posts).Pictures).Alt);
        Assert.Equal(["RetryLater", "Rejected", "Delivered"], await rig.OutcomesAsync(waiting));
    }

    [Fact]
    public async Task Row_62_X_can_not_change_a_copy_and_says_so()
    {
        await using var rig = await DeliveryRig.StartAsync();
        var delivery = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);

        await rig.ReviseAsync(delivery, draft => draft with { Title = "Ten centimetres" });
        var told = await rig.UntilAsync(delivery, d => d.State == DeliveryState.Accepted && d.Reason is not null);

        Assert.Equal("X can’t change a copy: it still says what it said when it went out.", told.Reason);
        Assert.StartsWith("Nine centimetres\n", Assert.Single(rig.X.Emulator.Posts).Text, StringComparison.Ordinal);
        Assert.Equal(1, rig.X.Writes);
    }

    [Fact]
    public async Task Row_64_a_post_that_is_deleted_while_its_copy_is_in_flight_takes_the_copy_along()
    {
        await using var rig = await DeliveryRig.StartAsync();
        rig.Weather.Strike(1, Fault.HangAfterCommit);
        var delivery = await rig.PublishAsync();
        await rig.UntilHangingAsync();

        await rig.DeleteAsync(delivery);
        await rig.UntilAsync(delivery, DeliveryState.Withdrawn);

        Assert.Empty(rig.X.Emulator.Posts);
        Assert.Single(rig.X.Emulator.Deleted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_accepted_is_looked_at_as_a_stranger(bool isHidden)
    {
        await using var rig = await DeliveryRig.StartAsync();
        await rig.SaveAsync(rig.X.Access(webBase: rig.X.Base));
        if (isHidden)
        {
            rig.Weather.Strike(1, Fault.AcceptedButHidden);
        }

        var looked = await rig.UntilLookedAtAsync(await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted));

        Assert.Equal(isHidden ? DeliveryState.Accepted : DeliveryState.Seen, looked.State);
        Assert.Equal(isHidden, looked.Reason?.Contains("stranger", StringComparison.Ordinal) == true || looked.Reason?.Contains("not signed in", StringComparison.Ordinal) == true);
    }

    // Consent in the browser, as the owner gives it.
    internal static async Task<TargetAccess> SignInAsync(DeliveryRig rig)
    {
        rig.X.Emulator.AddApp(new XApp("client", null, [Back.Address.AbsoluteUri]));
        var network = rig.App.Get<NetworkCatalog>().Find("x")!;
        var request = new ConnectRequest("oauth2", rig.X.Base, rig.X.Base, new Dictionary<string, string> { ["clientId"] = "client" });
        var sent = await rig.X.AnswerConsentAsync(network.BeginConsent(request, Back).Address!, "allow");
        var query = QueryHelpers.ParseQuery(sent.Query).ToDictionary(q => q.Key, q => q.Value.ToString());
        var connected = await network.ConnectAsync(request with { Consent = new ConsentAnswer(Back, query) }, default);
        Assert.Null(connected.Problem);
        var account = connected.Accounts[0];
        var access = rig.X.Access(webBase: rig.X.Base) with { Secret = account.Secret };
        return new TargetAccess(await rig.SaveAsync(access, account.RefreshAt), account.Secret);
    }

    private static Task<Delivery> PublishThreadAsync(DeliveryRig rig) => rig.PublishAsync(new PostDraft
    {
        Markdown = string.Join("\n\n", Enumerable.Range(1, 5).Select(n => $"Part {n}. {string.Join(' ', Enumerable.Repeat("snow", 46))}.")),
        Slug = "thread",
    });

    private static void AssertThread(DeliveryRig rig, Delivery delivery)
    {
        var posts = rig.X.Emulator.Posts;
        Assert.Equal(5, posts.Count);
        Assert.Equal([null, .. posts.Take(4).Select(p => p.Id)], posts.Select(p => p.InReplyTo));
        Assert.Equal(posts.Select(p => p.Id), delivery.Parts.Select(p => p.RemoteId));
        Assert.Equal(posts[0].Id, delivery.RemoteId);
        Assert.All(Enumerable.Range(1, 5), n => Assert.Single(posts, p => p.Text.Contains($"Part {n}.", StringComparison.Ordinal)));
    }

    private static async Task<Delivery> PublishPictureAsync(DeliveryRig rig)
    {
        await rig.WriteAsync(new CopyStyle { Pictures = true });
        var picture = await rig.AddPictureAsync(40);
        return await rig.PublishAsync(new PostDraft { Title = "Nine centimetres", Markdown = $"Snow fell all night.\n\n![The yard]({picture})" });
    }
}
