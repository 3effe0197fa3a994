using System.Collections.Concurrent;
using System.Globalization;
using Blog.Posts;
using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Storage;

/// <summary>What the outbox must do on every engine: nothing twice, nothing lost, in order.</summary>
public abstract partial class SyndicationStoreContract(StoreFixture store) : StoreTest(store)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);
    private static readonly DateTimeOffset Now = Samples.Now;

    private ISyndicationStore Outbox => Store.Syndication;

    [StoreFact]
    public async Task A_target_is_stored_listed_and_replaced_by_id()
    {
        var target = Samples.Target();
        await Outbox.SaveTargetAsync(target, default);
        await Outbox.SaveTargetAsync(Samples.Target("@second"), default);

        var paused = target with { State = TargetState.Paused, Reason = "Paused by you.", ProtectedSecret = "new", IsPractice = true };
        await Outbox.SaveTargetAsync(paused, default);

        Assert.Equal(["@inesq", "@second"], (await Outbox.ListTargetsAsync(default)).Select(t => t.Name));
        Assert.Equal(paused, await Outbox.FindTargetAsync(target.Id, default));
        Assert.Null(await Outbox.FindTargetAsync(Guid.CreateVersion7(), default));
    }

    [StoreFact]
    public async Task A_queued_delivery_comes_back_as_it_was_saved()
    {
        var (target, post) = await TargetAndPostAsync();
        var delivery = Samples.Delivery(post, target) with { OwnText = "Schnee ❄", Reason = "why" };

        await Store.Posts.StoreAsync(post.Next(), delivery);

        Assert.Equal(delivery, await Outbox.FindAsync(delivery.Id, default));
        Assert.Equal([delivery], await Outbox.ListForPostAsync(post.Id, default));
        Assert.Equal([delivery], await Outbox.ListRecentAsync(5, default));
        Assert.Equal(new Dictionary<DeliveryState, int> { [DeliveryState.Queued] = 1 }, await Outbox.CountByStateAsync(default));
    }

    [StoreFact]
    public async Task Copies_of_several_posts_come_together_each_to_its_post()
    {
        var (target, post) = await TargetAndPostAsync();
        var (_, other) = await TargetAndPostAsync();
        var (_, alone) = await TargetAndPostAsync();
        var (first, second, third) = (Samples.Delivery(post, target), Samples.Delivery(other, target), Samples.Delivery(post, target));
        await Store.Posts.StoreAsync(post.Next(), first, third);
        await Store.Posts.StoreAsync(other.Next(), second);
        await Store.Posts.StoreAsync(alone.Next(), Samples.Delivery(alone, target));

        var copies = await Outbox.ListForPostsAsync([other.Id, post.Id], default);

        Assert.Equal([first, third], copies[post.Id]);
        Assert.Equal([second], copies[other.Id]);
        Assert.Equal(2, copies.Count);
        Assert.Empty(await Outbox.ListForPostsAsync([], default));
    }

    [StoreFact]
    public async Task A_claim_takes_the_oldest_due_row_of_each_connected_target()
    {
        var (first, second, third) = (Samples.Target("@a"), Samples.Target("@b"), Samples.Target("@c") with { State = TargetState.Paused });
        var post = await PostAsync(first, second, third);
        var later = Samples.Delivery(post, first, Now.AddHours(1));
        var (oldest, younger, other, paused) = (Samples.Delivery(post, first), Samples.Delivery(post, first), Samples.Delivery(post, second), Samples.Delivery(post, third));
        await Store.Posts.StoreAsync(post.Next(), later, oldest, younger, other, paused);

        var claimed = await ClaimAsync("one");

        Assert.Equal(new[] { oldest.Id, other.Id }.Order(), claimed.Select(c => c.Delivery.Id).Order());
        var row = claimed.Single(c => c.Delivery.Id == oldest.Id);
        Assert.Equal((DeliveryState.Sending, "one", Now + Lease, 1L), (row.Delivery.State, row.Delivery.LeaseOwner, row.Delivery.LeaseUntil, row.Delivery.Fence));
        Assert.Equal((DeliveryState.Queued, false, false), (row.Previous, row.WasInterrupted, row.MustLookFirst));
        Assert.Equal(row.Delivery, await Outbox.FindAsync(oldest.Id, default));
    }

    [StoreFact]
    public async Task While_one_row_of_a_target_is_sent_its_next_waits()
    {
        var (target, post) = await TargetAndPostAsync();
        await Store.Posts.StoreAsync(post.Next(), Samples.Delivery(post, target), Samples.Delivery(post, target));

        var first = Assert.Single(await ClaimAsync("one"));
        Assert.Empty(await ClaimAsync("two"));
        Assert.Equal(Now + Lease, await Outbox.FindNextDueAsync(default));

        await Outbox.CompleteAsync(first.Delivery, DeliveryState.Accepted, "Delivered", null, Now, default);
        Assert.NotEqual(first.Delivery.Id, Assert.Single(await ClaimAsync("two")).Delivery.Id);
    }

    [StoreFact]
    public async Task The_limit_of_a_claim_is_kept()
    {
        var targets = Enumerable.Range(0, 5).Select(i => Samples.Target(i.ToString(CultureInfo.InvariantCulture))).ToArray();
        var post = await PostAsync(targets);
        await Store.Posts.StoreAsync(post.Next(), [.. targets.Select(t => Samples.Delivery(post, t))]);

        Assert.Equal(3, (await Outbox.ClaimAsync("one", Now, Lease, 3, default)).Count);
        Assert.Equal(2, (await Outbox.ClaimAsync("two", Now, Lease, 3, default)).Count);
    }

    [StoreFact]
    public async Task Eight_workers_never_get_the_same_row()
    {
        var targets = Enumerable.Range(0, 8).Select(i => Samples.Target(i.ToString(CultureInfo.InvariantCulture))).ToArray();
        var post = await PostAsync(targets);
        await Store.Posts.StoreAsync(post.Next(), [.. Enumerable.Range(0, 200).Select(i => Samples.Delivery(post, targets[i % 8]))]);
        var seen = new ConcurrentBag<(Guid Target, Guid Id)>();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            while ((await Outbox.CountByStateAsync(default)).GetValueOrDefault(DeliveryState.Queued) > 0)
            {
                foreach (var claim in await Outbox.ClaimAsync($"worker {worker}", Now, Lease, 3, default))
                {
                    seen.Add((claim.Delivery.TargetId, claim.Delivery.Id));
                    Assert.True(await Outbox.BeginAttemptAsync(claim.Delivery, "text", Now, default));
                    Assert.True(await Outbox.CompleteAsync(claim.Delivery, DeliveryState.Accepted, "Delivered", null, Now, default));
                }
            }
        })));

        Assert.Equal(200, seen.Count);
        Assert.Equal(200, seen.Select(s => s.Id).Distinct().Count());
        Assert.Equal(200, (await Outbox.CountByStateAsync(default))[DeliveryState.Accepted]);
    }

    [StoreFact]
    public async Task An_attempt_is_written_before_it_is_made_and_completed_afterwards()
    {
        var claim = await OneClaimAsync();

        Assert.True(await Outbox.BeginAttemptAsync(claim, "The text.", Now, default));
        var open = Assert.Single(await Outbox.ListAttemptsAsync(claim.Id, default));
        var done = claim with { RemoteId = "99", RemoteUrl = "https://networks.test/99", Reason = null };
        Assert.True(await Outbox.CompleteAsync(done, DeliveryState.Accepted, "Delivered", "201", Now.AddSeconds(2), default));

        Assert.Equal(new DeliveryAttempt(claim.Id, 1, 1, Now, null, null, null), open);
        Assert.Equal(open with { FinishedAt = Now.AddSeconds(2), Outcome = "Delivered", Detail = "201" }, Assert.Single(await Outbox.ListAttemptsAsync(claim.Id, default)));
        var stored = (await Outbox.FindAsync(claim.Id, default))!;
        Assert.Equal((DeliveryState.Accepted, "99", "https://networks.test/99", "The text.", 1), (stored.State, stored.RemoteId, stored.RemoteUrl, stored.SentText, stored.Attempts));
        Assert.Equal((null, null), (stored.LeaseOwner, stored.LeaseUntil));
    }

    [StoreFact]
    public async Task A_row_whose_worker_died_before_the_attempt_is_simply_claimed_again()
    {
        var first = await OneClaimAsync();
        Assert.Empty(await ClaimAsync("two", Now + Lease - TimeSpan.FromTicks(1)));

        var second = Assert.Single(await ClaimAsync("two", Now + Lease));

        Assert.Equal((first.Id, 2L, false), (second.Delivery.Id, second.Delivery.Fence, second.MustLookFirst));
    }

    [StoreFact]
    public async Task A_row_whose_worker_died_during_the_attempt_must_be_looked_for()
    {
        var first = await OneClaimAsync();
        await Outbox.BeginAttemptAsync(first, "text", Now, default);

        var second = Assert.Single(await ClaimAsync("two", Now + Lease));

        Assert.True(second.WasInterrupted);
        Assert.Equal((DeliveryState.Sending, "text"), (second.Previous, second.Delivery.SentText));
    }

    [StoreFact]
    public async Task An_unknown_row_must_be_looked_for_however_often_its_worker_dies()
    {
        var claim = await OneClaimAsync();
        await Outbox.BeginAttemptAsync(claim, "text", Now, default);
        await Outbox.CompleteAsync(claim with { NotBefore = Now.AddMinutes(1) }, DeliveryState.Unknown, "Unknown", "no answer", Now, default);
        Assert.Empty(await ClaimAsync("two"));
        Assert.Equal(Now.AddMinutes(1), await Outbox.FindNextDueAsync(default));

        var at = Now.AddMinutes(1);
        for (var death = 0; death < 3; death++, at += Lease)
        {
            var again = Assert.Single(await ClaimAsync("two", at));
            Assert.Equal((DeliveryState.Unknown, true), (again.Previous, again.MustLookFirst));
        }
    }

    [StoreFact]
    public async Task A_proven_absence_is_sent_again_like_a_fresh_row()
    {
        var claim = await OneClaimAsync();
        await Outbox.BeginAttemptAsync(claim, "text", Now, default);
        var second = Assert.Single(await ClaimAsync("two", Now + Lease)).Delivery;
        await Outbox.CompleteAsync(second with { NotBefore = Now + Lease }, DeliveryState.Queued, "Absent", "looked twice", Now + Lease, default);

        var third = Assert.Single(await ClaimAsync("three", Now + Lease));

        Assert.False(third.MustLookFirst);
        Assert.True(await Outbox.BeginAttemptAsync(third.Delivery, "text", Now + Lease, default));
        Assert.Equal(["Absent", null], (await Outbox.ListAttemptsAsync(claim.Id, default)).Select(a => a.Outcome));
    }

    [StoreFact]
    public async Task A_stale_fence_sends_nothing_and_writes_nothing()
    {
        var first = await OneClaimAsync();
        var second = Assert.Single(await ClaimAsync("two", Now + Lease)).Delivery;

        Assert.False(await Outbox.BeginAttemptAsync(first, "text", Now + Lease, default));
        Assert.False(await Outbox.CompleteAsync(first, DeliveryState.Failed, "Rejected", null, Now + Lease, default));
        Assert.Equal(second, await Outbox.FindAsync(second.Id, default));
        Assert.Empty(await Outbox.ListAttemptsAsync(first.Id, default));

        Assert.True(await Outbox.CompleteAsync(second, DeliveryState.Accepted, "Adopted", null, Now + Lease, default));
        Assert.False(await Outbox.CompleteAsync(second, DeliveryState.Failed, "Rejected", null, Now + Lease, default));
    }

    [StoreFact]
    public async Task Nothing_is_begun_after_the_lease_has_ended_even_if_nobody_else_took_the_row()
    {
        var claim = await OneClaimAsync();

        Assert.False(await Outbox.BeginAttemptAsync(claim, "text", Now + Lease, default));
        Assert.Equal(0, (await Outbox.FindAsync(claim.Id, default))!.Attempts);
    }

    [StoreFact]
    public async Task Looks_that_find_the_same_do_not_fill_the_journal()
    {
        var claim = await OneClaimAsync();
        for (var i = 0; i < 3; i++)
        {
            await Outbox.CompleteAsync(claim with { NotBefore = Now }, DeliveryState.Unknown, "Unknown", "unreadable", Now, default);
            claim = Assert.Single(await ClaimAsync("one")).Delivery;
        }

        await Outbox.CompleteAsync(claim, DeliveryState.Accepted, "Adopted", null, Now, default);

        Assert.Equal(["Unknown", "Adopted"], (await Outbox.ListAttemptsAsync(claim.Id, default)).Select(a => a.Outcome));
    }

    [StoreFact]
    public async Task The_author_decides_only_about_the_state_that_was_shown()
    {
        var claim = await OneClaimAsync();
        await Outbox.CompleteAsync(claim with { NotBefore = DateTimeOffset.MaxValue }, DeliveryState.Unknown, "Unknown", null, Now, default);
        var shown = (await Outbox.FindAsync(claim.Id, default))!;

        var adopted = shown with { State = DeliveryState.Accepted, RemoteUrl = "https://networks.test/1" };
        Assert.True(await Outbox.ResolveAsync(shown.Id, DeliveryState.Unknown, adopted, "It is there.", Now, default));
        Assert.False(await Outbox.ResolveAsync(shown.Id, DeliveryState.Unknown, shown with { State = DeliveryState.Queued }, "It is not.", Now, default));

        var stored = (await Outbox.FindAsync(claim.Id, default))!;
        Assert.Equal((DeliveryState.Accepted, "https://networks.test/1"), (stored.State, stored.RemoteUrl));
        Assert.Equal(("Adopted", "It is there."), ((await Outbox.ListAttemptsAsync(claim.Id, default))[^1].Outcome, (await Outbox.ListAttemptsAsync(claim.Id, default))[^1].Detail));
    }

    [StoreFact]
    public async Task A_target_that_needs_sign_in_holds_its_rows_and_releases_exactly_those()
    {
        var (target, post) = await TargetAndPostAsync();
        var (queued, paused, unknown) = (Samples.Delivery(post, target), Samples.Delivery(post, target) with { State = DeliveryState.Held, Reason = "Paused by you." }, Samples.Delivery(post, target) with { State = DeliveryState.Unknown });
        await Store.Posts.StoreAsync(post.Next(), queued, paused, unknown);

        await Outbox.HoldTargetAsync(target.Id, "Sign in again.", Now, default);

        Assert.Equal((TargetState.NeedsSignIn, "Sign in again."), await StateAsync(target));
        Assert.Equal([(DeliveryState.Held, "Sign in again."), (DeliveryState.Held, "Paused by you."), (DeliveryState.Unknown, null)], await StatesAsync(post));
        Assert.Empty(await ClaimAsync("one"));
        Assert.Null(await Outbox.FindNextDueAsync(default));

        await Outbox.ReleaseTargetAsync(target.Id, Now, default);

        Assert.Equal((TargetState.Connected, null), await StateAsync(target));
        Assert.Equal([(DeliveryState.Queued, null), (DeliveryState.Held, "Paused by you."), (DeliveryState.Unknown, null)], await StatesAsync(post));
        Assert.Equal(queued.Id, Assert.Single(await ClaimAsync("one")).Delivery.Id);
    }

    [StoreFact]
    public async Task The_row_whose_keys_were_refused_is_released_with_its_target_and_no_other_held_one()
    {
        var refused = await OneClaimAsync();
        await Outbox.HoldTargetAsync(refused.TargetId, "Sign in again.", Now, default);
        Assert.True(await Outbox.CompleteAsync(refused with { Reason = "Sign in again." }, DeliveryState.Held, "Unauthorized", "401", Now, default));

        await Outbox.ReleaseTargetAsync(refused.TargetId, Now, default);

        var released = Assert.Single(await ClaimAsync("two")).Delivery;
        Assert.Equal(refused.Id, released.Id);
        Assert.True(await Outbox.CompleteAsync(released, DeliveryState.Held, "RetryLater", "paused", Now, default));
        await Outbox.ReleaseTargetAsync(refused.TargetId, Now, default);
        Assert.Equal(DeliveryState.Held, (await Outbox.FindAsync(refused.Id, default))!.State);
    }

    [StoreFact]
    public async Task A_paced_target_waits_and_says_until_when()
    {
        var (target, post) = await TargetAndPostAsync();
        await Store.Posts.StoreAsync(post.Next(), Samples.Delivery(post, target));

        await Outbox.PaceTargetAsync(target.Id, Now.AddMinutes(5), default);
        await Outbox.PaceTargetAsync(target.Id, Now.AddMinutes(1), default);

        Assert.Empty(await ClaimAsync("one"));
        Assert.Equal(Now.AddMinutes(5), await Outbox.FindNextDueAsync(default));
        Assert.Single(await Outbox.ClaimAsync("one", Now.AddMinutes(5), Lease, 10, default));
    }

    [StoreFact]
    public async Task What_the_author_wants_now_ends_the_pause_of_the_account()
    {
        var (target, post) = await TargetAndPostAsync();
        var delivery = Samples.Delivery(post, target);
        await Store.Posts.StoreAsync(post.Next(), delivery);
        await Outbox.PaceTargetAsync(target.Id, Now.AddHours(1), default);

        Assert.True(await Outbox.ResolveAsync(delivery.Id, DeliveryState.Queued, delivery with { NotBefore = Now }, "The author wants it now.", Now, default));

        Assert.Equal(delivery.Id, Assert.Single(await ClaimAsync("one")).Delivery.Id);
    }

    [StoreFact]
    public async Task Keys_are_refreshed_by_one_at_a_time()
    {
        var target = Samples.Target();
        await Outbox.SaveTargetAsync(target, default);

        Assert.True(await Outbox.LeaseKeysAsync(target.Id, "one", Now, Now.AddMinutes(2), default));
        Assert.False(await Outbox.LeaseKeysAsync(target.Id, "two", Now.AddMinutes(1), Now.AddMinutes(3), default));
        Assert.False(await Outbox.SaveKeysAsync(target with { ProtectedSecret = "theirs" }, "two", default));
        Assert.True(await Outbox.SaveKeysAsync(target with { ProtectedSecret = "newer", RefreshAt = Now.AddHours(2) }, "one", default));
        Assert.True(await Outbox.LeaseKeysAsync(target.Id, "two", Now, Now.AddMinutes(2), default));

        var stored = (await Outbox.FindTargetAsync(target.Id, default))!;
        Assert.Equal(("newer", Now.AddHours(2)), (stored.ProtectedSecret, stored.RefreshAt));
        Assert.True(await Outbox.LeaseKeysAsync(target.Id, "three", Now.AddMinutes(2), Now.AddMinutes(4), default));
    }

    [StoreFact]
    public async Task Parts_and_pictures_are_kept_with_the_intent_and_the_outcome()
    {
        var (target, post) = await TargetAndPostAsync();
        await Store.Posts.StoreAsync(post.Next(), Samples.Delivery(post, target));
        var claimed = Assert.Single(await ClaimAsync("one")).Delivery;
        var planned = claimed with { Parts = [new CopyPart("one", null, new SentCard("https://a.test/", "T", "D", "/media/x.png")), new CopyPart("two")], Media = [new SentImage("/media/x.png", "77", Now.AddDays(1), "A kettle")] };

        Assert.True(await Outbox.BeginAttemptAsync(planned, "one", Now, default));
        var begun = (await Outbox.FindAsync(claimed.Id, default))!;
        Assert.Equal(planned.Parts, begun.Parts);
        Assert.Equal(planned.Media, begun.Media);

        var sent = planned with { Parts = [planned.Parts[0] with { RemoteId = "9" }, planned.Parts[1]], RemoteId = "9", LookAt = Now.AddMinutes(3) };
        Assert.True(await Outbox.CompleteAsync(sent, DeliveryState.Accepted, "Delivered", null, Now, default));
        var ended = (await Outbox.FindAsync(claimed.Id, default))!;
        Assert.Equal(sent.Parts, ended.Parts);
        Assert.Equal(Now.AddMinutes(3), ended.LookAt);
    }

    [StoreFact]
    public async Task A_change_of_the_post_queues_its_copies_for_an_edit_and_nothing_else()
    {
        var (target, post) = await TargetAndPostAsync();
        var other = Samples.Target("@other");
        await Outbox.SaveTargetAsync(other, default);
        var (there, waiting) = (Samples.Delivery(post, target), Samples.Delivery(post, other, Now.AddHours(1)));
        await Store.Posts.StoreAsync(post.Next(), there, waiting);
        await AcceptAsync(there.Id);

        var changed = post.Next().Next();
        await Store.Posts.SaveAsync(new PostChange { Post = changed, ExpectedRevision = changed.Revision - 1, Origin = "test", Copies = CopyChange.Edit }, default);

        var edit = (await Outbox.FindAsync(there.Id, default))!;
        Assert.Equal((DeliveryAction.Edit, DeliveryState.Queued, "99", 0), (edit.Action, edit.State, edit.RemoteId, edit.Attempts));
        var untouched = (await Outbox.FindAsync(waiting.Id, default))!;
        Assert.Equal((DeliveryAction.Publish, DeliveryState.Queued), (untouched.Action, untouched.State));
    }

    [StoreFact]
    public async Task A_post_that_goes_takes_its_copies_along_and_gives_up_what_waits()
    {
        var (target, post) = await TargetAndPostAsync();
        var other = Samples.Target("@other");
        await Outbox.SaveTargetAsync(other, default);
        var (there, waiting) = (Samples.Delivery(post, target), Samples.Delivery(post, other, Now.AddHours(1)));
        await Store.Posts.StoreAsync(post.Next(), there, waiting);
        await AcceptAsync(there.Id);

        await WithdrawAsync(post.Next().Next());

        var delete = (await Outbox.FindAsync(there.Id, default))!;
        Assert.Equal((DeliveryAction.Delete, DeliveryState.Queued, "99"), (delete.Action, delete.State, delete.RemoteId));
        Assert.Equal(DeliveryState.Withdrawn, (await Outbox.FindAsync(waiting.Id, default))!.State);
    }

    [StoreFact]
    public async Task What_the_post_does_during_a_call_follows_when_the_call_has_ended()
    {
        var (target, post) = await TargetAndPostAsync();
        await Store.Posts.StoreAsync(post.Next(), Samples.Delivery(post, target));
        var claimed = Assert.Single(await ClaimAsync("one")).Delivery;
        await Outbox.BeginAttemptAsync(claimed, "text", Now, default);

        await WithdrawAsync(post.Next().Next());
        Assert.Equal(DeliveryAction.Delete, (await Outbox.FindAsync(claimed.Id, default))!.Next);
        await Outbox.CompleteAsync(claimed with { RemoteId = "99" }, DeliveryState.Accepted, "Delivered", null, Now, default);

        var after = (await Outbox.FindAsync(claimed.Id, default))!;
        Assert.Equal((DeliveryAction.Delete, DeliveryState.Queued, (DeliveryAction?)null), (after.Action, after.State, after.Next));
    }

    [StoreFact]
    public async Task A_copy_that_never_came_about_is_given_up_with_its_post()
    {
        var (target, post) = await TargetAndPostAsync();
        await Store.Posts.StoreAsync(post.Next(), Samples.Delivery(post, target));
        var claimed = Assert.Single(await ClaimAsync("one")).Delivery;
        await Outbox.BeginAttemptAsync(claimed, "text", Now, default);

        await WithdrawAsync(post.Next().Next());
        await Outbox.CompleteAsync(claimed, DeliveryState.Queued, "RetryLater", null, Now, default);

        Assert.Equal(DeliveryState.Withdrawn, (await Outbox.FindAsync(claimed.Id, default))!.State);
    }

    [StoreFact]
    public async Task Copies_are_looked_at_when_it_is_time_and_only_once_seen()
    {
        var (target, post) = await TargetAndPostAsync();
        var delivery = Samples.Delivery(post, target);
        await Store.Posts.StoreAsync(post.Next(), delivery);
        await AcceptAsync(delivery.Id, Now.AddMinutes(3));

        Assert.Empty(await ToSeeAsync(Now));
        var due = Assert.Single(await ToSeeAsync(Now.AddMinutes(3)));
        Assert.Equal(Now.AddMinutes(3), due.LookAt);

        // It is somebody's now, until it was looked at or the claim ends.
        Assert.Empty(await ToSeeAsync(Now.AddMinutes(4)));
        Assert.Single(await ToSeeAsync(Now.AddMinutes(14)));
        await Outbox.NoteSightAsync(due with { State = DeliveryState.Seen, LookAt = null, Looks = 1 }, Now, default);

        Assert.Empty(await ToSeeAsync(Now.AddDays(1)));
        var seen = (await Outbox.FindAsync(delivery.Id, default))!;
        Assert.Equal((DeliveryState.Seen, 1), (seen.State, seen.Looks));
    }

    [StoreFact]
    public async Task A_seen_copy_is_looked_at_again_until_its_text_was_read_back()
    {
        var (target, post) = await TargetAndPostAsync();
        var delivery = Samples.Delivery(post, target);
        await Store.Posts.StoreAsync(post.Next(), delivery);
        await AcceptAsync(delivery.Id, Now.AddMinutes(3));
        var due = Assert.Single(await ToSeeAsync(Now.AddMinutes(3)));
        var seen = due with { State = DeliveryState.Seen, LookAt = Now.AddMinutes(6), Looks = 1 };
        await Outbox.NoteSightAsync(seen, Now, default);

        await Outbox.NoteReadBackAsync(seen with { Fence = due.Fence - 1, IsReadBack = true, KeptText = "of an older text" }, Now, default);
        var again = Assert.Single(await ToSeeAsync(Now.AddMinutes(6)));
        await Outbox.NoteReadBackAsync(again with { IsReadBack = true, KeptText = "less", Looks = 2 }, Now, default);
        await Outbox.NoteReadBackAsync(again with { IsReadBack = true, KeptText = "somebody else was late" }, Now, default);

        Assert.Null(again.KeptText);
        Assert.Empty(await ToSeeAsync(Now.AddDays(1)));
        var read = (await Outbox.FindAsync(delivery.Id, default))!;
        Assert.Equal((DeliveryState.Seen, true, "less", 2), (read.State, read.IsReadBack, read.KeptText, read.Looks));
    }

    [StoreFact]
    public async Task In_quarantine_nothing_is_claimed_and_afterwards_everything_is_looked_for_first()
    {
        var (target, post) = await TargetAndPostAsync();
        await Store.Posts.StoreAsync(post.Next(), Samples.Delivery(post, target));
        Assert.Null(await Outbox.FindSealAsync(default));

        await Outbox.SaveSealAsync(new OutboxSeal("token", Now, "It was restored."), default);
        Assert.Empty(await ClaimAsync("one"));
        Assert.Null(await Outbox.FindNextDueAsync(default));

        await Outbox.ReleaseOutboxAsync(Now, default);
        Assert.Equal(new OutboxSeal("token", Now, null), await Outbox.FindSealAsync(default));
        Assert.True(Assert.Single(await ClaimAsync("one")).MustLookFirst);
    }

    [StoreFact]
    public async Task What_a_copy_had_claimed_and_not_begun_is_looked_for_first_after_a_quarantine_too()
    {
        var (target, post) = await TargetAndPostAsync();
        await Store.Posts.StoreAsync(post.Next(), Samples.Delivery(post, target));
        var claimed = Assert.Single(await ClaimAsync("one"));

        await Outbox.SaveSealAsync(new OutboxSeal("token", Now, "It was restored."), default);
        await Outbox.ReleaseOutboxAsync(Now, default);

        Assert.False(await Outbox.BeginAttemptAsync(claimed.Delivery, "text", Now, default));
        Assert.True(Assert.Single(await ClaimAsync("two")).MustLookFirst);
    }

    [StoreFact]
    public async Task Nothing_is_due_where_nothing_waits()
    {
        Assert.Null(await Outbox.FindNextDueAsync(default));
        Assert.Empty(await ClaimAsync("one"));
        Assert.Empty(await Outbox.CountByStateAsync(default));
    }

    private Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(string owner, DateTimeOffset? at = null) => Outbox.ClaimAsync(owner, at ?? Now, Lease, 10, default);

    private async Task AcceptAsync(Guid id, DateTimeOffset? lookAt = null)
    {
        var claimed = (await ClaimAsync("one")).Single(c => c.Delivery.Id == id).Delivery;
        await Outbox.BeginAttemptAsync(claimed, "text", Now, default);
        await Outbox.CompleteAsync(claimed with { RemoteId = "99", LookAt = lookAt }, DeliveryState.Accepted, "Delivered", null, Now, default);
    }

    private Task<PostSaved> WithdrawAsync(Post post) => Store.Posts.SaveAsync(
        new PostChange { Post = post with { Status = PostStatus.Deleted }, ExpectedRevision = post.Revision - 1, Origin = "test", Copies = CopyChange.Withdraw }, default);

    private async Task<Delivery> OneClaimAsync()
    {
        var (target, post) = await TargetAndPostAsync();
        await Store.Posts.StoreAsync(post.Next(), Samples.Delivery(post, target));
        return Assert.Single(await ClaimAsync("one")).Delivery;
    }

    private async Task<(SyndicationTarget Target, Post Post)> TargetAndPostAsync()
    {
        var target = Samples.Target();
        return (target, await PostAsync(target));
    }

    private async Task<Post> PostAsync(params SyndicationTarget[] targets)
    {
        foreach (var target in targets)
        {
            await Outbox.SaveTargetAsync(target, default);
        }

        return await Store.Posts.StoreAsync(Samples.Post());
    }

    private async Task<(TargetState, string?)> StateAsync(SyndicationTarget target) =>
        await Outbox.FindTargetAsync(target.Id, default) is { } t ? (t.State, t.Reason) : default;

    private async Task<IEnumerable<(DeliveryState, string?)>> StatesAsync(Post post) =>
        (await Outbox.ListForPostAsync(post.Id, default)).Select(d => (d.State, d.Reason));

    private Task<IReadOnlyList<Delivery>> ToSeeAsync(DateTimeOffset now) => Outbox.ClaimToSeeAsync(now, now.AddMinutes(10), 10, default);
}
