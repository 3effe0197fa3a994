using Blog.Posts;
using Blog.Rehearsal.Wire;
using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Journeys;

/// <summary>
/// Rows of the fault list that every network has to pass, carried by the whole program. Each asserts what the network stored and what the delivery says. A network
/// that can't be read (<see cref="CanBeRead"/>) is asked by the identical call instead, so that it sees one call more and still stores one post.
/// </summary>
public abstract partial class DeliveryRows
{
    protected const string Text = "Nine centimetres\n\nSnow fell all night.\n\nhttps://ines.example.com/2026/nine-centimetres";

    private protected virtual bool CanBeRead => true;

    /// <summary>Calls of 200 that the network's own quota refuses before they go through on another day.</summary>
    private protected virtual int RefusedOf200 => 0;

    private protected abstract Task<DeliveryRig> StartAsync();

    /// <summary>Texts of the posts that the network shows to their owner, oldest first.</summary>
    private protected abstract IReadOnlyList<string> Stored(DeliveryRig rig);

    /// <summary>Calls that were to make a post.</summary>
    private protected abstract int Writes(DeliveryRig rig);

    /// <summary>Pictures that the network has.</summary>
    private protected abstract int Uploads(DeliveryRig rig);

    [Fact]
    public async Task A_published_post_arrives_once_and_says_so()
    {
        await using var rig = await StartAsync();

        var delivery = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);

