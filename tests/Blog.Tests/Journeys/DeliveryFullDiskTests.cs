using Blog.Site;
using Blog.Storage;
using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Journeys;

/// <summary>Row 59 of the fault list: the disk is full at one step of a delivery. The engine itself refuses the statement, as it does on a full disk.</summary>
[Trait("Engine", "Own")]
public sealed class DeliveryFullDiskTests
{
    private const string AtClaim = "BEFORE UPDATE OF state ON delivery WHEN NEW.state = 'Sending'";
    private const string AtIntent = "BEFORE INSERT ON delivery_attempt WHEN NEW.finished_at IS NULL";
    private const string AtRemoteId = "BEFORE UPDATE OF remote_id ON delivery WHEN NEW.remote_id IS NOT NULL AND OLD.remote_id IS NULL";

    [Fact]
    public async Task Row_59_a_disk_that_takes_nothing_at_all_is_told_on_every_page_of_the_desk()
    {
        await using var rig = await DeliveryRig.StartAsync();
        using var desk = await DeskDriver.SetUpAsync(rig.App);
        await FillAsync(rig, AtClaim);
        var delivery = await rig.PublishAsync();
        await Waiting.UntilAsync("the queue could not be claimed", async () =>
        {
            await rig.MoveToAsync(rig.Clock.GetUtcNow().AddSeconds(15));
            return rig.App.Get<DeliveryQueue>().Trouble is not null;
        });

        var page = DeskDriver.Read(await desk.PageAsync("/desk/posts"));
        Assert.Contains("Nothing can be stored, so nothing is sent to any network.", page);
        Assert.Contains("blog.db is full.", page);
        Assert.Equal((DeliveryState.Queued, 0), ((await rig.Store.FindAsync(delivery.Id, default))!.State, rig.X.Writes));
        await MakeRoomAsync(rig);
        await rig.UntilAsync(delivery, DeliveryState.Accepted);

        Assert.Single(rig.X.Emulator.Posts);
        Assert.DoesNotContain("Nothing can be stored", await desk.PageAsync("/desk/posts"));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("facebook")]
    [InlineData("page")]
    [InlineData("profile")]
    public async Task Row_59_a_disk_that_is_full_at_the_intent_sends_nothing_and_says_so_until_there_is_room(string network)
    {
        await using var rig = await StartAsync(network);
        using var desk = await DeskDriver.SetUpAsync(rig.App);
        await FillAsync(rig, AtIntent);
        var calls = rig.Api.Calls.Count;
        var waiting = await rig.UntilAsync(await rig.PublishAsync(), d => d is { State: DeliveryState.Queued, Reason: not null });
        for (var n = 0; n < 5; n++)
        {
            await rig.MoveToAsync(await rig.NothingIsDueAsync());
        }

        waiting = await rig.UntilAsync(waiting, DeliveryState.Queued);
        Assert.EndsWith("blog.db is full. What was just being saved was not stored, everything saved before is. Make room, then try again. Nothing was sent; it is tried again by itself.", waiting.Reason, StringComparison.Ordinal);
        Assert.Contains(waiting.Reason!, DeskDriver.Read(await desk.PageAsync($"/desk/posts/{waiting.PostId}")), StringComparison.Ordinal);
        Assert.True(waiting.Fence > 3, $"{waiting.Fence} claims");
        Assert.Equal(calls, rig.Api.Calls.Count);
        await MakeRoomAsync(rig);
        var sent = await rig.UntilAsync(waiting, DeliveryState.Accepted);

        Assert.Equal((1, (string?)null), (sent.Attempts, sent.Reason));
        Assert.Single(rig.Emulator.Shown);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("facebook")]
    [InlineData("page")]
    [InlineData("profile")]
    public async Task Row_59_a_disk_that_is_full_when_the_id_is_recorded_makes_no_second_post_and_the_copy_is_known_in_the_end(string network)
    {
        await using var rig = await StartAsync(network);
        await FillAsync(rig, AtRemoteId);
        var delivery = await rig.PublishAsync();

        // Longer than the record is tried again, and over two leases.
        var stuck = await rig.UntilAsync(delivery, d =>
        {
            rig.Clock.Advance(TimeSpan.FromSeconds(1));
            return d.Fence >= 3;
        });
        Assert.Null(stuck.RemoteId);
        await MakeRoomAsync(rig);
        var known = await rig.UntilAsync(stuck, d =>
        {
            rig.Clock.Advance(TimeSpan.FromSeconds(1));
            return d.State == DeliveryState.Accepted;
        });

        // A profile can only be asked by the same call, which LinkedIn refuses.
        var creates = rig.Api.Calls.Count(c => c.Method == "POST" && (c.Path.EndsWith("/2/tweets", StringComparison.Ordinal) || c.Path.EndsWith("/feed", StringComparison.Ordinal) || c.Path.EndsWith("/rest/posts", StringComparison.Ordinal)));
        Assert.True(network == "profile" ? creates > 1 : creates == 1, $"{creates} calls");
        Assert.Equal(Assert.Single(rig.Emulator.Shown).Id, known.RemoteId);
        Assert.Empty(await rig.App.Get<IStoreHealth>().CheckIntegrityAsync(default));
    }

    [Fact]
    public async Task Row_59_where_nobody_can_look_and_the_disk_was_full_for_long_the_author_is_asked()
    {
        await using var rig = await StartAsync("profile");
        await FillAsync(rig, AtRemoteId);
        var delivery = await rig.PublishAsync();
        await Waiting.UntilAsync("it is there", () => Task.FromResult(rig.Emulator.Shown.Count == 1));

        await rig.RestartAsync(() => rig.Clock.Advance(TimeSpan.FromHours(1)));
        var asked = await rig.UntilAsync(delivery, d => d is { State: DeliveryState.Unknown, Reason: not null });

        using var desk = await DeskDriver.SetUpAsync(rig.App);
        Assert.Contains("Look at your profile: is it there or not?", asked.Reason, StringComparison.Ordinal);
        Assert.Contains("It is not there", DeskDriver.Read(await desk.PageAsync($"/desk/posts/{asked.PostId}")));
        Assert.Single(rig.Emulator.Shown);
    }

    private static Task<DeliveryRig> StartAsync(string network) => network switch
    {
        "x" => DeliveryRig.StartAsync(),
        "facebook" => DeliveryRig.StartFacebookAsync(),
        _ => DeliveryRig.StartLinkedInAsync(isPage: network == "page"),
    };

    // There is room for everything but for what this one step needs.
    private static Task<object?> FillAsync(DeliveryRig rig, string step) => rig.App.Get<Database>().WriteAsync(
        session =>
        {
            session.Execute("CREATE TABLE swelling (bytes BLOB)");
            session.Execute($"CREATE TRIGGER swell {step} BEGIN INSERT INTO swelling VALUES (zeroblob(4000000)); END");
            return session.Scalar($"PRAGMA max_page_count = {(long)session.Scalar("PRAGMA page_count")! + 500}");
        },
        default);

    // What is written together is refused together: the limit may go down with a row of the outbox.
    private static Task MakeRoomAsync(DeliveryRig rig) => Waiting.UntilAsync("there is room", async () =>
    {
        try
        {
            return await rig.App.Get<Database>().WriteAsync(session => session.Scalar("PRAGMA max_page_count = 1000000"), default) is not null;
        }
        catch (StoreUnusableException)
        {
            return false;
        }
    });
}
