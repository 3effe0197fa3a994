using Blog.Rehearsal.Facebook;
using Blog.Rehearsal.Wire;
using Blog.Syndication;
using Blog.Tests.Networks;

namespace Blog.Tests.Journeys;

/// <summary>Rows of the fault list with a Page of Facebook.</summary>
public sealed class DeliveryFacebookTests : DeliveryRows
{
    [Fact]
    public async Task The_link_makes_the_card()
    {
        await using var rig = await StartAsync();

        await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);

        Assert.Equal("https://ines.example.com/2026/nine-centimetres", Assert.Single(rig.Facebook.Emulator.Posts).Link);
    }

    [Fact]
    public async Task Row_09_half_an_answer_adopts_the_copy()
    {
        await using var rig = await StartAsync();
        rig.Weather.Strike(1, Fault.TruncatedJson);

        var delivery = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);

        Assert.Equal(["Unknown", "Adopted"], await rig.OutcomesAsync(delivery));
        Assert.Equal([Text], Stored(rig));
        Assert.Equal(1, Writes(rig));
    }

    [Fact]
    public async Task Row_20_a_dead_key_holds_the_Page_and_a_new_sign_in_lets_it_go_on()
    {
        await using var rig = await StartAsync();
        rig.Facebook.Cast.ChangePassword(FacebookHost.Person);
        var first = await rig.UntilAsync(await rig.PublishAsync("First"), DeliveryState.Held);
        var second = await rig.PublishAsync("Second");
        Assert.Contains("password of your Facebook account was changed", first.Reason, StringComparison.Ordinal);
        Assert.Equal((TargetState.NeedsSignIn, 1), ((await rig.Store.FindTargetAsync(rig.Target.Id, default))!.State, Writes(rig)));

        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await rig.SaveAsync(rig.Facebook.Access());
        await rig.UntilAsync(first, DeliveryState.Accepted);
        await rig.UntilAsync(second, DeliveryState.Accepted);

        Assert.Equal(["First", "Second"], Stored(rig).Select(t => t.Split('\n')[0]).Order());
    }

    [Fact]
    public async Task Row_27_a_locked_account_asks_for_its_owner_without_a_storm()
    {
        await using var rig = await StartAsync();
        rig.Facebook.Cast.Put(new StoredPerson(FacebookHost.Person, "Inés") { State = PersonState.Checkpointed });

        var held = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Held);
        await rig.PublishAsync("Another");
        await rig.MoveToAsync(rig.Clock.GetUtcNow().AddDays(2));
        await rig.MoveToAsync(rig.Clock.GetUtcNow().AddDays(2));

        Assert.Contains("locked your account until you sign in", held.Reason, StringComparison.Ordinal);
        Assert.Equal(1, Writes(rig));
    }

    [Fact]
    public async Task Row_32_a_throttle_by_policy_waits_long_and_is_no_failure()
    {
        await using var rig = await StartAsync();
        rig.Facebook.Cast.Hinder(FacebookHost.Page, PageObstacle.TooFast);
        var waiting = await rig.UntilAsync(await rig.PublishAsync(), d => d.Attempts == 1 && d.State == DeliveryState.Queued);
        Assert.Contains("posts too fast", waiting.Reason, StringComparison.Ordinal);
        Assert.Equal(rig.Clock.GetUtcNow().AddHours(3), waiting.NotBefore);

        rig.Facebook.Cast.Hinder(FacebookHost.Page, PageObstacle.None);
        await rig.UntilAsync(waiting, DeliveryState.Accepted);

        Assert.Equal([Text], Stored(rig));
    }

    [Fact]
    public async Task Row_35_a_duplicate_answer_is_looked_for_and_never_varies_the_text()
    {
        await using var rig = await StartAsync();
        rig.Weather.TimelineLag = TimeSpan.FromHours(12);
        rig.Weather.Strike(1, Fault.CutAfterCommit);

        var unknown = await rig.UntilAsync(await rig.PublishAsync(), d => d.Attempts >= 2 && d.State == DeliveryState.Unknown);
        Assert.Contains("has this already", unknown.Reason, StringComparison.Ordinal);
        rig.Weather.TimelineLag = TimeSpan.Zero;
        var adopted = await rig.UntilAsync(unknown, DeliveryState.Accepted);

        Assert.Equal([Text], Stored(rig));
        Assert.Equal(Text, adopted.SentText);
        Assert.Equal(rig.Emulator.Shown[0].Id, adopted.RemoteId);
    }

    [Fact]
    public async Task Row_43_the_first_comment_carries_the_link_and_a_lost_answer_makes_no_second_one()
    {
        await using var rig = await StartAsync();
        await rig.WriteAsync(new CopyStyle { LinkInComment = true });
        rig.Weather.Strike(2, Fault.CutAfterCommit);

        var delivery = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);

        var post = Assert.Single(rig.Facebook.Emulator.Posts);
        Assert.Equal("Nine centimetres\n\nSnow fell all night.", post.Message);
        Assert.Equal("https://ines.example.com/2026/nine-centimetres", Assert.Single(rig.Facebook.Emulator.Comments).Message);
        Assert.Equal(post.Id, delivery.RemoteId);
        Assert.Equal(["Delivered", "Unknown", "Adopted"], await rig.OutcomesAsync(delivery));

        await rig.DeleteAsync(delivery);
        await rig.UntilAsync(delivery, DeliveryState.Withdrawn);
        Assert.Empty(rig.Facebook.Emulator.Comments);
        Assert.Equal(2, rig.Facebook.Emulator.Deleted.Count);
    }

    [Fact]
    public async Task Row_62_an_edited_post_changes_its_copy_and_makes_no_new_one()
    {
        await using var rig = await StartAsync();
        var delivery = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);
        rig.Weather.Strike(2, Fault.ErrorAfterCommit);

        await rig.ReviseAsync(delivery, draft => draft with { Title = "Ten centimetres" });
        await rig.UntilAsync(delivery, d => d is { Action: DeliveryAction.Edit, State: DeliveryState.Accepted });

        var post = Assert.Single(rig.Facebook.Emulator.Posts);
        Assert.StartsWith("Ten centimetres\n", post.Message, StringComparison.Ordinal);
        Assert.Equal(Text, post.Earlier[0]);
        Assert.Equal(1, Writes(rig));
    }

    private protected override Task<DeliveryRig> StartAsync() => DeliveryRig.StartFacebookAsync();

    private protected override IReadOnlyList<string> Stored(DeliveryRig rig) => [.. rig.Facebook.Emulator.Posts.Select(p => p.Message)];

    private protected override int Writes(DeliveryRig rig) => rig.Api.Calls.Count(c => c.Method == "POST" && c.Path.EndsWith("/feed", StringComparison.Ordinal));

    private protected override int Uploads(DeliveryRig rig) => rig.Facebook.Emulator.Photos.Count;
}