        Assert.Equal([Text], Stored(rig));
        Assert.Equal(rig.Emulator.Shown[0].Id, delivery.RemoteId);
        Assert.StartsWith(rig.Target.WebBase + "/", delivery.RemoteUrl, StringComparison.Ordinal);
        Assert.Null(delivery.Reason);
        Assert.Equal(["Delivered"], await rig.OutcomesAsync(delivery));
    }

    [Fact]
    public async Task Row_01_connection_refused_waits_and_is_sent_once_after_recovery()
    {
        await using var rig = await StartAsync();
        await rig.PointAtAsync("http://127.0.0.1:1");
        var delivery = await rig.UntilAsync(await rig.PublishAsync(), d => d.Attempts == 4 && d.State == DeliveryState.Queued);
        Assert.Contains("refused the connection", delivery.Reason, StringComparison.Ordinal);
        Assert.Contains("Nothing was", delivery.Reason, StringComparison.Ordinal);

        await rig.PointAtAsync(null);
        await rig.UntilAsync(delivery, DeliveryState.Accepted);

        Assert.Equal([Text], Stored(rig));
        Assert.Equal(1, Writes(rig));
    }

    [Theory]
    [InlineData(Fault.HangBeforeCommit)] // Row 4
    [InlineData(Fault.CutBeforeCommit)]
    [InlineData(Fault.Unavailable)] // Row 8
    [InlineData(Fault.HtmlGateway)] // Row 8
    public async Task Row_04_and_08_what_was_not_published_is_sent_exactly_once_more(Fault fault)
    {
        await using var rig = await StartAsync();
        rig.Weather.Strike(1, fault);

        var delivery = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);

        Assert.Equal([Text], Stored(rig));
        Assert.Equal(2, Writes(rig));
        Assert.Equal(CanBeRead ? ["Unknown", "Absent", "Delivered"] : ["Unknown", "Delivered"], await rig.OutcomesAsync(delivery));
    }

    [Theory]
    [InlineData(Fault.HangAfterCommit)] // Row 5
    [InlineData(Fault.CutAfterCommit)] // Row 6
    [InlineData(Fault.ErrorAfterCommit)] // Row 7
    [InlineData(Fault.EmptyBody)] // Rows 9 and 10
    [InlineData(Fault.SlowBody)] // Row 11
    [InlineData(Fault.HugeBody)] // Row 12
    [InlineData(Fault.CompressedBomb)] // Row 12
    public async Task Row_05_to_12_an_answer_lost_after_commit_adopts_the_copy(Fault fault)
    {
        await using var rig = await StartAsync();
        rig.Weather.Strike(1, fault);
        var unknown = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Unknown);
        Assert.Contains(CanBeRead ? "before" : "nothing is sent a second time", unknown.Reason, StringComparison.Ordinal);

        var delivery = await rig.UntilAsync(unknown, DeliveryState.Accepted);

        Assert.Equal([Text], Stored(rig));
        Assert.Equal(rig.Emulator.Shown[0].Id, delivery.RemoteId);
        Assert.Equal(CanBeRead ? 1 : 2, Writes(rig));
    }

    [Fact]
    public async Task Row_07_seven_errors_in_a_row_after_commit_are_still_one_post_each()
    {
        await using var rig = await StartAsync();
        for (var n = 1; n <= 7; n++)
        {
            rig.Weather.Strike(CanBeRead ? n : (2 * n) - 1, Fault.ErrorAfterCommit);
            await rig.UntilAsync(await rig.PublishAsync($"Post {n}"), DeliveryState.Accepted);
        }

        Assert.Equal(Enumerable.Range(1, 7).Select(n => $"Post {n}"), Stored(rig).Select(t => t.Split('\n')[0]));
    }

    [Fact]
    public async Task Row_28_a_rate_limit_is_kept()
    {
        await using var rig = await StartAsync();
        rig.Weather.Strike(1, Fault.RateLimitedRetryAfter);
        var delivery = await rig.UntilAsync(await rig.PublishAsync(), d => d.Attempts == 1 && d.State == DeliveryState.Queued);
        Assert.Contains("rate limit", delivery.Reason, StringComparison.Ordinal);
        Assert.True(delivery.NotBefore >= rig.Clock.GetUtcNow().AddSeconds(120), "not before the network said");

        await rig.MoveToAsync(delivery.NotBefore.AddSeconds(-2));
        await rig.MoveToAsync(delivery.NotBefore.AddSeconds(-1));
        Assert.Equal(1, Writes(rig));
        await rig.UntilAsync(delivery, DeliveryState.Accepted);

        Assert.Equal([Text], Stored(rig));
    }

    [Theory]
    [InlineData(Fault.RateLimitedWithoutReset)]
    [InlineData(Fault.RateLimitedForever)]
    public async Task Row_29_a_rate_limit_without_a_sane_end_gets_our_own(Fault fault)
    {
        await using var rig = await StartAsync();
        rig.Weather.Strike(1, fault);

        var delivery = await rig.UntilAsync(await rig.PublishAsync(), d => d.Attempts == 1 && d.State == DeliveryState.Queued);

        Assert.InRange(delivery.NotBefore - rig.Clock.GetUtcNow(), TimeSpan.FromMinutes(4), TimeSpan.FromHours(24));
        Assert.Empty(Stored(rig));
    }

    [Fact]
    public async Task Row_30_an_outage_with_200_queued_ends_paced_and_oldest_first()
    {
        await using var rig = await StartAsync();
        await rig.PointAtAsync("http://127.0.0.1:1");
        var titles = Enumerable.Range(1, 200).Select(n => $"Post {n:000}").ToList();
        foreach (var title in titles)
        {
            rig.Clock.Advance(TimeSpan.FromSeconds(1));
            await rig.PublishAsync(title);
        }

        for (var end = rig.Clock.GetUtcNow().AddHours(6); rig.Clock.GetUtcNow() < end;)
        {
            await rig.MoveToAsync(await rig.NothingIsDueAsync());
        }

        Assert.Empty(Stored(rig));
        await rig.PointAtAsync(null);
        for (var turns = 0; Stored(rig).Count < titles.Count; turns++)
        {
            Assert.True(turns < 3 * titles.Count, $"{Stored(rig).Count} arrived");
            await rig.MoveToAsync(await rig.NothingIsDueAsync());
        }

        await rig.NothingIsDueAsync();
        var pace = rig.App.Get<NetworkCatalog>().Find(rig.Target.Network)!.Descriptor.Pace;
        var shown = rig.Emulator.Shown.Reverse().ToList();
        Assert.Equal(titles, Stored(rig).Select(t => t.Split('\n')[0]));
        Assert.All(shown.Zip(shown.Skip(1)), pair => Assert.True(pair.Second.At - pair.First.At >= pace, $"{pair.First.At} and {pair.Second.At}"));
        Assert.Equal(titles.Count + RefusedOf200, Writes(rig));
    }

    [Fact]
    public async Task Row_39_a_picture_that_was_brought_is_not_brought_again()
    {
        await using var rig = await StartAsync();
        await rig.WriteAsync(new CopyStyle { Pictures = true });
        var picture = await rig.AddPictureAsync(40);
        rig.Weather.Strike(1, Fault.RateLimitedRetryAfter);

        await rig.UntilAsync(await rig.PublishAsync(new PostDraft { Title = "Nine centimetres", Markdown = $"Snow fell all night.\n\n![The yard]({picture})" }), DeliveryState.Accepted);

        Assert.Equal(2, Writes(rig));
        Assert.Equal(1, Uploads(rig));
        Assert.Equal("The yard", Assert.Single(rig.Emulator.Shown[0].Images).Alt);
    }

    [Fact]
    public async Task Row_39_a_process_that_dies_between_uploads_and_post_is_followed_by_one_post()
    {
        await using var rig = await StartAsync();
        await rig.WriteAsync(new CopyStyle { Pictures = true });
        var (first, second) = (await rig.AddPictureAsync(40), await rig.AddPictureAsync(80));
        rig.Weather.Strike(1, Fault.HangBeforeCommit);
        var delivery = await rig.PublishAsync(new PostDraft { Title = "Nine centimetres", Markdown = $"Snow fell all night.\n\n![The yard]({first})\n\n![The roof]({second})" });
        await rig.UntilHangingAsync();

        await rig.RestartAsync();
        await rig.MoveToAsync((await rig.Store.FindAsync(delivery.Id, default))!.LeaseUntil!.Value.AddSeconds(1));
        await rig.UntilAsync(delivery, DeliveryState.Accepted);

        Assert.Single(Stored(rig));
        Assert.Equal(["The yard", "The roof"], rig.Emulator.Shown[0].Images.Select(i => i.Alt));
    }

    [Fact]
    public async Task Row_40_pictures_that_the_network_forgot_are_brought_once_more()
    {
        await using var rig = await StartAsync();
        await rig.WriteAsync(new CopyStyle { Pictures = true });
        var picture = await rig.AddPictureAsync(40);
        var before = rig.Emulator.Store();
        rig.Weather.Strike(1, Fault.RateLimitedRetryAfter);
        var draft = new PostDraft { Title = "Nine centimetres", Markdown = $"Snow fell all night.\n\n![The yard]({picture})" };
        var delivery = await rig.UntilAsync(await rig.PublishAsync(draft), d => d.Attempts == 1 && d.State == DeliveryState.Queued);

        rig.Emulator.Restore(before);
        delivery = await rig.UntilAsync(delivery, d => d.State is DeliveryState.Accepted or DeliveryState.Failed);

        Assert.Equal((DeliveryState.Accepted, null), (delivery.State, delivery.Reason));
        var image = Assert.Single(rig.Emulator.Shown[0].Images);
        Assert.Equal(Pictures.Png(8, 8, 40), rig.Emulator.Media(image.Id)!.Value.Bytes);
        Assert.Single(Stored(rig));
    }

    [Fact]
    public async Task Pictures_arrive_in_their_order_with_their_descriptions()
    {
        await using var rig = await StartAsync();
        await rig.WriteAsync(new CopyStyle { Pictures = true });
        var (cover, inside) = (await rig.AddPictureAsync(40), await rig.AddPictureAsync(80));

        await rig.UntilAsync(
            await rig.PublishAsync(new PostDraft { Title = "Nine centimetres", Markdown = $"Snow fell all night.\n\n![The *roof* & more]({inside})", Cover = new Cover(cover, "The yard") }),
            DeliveryState.Accepted);

        var shown = Assert.Single(rig.Emulator.Shown);
        Assert.Equal(["The yard", "The roof & more"], shown.Images.Select(i => i.Alt));
        Assert.Equal(
            [Pictures.Png(8, 8, 40), Pictures.Png(8, 8, 80)],
            shown.Images.Select(i => rig.Emulator.Media(i.Id)!.Value.Bytes));
    }

    [Fact]
    public async Task Row_41_a_picture_that_the_network_does_not_take_stays_at_home()
    {
        await using var rig = await StartAsync();
        await rig.WriteAsync(new CopyStyle { Pictures = true });
        var picture = await rig.AddPictureAsync(0, "picture.avif", Pictures.Avif(8, 8));

        await rig.UntilAsync(await rig.PublishAsync(new PostDraft { Title = "Nine centimetres", Markdown = $"Snow fell all night.\n\n![The yard]({picture})" }), DeliveryState.Accepted);

        Assert.Equal([Text], Stored(rig));
        Assert.Empty(rig.Emulator.Shown[0].Images);
    }

    [Fact]
    public async Task Row_64_a_copy_of_a_post_that_was_deleted_is_taken_away()
    {
        await using var rig = await StartAsync();
        var delivery = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);

        await rig.DeleteAsync(delivery);
        var withdrawn = await rig.UntilAsync(delivery, DeliveryState.Withdrawn);

        Assert.Equal("The copy was taken away.", withdrawn.Reason);
        Assert.Empty(Stored(rig));
    }

    [Fact]
    public async Task Row_64_a_post_that_is_deleted_while_its_copy_is_in_flight_takes_the_copy_along_or_asks_where_nobody_can_look()
    {
        await using var rig = await StartAsync();
        rig.Weather.Strike(1, Fault.HangAfterCommit);
        var delivery = await rig.PublishAsync();
        await rig.UntilHangingAsync();

        await rig.DeleteAsync(delivery);
        var ended = await rig.UntilAsync(delivery, d => d.State == DeliveryState.Withdrawn || (d.State == DeliveryState.Unknown && d.Reason!.Contains("there or not?", StringComparison.Ordinal)));

        Assert.Equal(CanBeRead ? DeliveryState.Withdrawn : DeliveryState.Unknown, ended.State);
        Assert.Equal(CanBeRead ? [] : [Text], Stored(rig));
        Assert.Equal(1, Writes(rig));
    }

    [Fact]
    public async Task Row_64_a_deletion_that_fails_is_tried_until_the_copy_is_gone()
    {
        await using var rig = await StartAsync();
        var delivery = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);
        rig.Weather.Strike(2, Fault.Unavailable);
        rig.Weather.Strike(3, Fault.CutAfterCommit);

        await rig.DeleteAsync(delivery);
        await rig.UntilAsync(delivery, DeliveryState.Withdrawn);

        Assert.Empty(Stored(rig));
    }

    [Fact]
    public async Task Accepted_becomes_seen_once_a_stranger_can_read_it()
    {
        await using var rig = await StartAsync();
        var accepted = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);

        var seen = await rig.UntilLookedAtAsync(accepted);

        Assert.Equal((DeliveryState.Seen, null), (seen.State, seen.Reason));
        Assert.Single(rig.Api.Calls, c => c is { Method: "GET", HasAuthorization: false });
    }

    [Fact]
    public async Task A_copy_that_is_accepted_and_hidden_says_that_strangers_can_not_see_it()
    {
        await using var rig = await StartAsync();
        rig.Weather.Strike(1, Fault.AcceptedButHidden);
        var accepted = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);

        var looked = await rig.UntilLookedAtAsync(accepted);

        Assert.Equal(DeliveryState.Accepted, looked.State);
        Assert.Contains("not signed in", looked.Reason, StringComparison.Ordinal);
        Assert.Single(Stored(rig));
    }

    [Fact]
    public async Task The_authors_own_text_goes_out_as_it_is_with_the_link()
    {
        await using var rig = await StartAsync();
        rig.Weather.Strike(1, Fault.RateLimitedRetryAfter);
        var waiting = await rig.UntilAsync(await rig.PublishAsync(), d => d.Attempts == 1 && d.State == DeliveryState.Queued);
        await rig.Store.ResolveAsync(waiting.Id, DeliveryState.Queued, waiting with { OwnText = "Snow! (9 cm) [really] #winter @home *_~" }, "own text", rig.Clock.GetUtcNow(), default);

        await rig.UntilAsync(waiting, DeliveryState.Accepted);

        Assert.Equal(["Snow! (9 cm) [really] #winter @home *_~\n\nhttps://ines.example.com/2026/nine-centimetres"], Stored(rig));
    }

    [Fact]
    [Trait("Engine", "Own")]
    public async Task Row_65_a_restored_database_sends_nothing_until_it_is_released_and_then_looks_first()
    {
        await using var rig = await StartAsync();
        await rig.PointAtAsync("http://127.0.0.1:1");
        var delivery = await rig.UntilAsync(await rig.PublishAsync(), d => d.Attempts == 1 && d.State == DeliveryState.Queued);
        var backup = Directory.CreateTempSubdirectory("blog-backup-").FullName;
        await rig.RestartAsync(() => Copy(rig.DataFolder, backup));
        await rig.PointAtAsync(null);
        await rig.UntilAsync(delivery, DeliveryState.Accepted);

        await rig.RestartAsync(() => Copy(backup, rig.DataFolder));
        Directory.Delete(backup, recursive: true);
        await rig.PointAtAsync(null);
        await Waiting.UntilAsync("the outbox stands still", async () => (await rig.Store.FindSealAsync(default))?.Quarantine is not null);
        await rig.MoveToAsync(rig.Clock.GetUtcNow().AddHours(1));
        await rig.MoveToAsync(rig.Clock.GetUtcNow().AddHours(1));
        Assert.Contains("older than the last one used here", (await rig.Store.FindSealAsync(default))!.Quarantine, StringComparison.Ordinal);
        Assert.Equal(1, Writes(rig));

        await rig.Store.ReleaseOutboxAsync(rig.Clock.GetUtcNow(), default);
        var settled = await rig.UntilAsync(delivery, d => CanBeRead ? d.State == DeliveryState.Accepted : d is { State: DeliveryState.Unknown, Fence: > 1 });

        Assert.Equal([Text], Stored(rig));
        Assert.Equal(1, Writes(rig));
        Assert.Equal(CanBeRead ? rig.Emulator.Shown[0].Id : null, settled.RemoteId);
        Assert.Equal(CanBeRead, settled.Reason is null);
    }

    // The database alone, as a backup has it; the seal beside it stays the one of today.
    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "blog.db*"))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }
    }
}
