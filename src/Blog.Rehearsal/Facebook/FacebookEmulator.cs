using System.Globalization;
using System.Text.Json;
using Blog.Rehearsal.Wire;

namespace Blog.Rehearsal.Facebook;

/// <summary>
/// Facebook Pages on this machine: apps, people, consent, tokens, Pages and their posts with the rules of the real one. API and pages lie below
/// one base: what has a version or a token is the API, the rest is what a browser sees.
/// </summary>
public sealed class FacebookEmulator : Emulator
{
    private const int OldestMajor = 22;

    private readonly Lock _gate = new();
    private readonly FacebookWorld _world;
    private readonly FacebookSigning _signing;
    private readonly FacebookDialog _dialog;
    private readonly FacebookReading _reading;
    private readonly FacebookWriting _writing;
    private readonly FacebookPages _pages;
    private readonly FacebookLimits _limits;

    /// <summary>Empty: no app, nobody, no Page.</summary>
    public FacebookEmulator(TimeProvider time)
    {
        _world = new FacebookWorld(time, Weather);
        _signing = new FacebookSigning(_world);
        _dialog = new FacebookDialog(_world);
        _reading = new FacebookReading(_world);
        _writing = new FacebookWriting(_world, _reading);
        _pages = new FacebookPages(_world);
        _limits = new FacebookLimits(_world);
        Cast = new FacebookCast(_world, _gate, OnChanged);
    }

    /// <summary>Most posts that are kept; the oldest give way.</summary>
    public int MaxPosts
    {
        get => _world.MaxPosts;
        init => _world.MaxPosts = value;
    }

    /// <summary>Most photos that are kept; the oldest give way.</summary>
    public int MaxPhotos
    {
        get => _world.MaxPhotos;
        init => _world.MaxPhotos = value;
    }

    /// <summary>Apps, people and Pages, and what happens to them from outside.</summary>
    public FacebookCast Cast { get; }

    /// <inheritdoc/>
    public override string Network => "facebook";

    /// <summary>Posts that are there now, oldest first.</summary>
    public IReadOnlyList<StoredPost> Posts => Read(() => _world.State.Posts.ToList());

    /// <summary>Photos that are there now, used or not, oldest first.</summary>
    public IReadOnlyList<StoredPhoto> Photos => Read(() => _world.State.Photos.ToList());

    /// <summary>Comments that are there now, oldest first.</summary>
    public IReadOnlyList<StoredComment> Comments => Read(() => _world.State.Comments.ToList());

    /// <summary>Ids of posts and comments that were deleted, oldest first.</summary>
    public IReadOnlyList<string> Deleted => Read(() => _world.State.Deleted.ToList());

    /// <summary>Calls that were to make a post and reached the rules, whatever came of them.</summary>
    public int CreateCalls => Read(() => _world.CreateCalls);

    /// <inheritdoc/>
    public override IReadOnlyList<ShownPost> Shown => Read(() =>
    {
        var posts = _world.State.Posts.Select(p => new ShownPost(p.Id, _world.Page(p.PageId)?.Name ?? p.PageId, "Page", p.Message, p.CreatedAt)
        {
            Card = p.Link is { } link ? new ShownCard(link, null, null, null) : null,
            Images = [.. p.PhotoIds.Select(id => new ShownImage(id, _world.Photo(id)?.Alt ?? ""))],
            IsHidden = !_world.IsPublic(p),
            IsEdited = p.Earlier.Count > 0,
        });
        var comments = _world.State.Comments.Select(c => new ShownPost(c.Id, c.FromName, "comment", c.Message, c.CreatedAt) { InReplyTo = c.ParentId ?? c.PostId, IsEdited = c.Earlier.Count > 0 });
        return posts.Concat(comments).OrderByDescending(p => p.At).ThenByDescending(p => p.Id, StringComparer.Ordinal).ToList();
    });

    /// <inheritdoc/>
    public override WireReply Answer(WireCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        WireReply reply;
        bool isChanged;
        lock (_gate)
        {
            var before = _world.Changes;
            reply = Route(FacebookRequest.Read(call));
            isChanged = _world.Changes != before;
        }

        if (isChanged)
        {
            OnChanged();
        }

        return reply;
    }

    /// <inheritdoc/>
    public override CallKinds KindOf(WireCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return call.Path.Contains("/dialog/oauth", StringComparison.Ordinal) || call.Path.EndsWith("/oauth/access_token", StringComparison.Ordinal) || call.Path.EndsWith("/debug_token", StringComparison.Ordinal) ? CallKinds.Signing
            : call.Method is "GET" or "HEAD" ? CallKinds.Reading
            : call.Path.EndsWith("/photos", StringComparison.Ordinal) ? CallKinds.Media
            : CallKinds.Writing;
    }

