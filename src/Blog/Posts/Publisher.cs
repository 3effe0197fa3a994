using System.Globalization;
using System.Text;
using Blog.Site;
using Blog.Syndication;

namespace Blog.Posts;

/// <summary>
/// The only door through which a post changes: desk, content folder, import, API and scheduler all come here. One save is one
/// transaction (post, revision, redirects, search, deliveries, content version), and the page is live when it returns;
/// no network is waited for.
/// </summary>
public sealed class Publisher(
    IPostStore posts, ISyndicationStore syndication, SiteInfo site, MarkdownRenderer renderer, PublishEffects effects, TimeProvider time)
{
    /// <summary>Longest text that is accepted, in UTF-8 bytes. A book of 300 pages has less.</summary>
    public const int MaxMarkdownBytes = 2 * 1024 * 1024;

    private const int MaxTitleLength = 300;

    /// <summary>Saves what <paramref name="draft"/> says. See <see cref="PublishOutcome"/> for what can come back; it throws only if the store is broken.</summary>
    public async Task<PublishResult> SaveAsync(PostDraft draft, CancellationToken ct)
    {
        if (Validate(draft) is { } problem)
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
            rendered = renderer.Render(CleanText.From(draft.Markdown), draft.ResolveMedia);
        }
        catch (MarkdownTooComplexException e)
        {
            return new PublishResult(PublishOutcome.Invalid, known, e.Message);
        }

        // A slug that two posts want at the same moment is decided by the unique index; the loser takes the next number.
        for (var attempt = 0; ; attempt++)
        {
            var post = await ComposeAsync(draft, known, rendered, attempt, ct);
            if (known is not null && IsSame(known, post) && draft.Targets.Count == 0 && draft.Aliases.Count == 0)
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
                    Origin = draft.Origin,
                    TouchesLists = post.IsPublic || known is { IsPublic: true },
                },
                ct);

            switch (saved.Conflict)
            {
                case SaveConflict.None:
                    effects.Saved(post.Id, saved, deliveries.Count > 0, post.Status == PostStatus.Scheduled);
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
        if (Validate(theirs) is { } problem)
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

    private async Task<PublishResult> ChangeStatusAsync(Guid id, PostStatus status, string origin, Func<Post, bool>? onlyIf, CancellationToken ct)
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

        var saved = await posts.SaveAsync(new PostChange { Post = changed, ExpectedRevision = known.Revision, Origin = origin }, ct);
        if (saved.Conflict != SaveConflict.None)
        {
            return Stale(known);
        }

        effects.Saved(id, saved, queued: true, scheduled: false);
        return new PublishResult(PublishOutcome.Saved, changed with { ContentVersion = saved.PostVersion });
    }

    private static PublishResult Stale(Post? known) => new(
        PublishOutcome.Stale,
        known,
        "Somebody saved another version meanwhile. Yours was not written over it: compare the two and save again.");

    private static string? Validate(PostDraft draft)
    {
        var bytes = Encoding.UTF8.GetByteCount(draft.Markdown);
        if (bytes > MaxMarkdownBytes)
        {
            return string.Create(CultureInfo.InvariantCulture, $"The text has {bytes / 1048576.0:0.0} MB; at most {MaxMarkdownBytes / 1048576} MB can be stored as one post. Nothing was saved: split it, or move embedded pictures into files.");
        }

        if (draft.Title?.Length > MaxTitleLength)
        {
            return $"The title has {draft.Title.Length} characters; at most {MaxTitleLength} fit. Nothing was saved.";
        }

        if (string.IsNullOrWhiteSpace(draft.Title) && string.IsNullOrWhiteSpace(draft.Markdown) && draft.Status != PostStatus.Draft)
        {
            return "There is neither a title nor a text yet. Write something, then publish; nothing was saved.";
        }

        if (draft.ZoneId is { Length: > 0 } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            return $"“{zone}” is not a known time zone. Use a name such as Europe/Madrid; nothing was saved.";
        }

        if (draft.CanonicalUrl is { Length: > 0 } url && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
        {
            return "The original’s address must start with http:// or https://. Nothing was saved.";
        }

        return null;
    }

    private async Task<Post> ComposeAsync(PostDraft draft, Post? known, RenderedMarkdown rendered, int attempt, CancellationToken ct)
    {
        var settings = await site.SettingsAsync(ct);
        var now = time.GetUtcNow();
        var zone = Choose(draft.ZoneId, known?.ZoneId, settings.ZoneId);
        var status = draft.Status;
        var publishedAt = draft.PublishedAt ?? (draft.DropsDate ? null : known?.PublishedAt) ?? (status is PostStatus.Published or PostStatus.Unlisted ? now : null);
        if (status == PostStatus.Published && publishedAt > now)
        {
            status = PostStatus.Scheduled;
        }

        var title = string.IsNullOrWhiteSpace(draft.Title) ? null : CleanText.From(draft.Title).Trim();
        var slug = await FreeSlugAsync(draft, known, title, rendered.Text, now, attempt, ct);
        var own = string.IsNullOrWhiteSpace(draft.Excerpt) ? null : CleanText.From(draft.Excerpt).Trim();

        var post = new Post
        {
            Id = known?.Id ?? Guid.CreateVersion7(now),
            Revision = (known?.Revision ?? 0) + 1,
            Title = title,
            Slug = slug,
            Path = PathOf(slug, status, publishedAt, zone, known),
            Markdown = CleanText.From(draft.Markdown),
            Html = rendered.Html,
            Text = rendered.Text,
            Excerpt = own ?? Excerpt.From(Lead.Of(rendered.Html, rendered.Text)),
            ExcerptIsOwn = own is not null,
            Tags = TagsOf(draft.Tags),
            Authors = draft.Authors.Count > 0 ? [.. draft.Authors.Select(a => a with { Name = CleanText.From(a.Name) })] : known?.Authors is { Count: > 0 } authors ? authors : [await site.OwnerBylineAsync(ct)],
            Language = Choose(draft.Language, known?.Language, settings.Language),
            Cover = draft.Cover,
            Status = status,
            PublishedAt = publishedAt,
            ZoneId = zone,
            CreatedAt = known?.CreatedAt ?? now,
            UpdatedAt = now,
            CanonicalUrl = string.IsNullOrWhiteSpace(draft.CanonicalUrl) ? null : draft.CanonicalUrl,
            WordCount = rendered.WordCount,
            Source = known?.Source,
            Extra = draft.Extra ?? known?.Extra,
            ContentVersion = known?.ContentVersion ?? 0,
            LetterCount = known?.LetterCount ?? 0,
        };
        return WithSource(post, draft, known);
    }

    private static Post WithSource(Post post, PostDraft draft, Post? known)
    {
        if (draft.Source is { } read && read.Hash != known?.Source?.Hash)
        {
            return post with { Source = read with { Revision = post.Revision } };
        }

        // Publishing or sending what was read is no edit: the source may go on changing the post.
        return known?.Source is { } source && source.Revision == known.Revision
            && IsSame(known, post with { Status = known.Status, PublishedAt = known.PublishedAt, Path = known.Path })
            ? post with { Source = source with { Revision = post.Revision } }
            : post;
    }

    private async Task<string> FreeSlugAsync(PostDraft draft, Post? known, string? title, string text, DateTimeOffset now, int attempt, CancellationToken ct)
    {
        var wished = Slug.From(string.IsNullOrWhiteSpace(draft.Slug) ? known?.Slug ?? title ?? Excerpt.From(text, 60) : draft.Slug);
        if (wished.Length == 0 || SiteInfo.IsReservedSegment(wished))
        {
            wished = wished.Length == 0 ? now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture) : wished + "-1";
        }

        if (known is not null && wished == known.Slug)
        {
            return wished;
        }

        for (var n = 1 + attempt; ; n++)
        {
            var candidate = n == 1 ? wished : string.Create(CultureInfo.InvariantCulture, $"{wished}-{n}");
            if (await posts.FindBySlugAsync(candidate, ct) is not { } other || other.Id == known?.Id)
            {
                return candidate;
            }
        }
    }

    /// <summary>The address of a post with this slug; empty for one that is not public.</summary>
    internal static string PathOf(string slug, PostStatus status, DateTimeOffset? publishedAt, string zone, Post? known = null)
    {
        if (status == PostStatus.Unlisted)
        {
            return "/" + slug;
        }

        if (publishedAt is not { } at || status is not (PostStatus.Published or PostStatus.Scheduled))
        {
            // A post that was public keeps its address while it is a draft or deleted: 404 or 410 answer there.
            return known is { Path.Length: > 0 } && known.Slug == slug ? known.Path : "";
        }

        return string.Create(CultureInfo.InvariantCulture, $"/{TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(zone)).Year:0000}/{slug}");
    }

    private static List<string> Redirects(PostDraft draft, Post? known, Post post)
    {
        var old = draft.Aliases.Where(a => a.StartsWith('/') && a != post.Path).ToList();
        if (known is { Path.Length: > 0 } && post.Path.Length > 0 && known.Path != post.Path)
        {
            old.Add(known.Path);
        }

        return old;
    }

    private async Task<List<Delivery>> QueueAsync(PostDraft draft, Post post, CancellationToken ct)
    {
        if (draft.Targets.Count == 0 || !(post.IsPublic || post.Status == PostStatus.Scheduled))
        {
            return [];
        }

        var now = time.GetUtcNow();
        var existing = await syndication.ListForPostAsync(post.Id, ct);
        var queued = new List<Delivery>();
        foreach (var targetId in draft.Targets.Distinct())
        {
            var target = await syndication.FindTargetAsync(targetId, ct);
            if (target is null || existing.Any(d => d.TargetId == targetId && d.Action == DeliveryAction.Publish && d.State is not DeliveryState.Withdrawn))
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
                NotBefore = post.Status == PostStatus.Scheduled ? post.PublishedAt!.Value : now,
                CreatedAt = now,
                UpdatedAt = now,
            });
        }

        return queued;
    }

    private static IReadOnlyList<Tag> TagsOf(IReadOnlyList<string> names) =>
        [.. names.Select(n => CleanText.From(n).Trim()).Where(n => n.Length is > 0 and <= 100)
            .Select(n => new Tag(n, Slug.From(n))).Where(t => t.Slug.Length > 0).DistinctBy(t => t.Slug).Take(50)];

    private static bool IsSame(Post a, Post b) =>
        a.Title == b.Title && a.Slug == b.Slug && a.Path == b.Path && a.Markdown == b.Markdown && a.Html == b.Html && a.Excerpt == b.Excerpt
        && a.ExcerptIsOwn == b.ExcerptIsOwn && a.Tags.SequenceEqual(b.Tags) && a.Authors.SequenceEqual(b.Authors) && a.Language == b.Language
        && a.Cover == b.Cover && a.Status == b.Status && a.PublishedAt == b.PublishedAt && a.ZoneId == b.ZoneId
        && a.CanonicalUrl == b.CanonicalUrl && a.Extra == b.Extra && a.Source?.Hash == b.Source?.Hash;

    private static string Choose(string? first, string? second, string last) =>
        !string.IsNullOrWhiteSpace(first) ? first : !string.IsNullOrWhiteSpace(second) ? second : last;
}
