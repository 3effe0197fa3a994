using Blog.Posts;
using Blog.Rehearsal.Wire;
using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Journeys;

/// <content>Rows about time: deadlines, clocks that are set, hours that are missed; and about posts beside each other.</content>
public abstract partial class DeliveryRows
{
    [Fact]
    public async Task Row_14_a_slow_publish_has_the_deadline_of_its_network_and_is_looked_for_afterwards()
    {
        await using var rig = await StartAsync();
        var deadline = rig.App.Get<NetworkCatalog>().Find(rig.Target.Network)!.Descriptor.Deadline;
        rig.Weather.Strike(1, Fault.HangAfterCommit);
        var delivery = await rig.PublishAsync();
        await rig.UntilHangingAsync();

        // Several requests of one call share its deadline.
        Assert.True(rig.Clock.HasTimer(deadline, sooner: TimeSpan.FromSeconds(5)), "the call ends at its deadline");
        rig.Clock.Advance(deadline);
        await Waiting.UntilAsync("the call has ended", async () => (await rig.Store.FindAsync(delivery.Id, default))!.State == DeliveryState.Unknown);
        var attempt = Assert.Single(await rig.Store.ListAttemptsAsync(delivery.Id, default));
        await rig.UntilAsync(delivery, DeliveryState.Accepted);

        Assert.Equal(deadline, attempt.FinishedAt - attempt.StartedAt);
        Assert.Equal([Text], Stored(rig));
    }

    [Fact]
    public async Task Row_42_a_look_that_fails_after_the_publish_does_not_publish_again()
    {
        await using var rig = await StartAsync();
        var accepted = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);
        rig.Weather.Stand(Fault.Unavailable);

        var looked = await rig.UntilLookedAtAsync(accepted);
        rig.Weather.Clear();
        await rig.MoveToAsync(rig.Clock.GetUtcNow().AddDays(1));
        await rig.NothingIsDueAsync();