    /// <inheritdoc/>
    public override WireReply Refusal(Fault fault)
    {
        var page = Read(() => _world.State.Pages.Count > 0 ? _world.State.Pages[0].Id : "1");
        return fault switch
        {
            Fault.ErrorAfterCommit => FacebookErrors.Unexpected(500),
            Fault.Unavailable => FacebookErrors.Unexpected(503),
            Fault.RateLimited => FacebookErrors.PageLimit(page, 19),
            Fault.RateLimitedWithoutReset => FacebookErrors.AppLimit,
            Fault.RateLimitedForever => FacebookErrors.PageLimit(page, (new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero) - _world.Now).TotalMinutes),
            Fault.RateLimitedRetryAfter => FacebookErrors.UserLimit.With("Retry-After", "120"),
            Fault.Unauthorized => FacebookErrors.Expired(_world.Now - TimeSpan.FromHours(1), _world.Now),
            _ => throw new InvalidOperationException($"{fault} is no refusal."),
        };
    }

    /// <inheritdoc/>
    public override void HideNewest() => Change(() =>
    {
        if (_world.State.Posts.Newest is { } newest)
        {
            _world.Replace(newest, newest with { IsHidden = true });
        }
    });

    /// <inheritdoc/>
    public override (byte[] Bytes, string MediaType)? Media(string id) =>
        Read(() => _world.Photo(id)) is { } photo ? (photo.Bytes, photo.MediaType) : null;

    /// <inheritdoc/>
    public override byte[] Store() => Read(() => JsonSerializer.SerializeToUtf8Bytes(_world.State, FacebookStateJson.Default.FacebookState));

    /// <inheritdoc/>
    public override void Restore(byte[] stored)
    {
        var state = JsonSerializer.Deserialize(stored, FacebookStateJson.Default.FacebookState) ?? throw new JsonException("It holds nothing.");
        lock (_gate)
        {
            _world.State = state;
        }
    }

    private WireReply Route(FacebookRequest request)
    {
        var path = request.Path;
        var major = MajorOf(request.Version);
        return major > _world.NewestMajor ? FacebookErrors.UnknownPath([request.Version!, .. path])
            : path is ["dialog", "oauth"] ? _dialog.Answer(request)
            : request.Version is null && request.Token is null && request.Call.Method is "GET" or "HEAD" && path is not ["oauth" or "me" or "debug_token", ..] ? _pages.Answer(request)
            : (path is ["oauth", "access_token"] ? _signing.Token(request) : Api(request)).With("facebook-api-version", string.Create(CultureInfo.InvariantCulture, $"v{Math.Max(major ?? OldestMajor, OldestMajor)}.0"));
    }

    // A version that is retired is answered by the oldest that lives.
    private static int? MajorOf(string? version) => version is null ? null : int.Parse(version.AsSpan(1, version.IndexOf('.', StringComparison.Ordinal) - 1), NumberStyles.None, CultureInfo.InvariantCulture);

    private WireReply Api(FacebookRequest request)
    {
        var (call, refused) = _world.Authenticate(request);
        return call is null ? refused! : _limits.Count(request, call, () => Serve(request, call));
    }

    private WireReply Serve(FacebookRequest request, FacebookCall call) => (request.Call.Method, request.Path) switch
    {
        ("GET", ["debug_token"]) => _signing.Inspect(request, call),
        ("GET", ["me"]) => _reading.Me(request, call),
        ("GET", ["me", "accounts"]) => _signing.Accounts(request, call),
        ("GET", ["me", "permissions"]) or ("DELETE", ["me", "permissions"]) => _signing.Permissions(request, call, null),
        ("DELETE", ["me", "permissions", var permission]) => _signing.Permissions(request, call, permission),
        ("GET", [var id, "permissions"]) when id == call.App.Id => _signing.AppPermissions(call),
        ("GET", [var id, "feed" or "posts" or "published_posts"]) when PageOf(id, call) is { } page => _reading.Posts(request, call, page),
        ("GET", [var id, "comments"]) => _reading.Comments(request, call, id),
        ("GET", [var id, "reactions"]) => _reading.Reactions(request, call, id),
        ("GET", [var id]) => _reading.Node(request, call, id),
        ("POST", [var id, "feed"]) when PageOf(id, call) is { } page => _writing.Feed(request, call, page),
        ("POST", [var id, "photos"]) when PageOf(id, call) is { } page => _writing.Photo(request, call, page),
        ("POST", [var id, "comments"]) => _writing.Comment(request, call, id),
        ("POST", [var id]) => _writing.Update(request, call, id),
        ("DELETE", [var id]) => _writing.Delete(call, id),
        (var method, [var id, "feed" or "photos" or "posts" or "published_posts"]) => FacebookErrors.Missing(method, id),
        _ => FacebookErrors.UnknownPath(request.Path),
    };

    private StoredPage? PageOf(string id, FacebookCall call) => _world.Page(id == "me" ? call.PageId : id);

    private T Read<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
        }

        OnChanged();
    }
}
