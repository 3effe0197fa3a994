using System.Data.Common;
using Blog.Site;
using Blog.Syndication;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Blog.Posts;

/// <summary>
/// Tags, publishes and deletes several posts at once, each through the one door, and undoes it for <see cref="Undo"/> afterwards. A deletion takes the posts from
/// the site at once; it reaches their copies only when it can't be undone any more, because what is deleted on a network never comes back. Kept in the
/// database, so that it also does after a restart.
/// </summary>
public sealed partial class BulkWork(
    IBulkDeeds deeds, IPostStore posts, ISyndicationStore syndication, Publisher publisher, TimeProvider time, ILogger<BulkWork> logger) : BackgroundService
{
    /// <summary>So long a deed can be undone.</summary>
    public static readonly TimeSpan Undo = TimeSpan.FromMinutes(10);

    private const int Batch = 20;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(15);

    /// <summary>Does it to each post that <paramref name="may"/> lets; the deed, and how many were left out. No deed if no post was changed.</summary>
    public async Task<(BulkDeed? Deed, int Left)> DoAsync(Guid account, BulkKind kind, string? word, IReadOnlyList<Guid> ids, Func<Post, bool> may, CancellationToken ct)
    {
        var done = new List<BulkEntry>();
        foreach (var id in ids)
        {
            if (await posts.FindAsync(id, ct) is { Status: not PostStatus.Deleted } post && may(post)
                && await ChangeAsync(post, kind, word, ct) is { Outcome: PublishOutcome.Saved, Post: { } changed })
            {
                done.Add(new BulkEntry(id, changed.Revision, post.Status));
            }
        }

        if (done.Count == 0)
        {
            return (null, ids.Count);
        }

        var now = time.GetUtcNow();
        var deed = new BulkDeed(Guid.CreateVersion7(now), account, kind, word, done, now, now + Undo, BulkState.Open);
        await deeds.AddAsync(deed, ct);
        return (deed, ids.Count - done.Count);
    }

    /// <summary>How many posts are as they were before; null if it is too late. A post that was changed since stays as it is.</summary>
    public async Task<int?> UndoAsync(BulkDeed deed, CancellationToken ct)
    {
        if (time.GetUtcNow() >= deed.ClosesAt || !await deeds.EndAsync(deed.Id, BulkState.Undone, ct))
        {
            return null;
        }

        var undone = 0;
        foreach (var entry in deed.Entries)
        {
            undone += await UndoAsync(deed, entry, ct) ? 1 : 0;
        }

        return undone;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Poll, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CloseAsync(stoppingToken);
            }
            catch (Exception e) when (e is DbException or StoreUnusableException)
            {
                Log.Unreadable(logger, e.Message);
            }
        }
    }

    // First the copies, then the mark: a process that dies in between does it again, and taking away twice does no harm.
    private async Task CloseAsync(CancellationToken ct)
    {
        foreach (var deed in await deeds.ListOverAsync(time.GetUtcNow(), Batch, ct))
        {
            foreach (var entry in deed.Kind == BulkKind.Delete ? deed.Entries : [])
            {
                await publisher.WithdrawCopiesAsync(entry.PostId, ct);
            }

            await deeds.EndAsync(deed.Id, BulkState.Closed, ct);
        }
    }

    private async Task<PublishResult> ChangeAsync(Post post, BulkKind kind, string? word, CancellationToken ct) => kind switch
    {
        BulkKind.Tag => await publisher.SaveAsync(Publisher.AsDraft(post) with { ExpectedRevision = post.Revision, Tags = [.. post.Tags.Select(t => t.Name), word!] }, ct),
        BulkKind.Publish when post.Status == PostStatus.Draft =>
            await publisher.SaveAsync(Publisher.AsDraft(post) with { ExpectedRevision = post.Revision, Status = PostStatus.Published }, ct),
        BulkKind.Delete => await publisher.SetAsideAsync(post.Id, ct),
        _ => new PublishResult(PublishOutcome.Unchanged, post),
    };

    private async Task<bool> UndoAsync(BulkDeed deed, BulkEntry entry, CancellationToken ct)
    {
        if (await posts.FindAsync(entry.PostId, ct) is not { } post || post.Revision != entry.Revision)
        {
            return false;
        }

        var result = deed.Kind switch
        {
            BulkKind.Tag => await publisher.SaveAsync(
                Publisher.AsDraft(post) with { ExpectedRevision = post.Revision, Tags = [.. post.Tags.Where(t => t.Slug != Slug.From(deed.Word!)).Select(t => t.Name)] }, ct),
            BulkKind.Publish => await publisher.UnpublishAsync(post.Id, "desk", ct),
            _ => await publisher.BringBackAsync(post.Id, entry.Before, entry.Revision, ct),
        };
        if (deed.Kind == BulkKind.Delete && result is { Outcome: PublishOutcome.Saved, Post: { } back })
        {
            await SendStoppedAsync(deed, back, ct);
        }

        return result.Outcome == PublishOutcome.Saved;
    }

    // A copy whose turn came while its post was away was stopped; nothing of it is out.
    private async Task SendStoppedAsync(BulkDeed deed, Post post, CancellationToken ct)
    {
        var stopped = (await syndication.ListForPostAsync(post.Id, ct)).Where(d => d is { State: DeliveryState.Withdrawn, RemoteId: null } && d.UpdatedAt >= deed.DoneAt).ToList();
        if (stopped.Count > 0)
        {
            var own = stopped.Where(d => d.OwnText is not null).DistinctBy(d => d.TargetId).ToDictionary(d => d.TargetId, d => d.OwnText!);
            await publisher.SaveAsync(
                Publisher.AsDraft(post) with { ExpectedRevision = post.Revision, Targets = [.. stopped.Select(d => d.TargetId).Distinct()], OwnTexts = own }, ct);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "What can no longer be undone could not be brought to its end; it is tried again. {Reason}")]
        public static partial void Unreadable(ILogger logger, string reason);
    }
}
