using Blog.Syndication;

namespace Blog.Posts;

/// <summary>
/// The only door through which a post changes: desk, content folder, import, API and scheduler all come here. One save is one
/// transaction (post, revision, redirects, search, deliveries, content version), and the page is live when it returns;
/// no network is waited for.
/// </summary>
public sealed class Publisher(
    IPostStore posts, ISyndicationStore syndication, PostComposer composer, PostHtml html, PublishEffects effects, TimeProvider time)
{
    /// <summary>Saves what <paramref name="draft"/> says. See <see cref="PublishOutcome"/> for what can come back; it throws only if the store is broken.</summary>
    public async Task<PublishResult> SaveAsync(PostDraft draft, CancellationToken ct)
    {
        if (PostComposer.Validate(draft) is { } problem)
        {
            return new PublishResult(PublishOutcome.Invalid, null, problem);
        }

        var known = draft.Id is { } id ? await posts.FindAsync(id, ct) : null;
        if (draft.Id is not null && known is null)
        {
            return new PublishResult(PublishOutcome.NotFound, null, "This post does not exist (any more). What you wrote was not saved: copy it into a new post.");
        }

        if (known is not null && draft.ExpectedRevision is { } expected && expected != known.Revision)
        {
            return Stale(known);
        }

        RenderedMarkdown rendered;
        try
        {
            (rendered, var cover) = await html.RenderAsync(CleanText.From(draft.Markdown), draft.Cover, draft.ResolveMedia, ct);
            draft = draft with { Cover = cover };
        }
        catch (MarkdownTooComplexException e)
        {
            return new PublishResult(PublishOutcome.Invalid, known, e.Message);
        }

        // A slug that two posts want at the same moment is decided by the unique index; the loser takes the next number.
        for (var attempt = 0; ; attempt++)
        {
            var post = await composer.ComposeAsync(draft, known, rendered, attempt, ct);
            if (known is not null && PostComposer.IsSame(known, post) && draft.Targets.Count == 0 && draft.Aliases.Count == 0)
            {
                return new PublishResult(PublishOutcome.Unchanged, known);
            }

            var deliveries = await QueueAsync(draft, post, ct);
            var saved = await posts.SaveAsync(
                new PostChange
                {
                    Post = post,
                    ExpectedRevision = known?.Revision ?? 0,
                    Redirects = Redirects(draft, known, post),
                    Deliveries = deliveries,
                    Copies = CopiesOf(known, post),
                    Origin = draft.Origin,
                    Media = PostHtml.MediaOf(post),
                    TouchesLists = post.IsPublic || known is { IsPublic: true },
                },
                ct);

            switch (saved.Conflict)
            {
                case SaveConflict.None:
                    effects.Saved(post.Id, saved, deliveries.Count > 0 || known is not null, post.Status == PostStatus.Scheduled);
                    return new PublishResult(PublishOutcome.Saved, post with { ContentVersion = saved.PostVersion });
                case SaveConflict.SlugTaken when attempt < 50:
                    continue;
                case SaveConflict.Stale or SaveConflict.SourceTaken:
                    return Stale(known);
                default:
                    return new PublishResult(PublishOutcome.Invalid, known, "No free address was found for this title. Choose another slug; nothing was saved.");
            }
        }
    }

    /// <summary>Takes a post away: its address answers 410 for ever. The revisions stay.</summary>
    public Task<PublishResult> DeleteAsync(Guid id, string origin, CancellationToken ct) => ChangeStatusAsync(id, PostStatus.Deleted, origin, onlyIf: null, ct);

    /// <summary>Takes a post from the site and leaves its copies alone for now: it can be brought back.</summary>
    public Task<PublishResult> SetAsideAsync(Guid id, CancellationToken ct) => ChangeStatusAsync(id, PostStatus.Deleted, "desk", onlyIf: null, ct, CopyChange.None);

    /// <summary>Brings back what was set aside, if nobody changed it since; its copies are as they were.</summary>
    public Task<PublishResult> BringBackAsync(Guid id, PostStatus status, int revision, CancellationToken ct) =>
        ChangeStatusAsync(id, status, "desk", known => known.Status == PostStatus.Deleted && known.Revision == revision, ct, CopyChange.None);

    /// <summary>Takes away the copies of a deleted post; one that is not (any more) deleted is left alone.</summary>
    public async Task<PublishResult> WithdrawCopiesAsync(Guid id, CancellationToken ct)
    {
        if (await posts.FindAsync(id, ct) is not { Status: PostStatus.Deleted } known)
        {
            return new PublishResult(PublishOutcome.Unchanged, null);
        }

        var gone = known with { Revision = known.Revision + 1, UpdatedAt = time.GetUtcNow() };
        var saved = await posts.SaveAsync(
            new PostChange { Post = gone, ExpectedRevision = known.Revision, Copies = CopyChange.Withdraw, Origin = "desk", TouchesLists = false }, ct);
        if (saved.Conflict != SaveConflict.None)
        {
            return Stale(known);
        }

        effects.Saved(id, saved, queued: true, scheduled: false);
        return new PublishResult(PublishOutcome.Saved, gone with { ContentVersion = saved.PostVersion });
    }

    /// <summary>Makes a public post a draft again: its address answers 404 until it is published again.</summary>
    public Task<PublishResult> UnpublishAsync(Guid id, string origin, CancellationToken ct) => ChangeStatusAsync(id, PostStatus.Draft, origin, onlyIf: null, ct);

    /// <summary>
    /// Publishes a scheduled post whose time has come; the scheduler's call. A post that its author took off the schedule, or moved to a
    /// later time, in the same moment stays as it is (<see cref="PublishOutcome.Unchanged"/>).
    /// </summary>
    public Task<PublishResult> PublishDueAsync(Guid id, CancellationToken ct) =>
        ChangeStatusAsync(id, PostStatus.Published, "scheduler", known => known.Status == PostStatus.Scheduled && known.PublishedAt <= time.GetUtcNow(), ct);

    /// <summary>Queues copies of an already public post; a target that has one (or one under way) is skipped.</summary>
    public async Task<PublishResult> SyndicateAsync(Guid id, IReadOnlyList<Guid> targets, CancellationToken ct)
    {
        if (await posts.FindAsync(id, ct) is not { } known)
        {
            return new PublishResult(PublishOutcome.NotFound, null, "This post does not exist.");
        }

        return await SaveAsync(AsDraft(known) with { Targets = targets, ExpectedRevision = known.Revision }, ct);
    }

    /// <summary>
    /// Takes in a text from its source after the post was edited here: it becomes a further revision, and what is stored here stays current
    /// (its <see cref="PostSource.Revision"/> is negative then). If both say the same, the source is followed again.
    /// </summary>
    public async Task<PublishResult> KeepAsideAsync(PostDraft theirs, CancellationToken ct)
    {
        if (PostComposer.Validate(theirs) is { } problem)
        {
            return new PublishResult(PublishOutcome.Invalid, null, problem);
        }

        if (theirs.Id is not { } id || theirs.Source is not { } source || await posts.FindAsync(id, ct) is not { } known)
        {
            return new PublishResult(PublishOutcome.NotFound, null, "This post does not exist (any more).");
        }

        var markdown = CleanText.From(theirs.Markdown);
        if (known.Markdown.AsSpan().Trim().SequenceEqual(markdown.AsSpan().Trim()) && known.Title == theirs.Title)
        {
            return await SaveAsync(theirs, ct);
        }

        var revision = known.Revision + 1;
        var kept = known with { Revision = revision, Source = source with { Revision = -revision } };
        var aside = new PostRevision(id, 0, time.GetUtcNow(), theirs.Origin, theirs.Title, markdown, theirs.Excerpt);
        var saved = await posts.SaveAsync(
            new PostChange { Post = kept, ExpectedRevision = theirs.ExpectedRevision ?? known.Revision, Origin = "desk", AlsoKeep = aside, TouchesLists = false },
            ct);
        if (saved.Conflict != SaveConflict.None)
        {
            return Stale(known);
        }

        effects.Saved(id, saved, queued: false, scheduled: false);
        return new PublishResult(PublishOutcome.Saved, kept with { ContentVersion = saved.PostVersion });
    }

    /// <summary>The post as input again, so that one member can be changed and the rest stays.</summary>
    public static PostDraft AsDraft(Post post) => new()
    {
        Id = post.Id,
        Title = post.Title,
        Slug = post.Slug,
        Markdown = post.Markdown,
        Excerpt = post.ExcerptIsOwn ? post.Excerpt : null,
        Tags = [.. post.Tags.Select(t => t.Name)],
        Authors = post.Authors,
        Language = post.Language,
        Cover = post.Cover,
        Status = post.Status,
        PublishedAt = post.PublishedAt,
        ZoneId = post.ZoneId,
        CanonicalUrl = post.CanonicalUrl,
        Source = post.Source,
        Extra = post.Extra,
    };

    private async Task<PublishResult> ChangeStatusAsync(Guid id, PostStatus status, string origin, Func<Post, bool>? onlyIf, CancellationToken ct, CopyChange? copies = null)
    {
        if (await posts.FindAsync(id, ct) is not { } known)
        {
            return new PublishResult(PublishOutcome.NotFound, null, "This post does not exist.");
        }

        if (known.Status == status || onlyIf?.Invoke(known) == false)
        {
            return new PublishResult(PublishOutcome.Unchanged, known);
        }

        var revision = known.Revision + 1;
        var changed = known with { Status = status, Revision = revision, UpdatedAt = time.GetUtcNow() };
        if (status == PostStatus.Published && known.Source is { } source && source.Revision == known.Revision)
        {
            // Its time came; nobody edited it.
            changed = changed with { Source = source with { Revision = revision } };
        }

        var saved = await posts.SaveAsync(
            new PostChange { Post = changed, ExpectedRevision = known.Revision, Copies = copies ?? CopiesOf(known, changed), Origin = origin }, ct);
        if (saved.Conflict != SaveConflict.None)
        {
            return Stale(known);
        }

        effects.Saved(id, saved, queued: true, scheduled: status == PostStatus.Scheduled);
        return new PublishResult(PublishOutcome.Saved, changed with { ContentVersion = saved.PostVersion });
    }

    private static PublishResult Stale(Post? known) => new(
        PublishOutcome.Stale,
        known,
        "Somebody saved another version meanwhile. Yours was not written over it: compare the two and save again.");

    private static List<string> Redirects(PostDraft draft, Post? known, Post post)
    {
        var old = draft.Aliases.Where(a => a.StartsWith('/') && a != post.Path).ToList();
        if (known is { Path.Length: > 0 } && post.Path.Length > 0 && known.Path != post.Path)
        {
            old.Add(known.Path);
        }

        return old;
    }

    // An edit never makes a new copy; it reaches those that are there, if what a copy is made of has changed.
    private static CopyChange CopiesOf(Post? known, Post post) => known switch
    {
        null => CopyChange.None,
        _ when !post.IsPublic && post.Status != PostStatus.Scheduled => known.IsPublic || known.Status == PostStatus.Scheduled ? CopyChange.Withdraw : CopyChange.None,
        _ when post.IsPublic && (known.Title != post.Title || known.Excerpt != post.Excerpt || known.Path != post.Path || !known.Tags.SequenceEqual(post.Tags)) => CopyChange.Edit,
        _ => CopyChange.None,
    };

    private async Task<List<Delivery>> QueueAsync(PostDraft draft, Post post, CancellationToken ct)
    {
        if (draft.Targets.Count == 0 || !(post.IsPublic || post.Status == PostStatus.Scheduled))
        {
            return [];
        }

        var now = time.GetUtcNow();
        var existing = await syndication.ListForPostAsync(post.Id, ct);
        var queued = new List<Delivery>();
        var homeAt = post.Status == PostStatus.Scheduled ? post.PublishedAt!.Value : now;
        foreach (var targetId in draft.Targets.Distinct())
        {
            DateTimeOffset? ownTime = draft.OwnTimes.TryGetValue(targetId, out var chosen) && chosen > homeAt ? chosen : null;
            var target = await syndication.FindTargetAsync(targetId, ct);
            if (target is null || existing.Any(d => d.TargetId == targetId && d.State is not DeliveryState.Withdrawn))
            {
                continue;
            }

            queued.Add(new Delivery
            {
                Id = Guid.CreateVersion7(now),
                PostId = post.Id,
                TargetId = targetId,
                Network = target.Network,
                Action = DeliveryAction.Publish,
                State = DeliveryState.Queued,
                OwnText = draft.OwnTexts.GetValueOrDefault(targetId),
                Comment = draft.Comments.GetValueOrDefault(targetId),
                OwnTime = ownTime,
                NotBefore = ownTime ?? homeAt,
                CreatedAt = now,
                UpdatedAt = now,
            });
        }

        return queued;
    }
}
