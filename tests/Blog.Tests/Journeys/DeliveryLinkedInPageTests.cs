using Blog.Rehearsal.LinkedIn;
using Blog.Rehearsal.Wire;
using Blog.Syndication;
using Blog.Tests.Networks;

namespace Blog.Tests.Journeys;

/// <summary>Rows of the fault list with a company page of LinkedIn, whose posts can be read.</summary>
public sealed class DeliveryLinkedInPageTests : DeliveryLinkedInRows
{
    [Fact]
    public async Task Row_34_a_duplicate_that_the_list_does_not_show_yet_is_adopted_by_its_name()
    {
        await using var rig = await StartAsync();
        rig.Weather.TimelineLag = TimeSpan.FromMinutes(5);
        rig.Weather.Strike(1, Fault.CutAfterCommit);

        var delivery = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);

        Assert.Equal([Text], Stored(rig));
        Assert.Equal(rig.Emulator.Shown[0].Id, delivery.RemoteId);
        Assert.Equal(["Unknown", "Absent", "Delivered"], await rig.OutcomesAsync(delivery));
    }

    [Fact]
    public async Task Row_34_a_duplicate_of_a_post_that_is_gone_asks_the_author_and_does_not_loop()
    {
        await using var rig = await StartAsync();
        rig.LinkedIn.Emulator.Settings.GhostFor = TimeSpan.FromDays(2);
        rig.Weather.Strike(1, Fault.CutAfterCommit);
        var unknown = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Unknown);
        rig.LinkedIn.Emulator.DeletePost(Assert.Single(rig.LinkedIn.Emulator.Posts).Urn);

        var asked = await rig.UntilAsync(unknown, d => d.State == DeliveryState.Unknown && d.Reason!.Contains("Look at the company page", StringComparison.Ordinal));
        var writes = Writes(rig);
        for (var day = 1; day <= 2; day++)
        {
            var fence = (await rig.Store.FindAsync(asked.Id, default))!.Fence;
            await rig.UntilAsync(asked, d => d.State == DeliveryState.Unknown && d.Fence > fence);
        }

        Assert.Equal((2, 2), (writes, Writes(rig)));
        Assert.Empty(Stored(rig));
    }

    [Fact]
    public async Task Row_43_a_first_comment_whose_answer_is_lost_is_not_made_twice()
    {
        await using var rig = await StartAsync();
        await rig.WriteAsync(new CopyStyle { LinkInComment = true });
        rig.Weather.Strike(2, Fault.CutAfterCommit);

        var delivery = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);

        Assert.Single(rig.LinkedIn.Emulator.Posts);
        Assert.Single(rig.LinkedIn.Emulator.Comments);
        Assert.Equal(["Delivered", "Unknown", "Adopted"], await rig.OutcomesAsync(delivery));
    }

    private protected override Task<DeliveryRig> StartAsync() => DeliveryRig.StartLinkedInAsync(isPage: true);

    private protected override TargetAccess NewKeys(DeliveryRig rig)
    {
        var now = rig.Clock.GetUtcNow();
        rig.LinkedIn.Emulator.AddToken(new LinkedInToken("new", "pages", rig.LinkedIn.Member.Id, LinkedInHost.PageScopes, now, now.AddDays(60)));
        return rig.LinkedIn.AsPage("new");
    }
}
