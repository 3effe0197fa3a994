using Blog.Rehearsal.LinkedIn;
using Blog.Rehearsal.Wire;
using Blog.Syndication;
using Blog.Tests.Networks;

namespace Blog.Tests.Journeys;

/// <summary>Rows of the fault list with a profile of LinkedIn, which no program can read.</summary>
public sealed class DeliveryLinkedInTests : DeliveryLinkedInRows
{
    private protected override bool CanBeRead => false;

    [Fact]
    public async Task Row_05_an_outage_that_outlasts_the_network_s_memory_asks_the_author_and_sends_nothing()
    {
        await using var rig = await StartAsync();
        rig.Weather.Strike(1, Fault.CutAfterCommit);
        var delivery = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Unknown);
        rig.Weather.Stand(Fault.Unavailable);
        await rig.MoveToAsync(rig.Clock.GetUtcNow().AddMinutes(9));
        rig.Weather.Clear();

        var asked = await rig.UntilAsync(delivery, d => d.State == DeliveryState.Unknown && d.Reason!.Contains("Look at your profile", StringComparison.Ordinal));
        var writes = Writes(rig);
        await rig.MoveToAsync(asked.NotBefore);
        await rig.UntilAsync(delivery, d => d.State == DeliveryState.Unknown && d.Fence > asked.Fence);

        Assert.Equal([Text], Stored(rig));
        Assert.Equal(writes, Writes(rig));
        Assert.Contains("is it there or not?", asked.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_05_a_process_that_died_does_not_make_the_network_s_memory_longer()
    {
        await using var rig = await StartAsync();
        rig.Weather.Strike(1, Fault.HangAfterCommit);
        var delivery = await rig.PublishAsync();
        await rig.UntilHangingAsync();
        var began = (await rig.Store.ListAttemptsAsync(delivery.Id, default))[0].StartedAt;
        await rig.RestartAsync();
        rig.Weather.Stand(Fault.Unavailable);
        await rig.MoveToAsync((await rig.Store.FindAsync(delivery.Id, default))!.LeaseUntil!.Value.AddSeconds(1));
        await rig.UntilAsync(delivery, d => d is { State: DeliveryState.Unknown, Attempts: 2 });

        // LinkedIn has forgotten the first call by now and would take the same text for a new post.
        await rig.Store.PaceTargetAsync(rig.Target.Id, began.AddMinutes(10).AddSeconds(20), default);
        rig.Weather.Clear();
        var asked = await rig.UntilAsync(delivery, d => d.State == DeliveryState.Accepted || d.Reason!.Contains("Look at your profile", StringComparison.Ordinal));

        Assert.Equal(DeliveryState.Unknown, asked.State);
        Assert.Equal([Text], Stored(rig));
        Assert.Equal(2, Writes(rig));
    }

    [Fact]
    public async Task Row_43_a_first_comment_whose_answer_is_lost_is_asked_for()
    {
        await using var rig = await StartAsync();
        await rig.WriteAsync(new CopyStyle { LinkInComment = true });
        rig.Weather.Strike(2, Fault.CutAfterCommit);

        var asked = await rig.UntilAsync(await rig.PublishAsync(), d => d.State == DeliveryState.Unknown && d.Reason!.Contains("is it there or not?", StringComparison.Ordinal));

        Assert.Equal(Assert.Single(rig.LinkedIn.Emulator.Posts).Urn, asked.RemoteId);
        Assert.Single(rig.LinkedIn.Emulator.Comments);
    }

    private protected override Task<DeliveryRig> StartAsync() => DeliveryRig.StartLinkedInAsync(isPage: false);

    private protected override TargetAccess NewKeys(DeliveryRig rig)
    {
        var now = rig.Clock.GetUtcNow();
        rig.LinkedIn.Emulator.AddToken(new LinkedInToken("new", "app", rig.LinkedIn.Member.Id, LinkedInHost.MemberScopes, now, now.AddDays(60)));
        return rig.LinkedIn.AsMember("new");
    }
}