        Assert.Equal(DeliveryState.Accepted, looked.State);
        Assert.Equal([Text], Stored(rig));
        Assert.Equal(1, Writes(rig));
    }

    [Fact]
    public async Task Row_48_what_a_network_would_cut_silently_arrives_whole()
    {
        await using var rig = await StartAsync();
        const string Hostile = "Snow (9 cm) [really] {x} <y> | \\ * _ ~ & @home #winter";

        await rig.UntilAsync(await rig.PublishAsync(Hostile), DeliveryState.Accepted);

        Assert.StartsWith(Hostile + "\n\nSnow fell all night.\n\nhttps://ines.example.com/2026/", Assert.Single(Stored(rig)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    public async Task Row_51_a_clock_that_is_set_during_a_call_makes_no_second_copy(int hours)
    {
        await using var rig = await StartAsync();
        rig.Weather.Strike(1, Fault.HangAfterCommit);
        var delivery = await rig.PublishAsync();
        await rig.UntilHangingAsync();

        rig.Clock.Set(TimeSpan.FromHours(hours));
        rig.App.Get<DeliverySignal>().Wake();
        var settled = await rig.UntilAsync(delivery, d => d.State == DeliveryState.Accepted || (d.State == DeliveryState.Unknown && d.Reason!.Contains("there or not?", StringComparison.Ordinal)));

        // The network's own clock was set too: it may no longer know the call, or not show it yet. Then its author is asked.
        Assert.Equal([Text], Stored(rig));
        Assert.True(settled.State == DeliveryState.Accepted || settled.RemoteId is null, settled.Reason);
    }

    [Fact]
    public async Task Row_51_a_clock_that_is_set_back_sends_nothing_early()
    {
        await using var rig = await StartAsync();
        var hour = rig.Clock.GetUtcNow().AddHours(1);
        var delivery = await rig.PublishAsync(new PostDraft { Title = "Nine centimetres", Markdown = "Snow fell all night.", Status = PostStatus.Published, PublishedAt = hour, Targets = [rig.Target.Id] });

        rig.Clock.Set(TimeSpan.FromHours(-2));
        await rig.MoveToAsync(hour.AddSeconds(-1));
        await rig.NothingIsDueAsync();
        Assert.Empty(Stored(rig));
        await rig.MoveToAsync(hour);
        await rig.UntilAsync(delivery, DeliveryState.Accepted);

        Assert.Equal([Text], Stored(rig));
        Assert.True(rig.Emulator.Shown[0].At >= hour, "not before its hour");
    }

    [Theory]
    [InlineData("2026-10-25T02:30:00+02:00")]
    [InlineData("2026-10-25T02:30:00+01:00")]
    [InlineData("2026-03-29T03:00:00+02:00")]
    public async Task Row_50_a_post_scheduled_where_the_clocks_change_goes_out_once_at_its_instant(string moment)
    {
        await using var rig = await StartAsync();
        var hour = DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture).ToUniversalTime();
        rig.Clock.Set(hour.AddHours(-3) - rig.Clock.GetUtcNow());
        var delivery = await rig.PublishAsync(
            new PostDraft { Title = "Nine centimetres", Markdown = "Snow fell all night.", Status = PostStatus.Published, PublishedAt = hour, ZoneId = "Europe/Madrid", Targets = [rig.Target.Id] });

        // The author moves house: the post keeps its instant.
        await rig.ReviseAsync(delivery, draft => draft with { ZoneId = "America/Bogota" });
        await rig.MoveToAsync(hour.AddSeconds(-1));
        await rig.NothingIsDueAsync();
        Assert.Empty(Stored(rig));
        await rig.MoveToAsync(hour);
        await rig.UntilAsync(delivery, DeliveryState.Accepted);
        await rig.MoveToAsync(hour.AddHours(2));
        await rig.NothingIsDueAsync();

        var post = (await rig.App.Get<IPostStore>().FindAsync(delivery.PostId, default))!;
        Assert.Equal((hour, "America/Bogota"), (post.PublishedAt, post.ZoneId));
        Assert.Single(Stored(rig));
        Assert.Equal(1, Writes(rig));
        Assert.InRange(rig.Emulator.Shown[0].At, hour, hour.AddMinutes(1));
    }

    [Theory]
    [InlineData(11, true)]
    [InlineData(30, false)]
    public async Task Row_53_a_copy_whose_hour_was_slept_through_goes_out_or_asks_if_it_is_too_late(int hours, bool isSent)
    {
        await using var rig = await StartAsync();
        var hour = rig.Clock.GetUtcNow().AddHours(1);
        var delivery = await rig.PublishAsync(new PostDraft { Title = "Nine centimetres", Markdown = "Snow fell all night.", Status = PostStatus.Published, PublishedAt = hour, Targets = [rig.Target.Id] });
        await rig.RestartAsync(() => rig.Clock.Advance(TimeSpan.FromHours(1 + hours)));

        var settled = await rig.UntilAsync(delivery, d => d.State is DeliveryState.Accepted or DeliveryState.Held);

        if (!isSent)
        {
            Assert.Equal(DeliveryState.Held, settled.State);
            Assert.Contains("30 hours late", settled.Reason, StringComparison.Ordinal);
            Assert.Empty(Stored(rig));
            await rig.Store.ResolveAsync(delivery.Id, DeliveryState.Held, Desk.Publishing.CopyDecisions.TryNow(settled, rig.Clock.GetUtcNow())!, "send it", rig.Clock.GetUtcNow(), default);
            await rig.UntilAsync(delivery, DeliveryState.Accepted);
        }

        Assert.Equal([Text], Stored(rig));
    }

    [Fact]
    public async Task Row_63_a_post_made_from_another_has_no_copies_and_sends_nothing()
    {
        await using var rig = await StartAsync();
        var first = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);
        var post = (await rig.App.Get<IPostStore>().FindAsync(first.PostId, default))!;

        var twin = await rig.App.Get<Publisher>().SaveAsync(Publisher.AsDraft(post) with { Id = null, Slug = null, Source = null }, default);
        await rig.MoveToAsync(rig.Clock.GetUtcNow().AddHours(1));
        await rig.NothingIsDueAsync();

        Assert.NotEqual(post.Id, twin.Post!.Id);
        Assert.Empty(await rig.Store.ListForPostAsync(twin.Post.Id, default));
        Assert.Equal([Text], Stored(rig));
    }

    [Fact]
    public async Task Row_68_a_post_overtakes_what_is_queued_for_another_target()
    {
        await using var rig = await StartAsync();
        var crowded = rig.Target with { Id = Guid.CreateVersion7(), Name = "Crowded", RemoteAccountId = "crowded", ApiBase = "http://127.0.0.1:1", CreatedAt = rig.Clock.GetUtcNow() };
        crowded = crowded with { ProtectedSecret = rig.App.Get<TargetSecrets>().Protect(crowded.Id, rig.App.Get<TargetSecrets>().TryUnprotect(rig.Target)!) };
        await rig.Store.SaveTargetAsync(crowded, default);
        await Parallel.ForEachAsync(Enumerable.Range(0, 1500), async (n, _) => await rig.PublishAsync($"Crowd {n}", crowded));

        var delivery = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);

        Assert.Equal([Text], Stored(rig));
        Assert.Equal(1, (await rig.Store.FindAsync(delivery.Id, default))!.Attempts);
        var crowd = (await rig.Store.ListRecentAsync(2000, default)).Where(d => d.TargetId == crowded.Id).ToList();
        Assert.Equal(1500, crowd.Count(d => d.State is DeliveryState.Queued or DeliveryState.Sending));
        Assert.True(crowd.Count(d => d.Attempts > 0) < 20, "the crowd still waits for its turn");
    }
}
