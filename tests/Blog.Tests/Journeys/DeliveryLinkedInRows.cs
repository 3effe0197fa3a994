using Blog.Posts;
using Blog.Rehearsal.Wire;
using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Journeys;

/// <summary>Rows of the fault list that hold for profiles and company pages of LinkedIn alike.</summary>
public abstract class DeliveryLinkedInRows : DeliveryRows
{
    // 150 a day: asked once more after minutes, because it may be a passing limit, then on the next day.
    private protected override int RefusedOf200 => 2;

    [Fact]
    public async Task The_card_has_its_own_title_and_thumbnail()
    {
        await using var rig = await StartAsync();
        var cover = await rig.AddPictureAsync(40);

        await rig.UntilAsync(
            await rig.PublishAsync(new PostDraft { Title = "Nine centimetres", Markdown = "Snow fell all night.", Cover = new Cover(cover, "The yard") }), DeliveryState.Accepted);

        var card = Assert.Single(rig.LinkedIn.Emulator.Posts).Card!;
        Assert.Equal(("https://ines.example.com/2026/nine-centimetres", "Nine centimetres", "Snow fell all night."), (card.Source, card.Title, card.Description));
        Assert.Equal(Pictures.Png(8, 8, 40), rig.Emulator.Media(card.Thumbnail!)!.Value.Bytes);
    }

    [Fact]
    public async Task Row_10_the_name_of_the_post_comes_from_a_header_alone()
    {
        await using var rig = await StartAsync();
        rig.Weather.Strike(1, Fault.TruncatedJson);

        var delivery = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);

        Assert.Equal(Assert.Single(rig.LinkedIn.Emulator.Posts).Urn, delivery.RemoteId);
        Assert.Equal(["Delivered"], await rig.OutcomesAsync(delivery));
    }

    [Fact]
    public async Task Row_20_a_dead_key_holds_the_target_and_a_new_sign_in_lets_it_go_on()
    {
        await using var rig = await StartAsync();
        rig.LinkedIn.Emulator.RevokeAll();
        var first = await rig.UntilAsync(await rig.PublishAsync("First"), DeliveryState.Held);
        var second = await rig.PublishAsync("Second");
        Assert.Contains("no longer accepts this connection", first.Reason, StringComparison.Ordinal);
        Assert.Equal((TargetState.NeedsSignIn, 1), ((await rig.Store.FindTargetAsync(rig.Target.Id, default))!.State, Writes(rig)));

        await rig.SaveAsync(NewKeys(rig));
        await rig.UntilAsync(first, DeliveryState.Accepted);
        await rig.UntilAsync(second, DeliveryState.Accepted);

        Assert.Equal(["First", "Second"], Stored(rig).Select(t => t.Split('\n')[0]).Order());
    }

    [Fact]
    public async Task Row_36_a_retired_version_of_the_API_is_followed_by_the_next_that_is_listed()
    {
        await using var rig = await StartAsync();
        rig.LinkedIn.Emulator.Settings.Retire("202609", "202608");

        await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);

        Assert.Equal([Text], Stored(rig));
    }

    [Fact]
    public async Task Row_36_without_any_living_version_it_waits_and_says_what_to_do()
    {
        await using var rig = await StartAsync();
        var (first, last) = (rig.LinkedIn.Emulator.Settings.FirstVersion, rig.LinkedIn.Emulator.Settings.LastVersion);
        rig.LinkedIn.Emulator.Settings.FirstVersion = rig.LinkedIn.Emulator.Settings.LastVersion = "203001";
        var waiting = await rig.UntilAsync(await rig.PublishAsync(), d => d.Attempts == 1 && d.State == DeliveryState.Queued);
        Assert.Contains("retired every API version", waiting.Reason, StringComparison.Ordinal);
        Assert.Empty(Stored(rig));

        (rig.LinkedIn.Emulator.Settings.FirstVersion, rig.LinkedIn.Emulator.Settings.LastVersion) = (first, last);
        await rig.UntilAsync(waiting, DeliveryState.Accepted);

        Assert.Equal([Text], Stored(rig));
    }

    [Fact]
    public async Task Row_43_the_first_comment_carries_the_link()
    {
        await using var rig = await StartAsync();
        await rig.WriteAsync(new CopyStyle { LinkInComment = true });

        var delivery = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);

        var post = Assert.Single(rig.LinkedIn.Emulator.Posts);
        var comment = Assert.Single(rig.LinkedIn.Emulator.Comments);
        Assert.Equal("Nine centimetres\n\nSnow fell all night.", post.Text);
        Assert.Equal((post.Urn, "https://ines.example.com/2026/nine-centimetres"), (comment.Post, comment.Text));
        Assert.Equal(post.Urn, delivery.RemoteId);

        await rig.DeleteAsync(delivery);
        await rig.UntilAsync(delivery, DeliveryState.Withdrawn);
        Assert.Empty(rig.LinkedIn.Emulator.Posts);
    }

    [Fact]
    public async Task Row_62_an_edited_post_changes_its_copy_and_makes_no_new_one()
    {
        await using var rig = await StartAsync();
        var delivery = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);
        rig.Weather.Strike(2, Fault.ErrorAfterCommit);

        await rig.ReviseAsync(delivery, draft => draft with { Title = "Ten (10) centimetres" });
        await rig.UntilAsync(delivery, d => d is { Action: DeliveryAction.Edit, State: DeliveryState.Accepted });

        var post = Assert.Single(rig.LinkedIn.Emulator.Posts);
        Assert.StartsWith("Ten (10) centimetres\n", post.Text, StringComparison.Ordinal);
        Assert.False(post.WasCut);
        Assert.Equal(1, Writes(rig));
    }

    private protected abstract TargetAccess NewKeys(DeliveryRig rig);

    private protected override IReadOnlyList<string> Stored(DeliveryRig rig) => [.. rig.LinkedIn.Emulator.Posts.Select(p => p.Text)];

    private protected override int Writes(DeliveryRig rig) => rig.LinkedIn.Creates;

    private protected override int Uploads(DeliveryRig rig) => rig.LinkedIn.Emulator.Images.Count(i => i.Bytes.Length > 0);
}
