using System.Text.Json.Nodes;
using Blog.Networks.X;
using Blog.Rehearsal.Wire;

namespace Blog.Rehearsal.X;

/// <content>What tests and the practice mode see of the state, and what they can switch.</content>
public sealed partial class XEmulator
{
    private static readonly string[] AllScopes = ["tweet.read", "tweet.write", "tweet.moderate.write", "users.read", "media.write", "like.read", "offline.access"];

    /// <summary>Answer to every call of the API; null: it works.</summary>
    public XRefusal? Refusing { get; set; }

    /// <summary>Posts that are there now, oldest first.</summary>
    public IReadOnlyList<XPost> Posts => Read(() => _state.Posts.ToList());

    /// <summary>Posts that were deleted, in the order of their deletion.</summary>
    public IReadOnlyList<XPost> Deleted => Read(() => _state.Deleted.ToList());

    /// <summary>How often a post was asked for, refused calls included.</summary>
    public int CreateCalls => Read(() => _writing.Calls);

    /// <summary>Refreshes of tokens that were answered well.</summary>
    public int Refreshes => Read(() => _tokens.Refreshes);

    /// <summary>Uploads, oldest first.</summary>
    public IReadOnlyList<XUpload> Uploads => Read(() => _state.Media.Values.OrderBy(m => XState.Order(m.Id))
        .Select(m => new XUpload(m.Id, m.AccountId, m.MediaType, m.Bytes, m.Alt, m.ExpiresAt, m.State == XMediaState.Ready)).ToList());

    /// <summary>Scopes by access token that is good now.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Grants => Read(() => _state.Tokens.Where(t => !(t.Value.EndsAt <= _state.Now)).ToDictionary(t => t.Key, t => t.Value.Scopes));

    /// <summary>Life of access tokens made from now on; two hours.</summary>
    public TimeSpan TokenLife
    {
        get => Read(() => _tokens.Life);
        set => Read(() => _tokens.Life = value);
    }

    /// <summary>A refresh names no new refresh token and the old one stays good.</summary>
    public bool KeepsRefreshToken
    {
        get => Read(() => _tokens.KeepsRefreshToken);
        set => Read(() => _tokens.KeepsRefreshToken = value);
    }

    /// <summary>Changes what the token endpoint answers before it goes out; null: nothing.</summary>
    public Action<JsonObject>? SpoilTokens
    {
        get => Read(() => _tokens.Spoil);
        set => Read(() => _tokens.Spoil = value);
    }

    /// <summary>Longest text, weighted; 280 unless the account has more.</summary>
    public int MaxWeight
    {
        get => Read(() => _writing.MaxWeight);
        set => Read(() => _writing.MaxWeight = value);
    }

    /// <summary>A text stays a duplicate after its post was deleted.</summary>
    public bool RemembersDeleted
    {
        get => Read(() => _writing.RemembersDeleted);
        set => Read(() => _writing.RemembersDeleted = value);
    }

    /// <summary>How long a new post can't be answered.</summary>
    public TimeSpan ParentLag
    {
        get => Read(() => _writing.ParentLag);
        set => Read(() => _writing.ParentLag = value);
    }

    /// <summary>Answer to the deletion of what is gone.</summary>
    public XGone Gone
    {
        get => Read(() => _writing.Gone);
        set => Read(() => _writing.Gone = value);
    }

    /// <summary>Life of an upload; a day.</summary>
    public TimeSpan MediaLife
    {
        get => Read(() => _media.Life);
        set => Read(() => _media.Life = value);
    }

    /// <summary>Posts of one user in 24 hours, told by headers of their own; null: not counted.</summary>
    public int? PostsPerDay
    {
        get => Read(() => _limits.PostsPerDay);
        set => Read(() => _limits.PostsPerDay = value);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ShownPost> Shown => Read(() => _state.Posts.AsEnumerable().Reverse().Select(ToShown).ToList());

    /// <summary>Pictures are processed after their upload.</summary>
    /// <param name="looks">How often the state must be asked for; 0: they are ready at once.</param>
    /// <param name="checkAfterSeconds">What X asks to wait between two looks.</param>
    /// <param name="fails">The processing fails in the end.</param>
    public void Process(int looks, int checkAfterSeconds, bool fails = false) => Read(() =>
        (_media.ProcessingLooks, _media.CheckAfterSeconds, _media.ProcessingFails) = (looks, checkAfterSeconds, fails));

    /// <summary>Sets the limit of a bucket for 15 minutes: <c>create</c>, <c>timeline</c>.</summary>
    public void Limit(string bucket, int calls) => Read(() => _limits.Limits[bucket] = calls);

    /// <summary>Adds an account.</summary>
    public XAccount AddAccount(string id, string username, string name)
    {
        var account = new XAccount(id, username, name);
        Write(() => _state.Accounts.Add(account));
        return account;
    }

    /// <summary>The account with this id; null if there is none.</summary>
    public XAccount? FindAccount(string id) => Read(() => _state.Account(id));

    /// <summary>Adds a developer's app.</summary>
    public void AddApp(XApp app)
    {
        ArgumentNullException.ThrowIfNull(app);
        Write(() => _state.Apps[app.ClientId] = app);
    }

    /// <summary>Lets a bearer token act for an account.</summary>
    /// <param name="account">Null: for an app alone.</param>
    /// <param name="token">The token.</param>
    /// <param name="scopes">Null: all.</param>
    /// <param name="endsAt">UTC; null: never.</param>
    public void AddToken(XAccount? account, string token, IReadOnlyList<string>? scopes = null, DateTimeOffset? endsAt = null) =>
        Write(() => _state.Tokens[token] = new XToken(account?.Id ?? "", scopes ?? AllScopes, endsAt, null));

    /// <summary>Most posts that are kept; the oldest give way.</summary>
    public int MaxPosts
    {
        get => _state.MaxPosts;
        init => _state.MaxPosts = value;
    }

    /// <summary>Lets an app's refresh token get new keys for an account, once, instead of an access token that it has now.</summary>
    public void AddRefreshToken(XAccount account, string refresh, string access, string clientId)
    {
        ArgumentNullException.ThrowIfNull(account);
        Write(() =>
        {
            _state.Tokens[access] = new XToken(account.Id, AllScopes, null, clientId);
            _state.Refreshes[refresh] = new XRefreshToken(account.Id, clientId, AllScopes, access);
        });
    }

    /// <summary>A bearer token of the account that never ends; made if there is none.</summary>
    public string LastingToken(XAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        if (Read(() => _state.Tokens.FirstOrDefault(t => t.Value.AccountId == account.Id && t.Value.EndsAt is null).Key) is { } known)
        {
            return known;
        }

        var made = XState.Random();
        AddToken(account, made);
        return made;
    }

    /// <summary>Lets four keys act for an account.</summary>
    public void AddKeys(XAccount account, OAuth1Keys keys, bool isReadOnly = false)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(keys);
        Write(() => _state.Keys[keys.AccessToken] = new XKeys(keys, account.Id, isReadOnly));
    }

    /// <summary>Ends every key and token.</summary>
    public void RevokeAll() => Write(() =>
    {
        _state.Tokens.Clear();
        _state.Refreshes.Clear();
        _state.Keys.Clear();
    });

    /// <summary>Adds posts as they are: made by others, or long ago.</summary>
    public void AddPosts(IEnumerable<XPost> posts) => Write(() => posts.ToList().ForEach(_state.Add));

    /// <summary>Answers a post in the name of an account, whatever the rules.</summary>
    public XPost Reply(XAccount account, string parentId, string text)
    {
        ArgumentNullException.ThrowIfNull(account);
        return Write(() =>
        {
            var reply = new XPost(_state.NextId(), account.Id, text, _state.Now) { InReplyTo = parentId };
            _state.Add(reply);
            return reply;
        });
    }

    /// <summary>Likes a post.</summary>
    public void Like(XAccount account, string postId)
    {
        ArgumentNullException.ThrowIfNull(account);
        Write(() => _state.Change(_state.Post(postId)!, p => p with { LikedBy = [.. p.LikedBy.Except([account.Id]), account.Id] }));
    }

    /// <summary>Reposts a post.</summary>
    public void Repost(XAccount account, string postId)
    {
        ArgumentNullException.ThrowIfNull(account);
        Write(() => _state.Change(_state.Post(postId)!, p => p with { RepostedBy = [.. p.RepostedBy.Except([account.Id]), account.Id] }));
    }

    /// <inheritdoc/>
    public override void HideNewest() => Write(() =>
    {
        if (_state.Posts.Newest is { } newest)
        {
            _state.Change(newest, p => p with { IsHidden = true });
        }
    });

    /// <inheritdoc/>
    public override (byte[] Bytes, string MediaType)? Media(string id) =>
        Read(() => _state.Media.GetValueOrDefault(id) is { Bytes.Length: > 0 } file ? (file.Bytes, file.MediaType) : ((byte[], string)?)null);

    /// <inheritdoc/>
    public override byte[] Store() => Read(() => XStored.From(_state));

    /// <inheritdoc/>
    public override void Restore(byte[] stored) => Read(() =>
    {
        XStored.Into(_state, stored);
        return true;
    });

    private ShownPost ToShown(XPost post)
    {
        var account = _state.Account(post.AccountId);
        var link = LinkScanner.Find(post.Text).Where(l => l.IsCertain).Select(l => post.Text.Substring(l.Start, l.Length)).LastOrDefault();
        return new ShownPost(post.Id, account?.Name ?? "", "@" + account?.Username, post.Text, post.CreatedAt)
        {
            // The real one reads the page for its card, and shows none beside pictures.
            Card = post.Pictures.Count > 0 || link is null ? null : new ShownCard(link.Contains("://", StringComparison.Ordinal) ? link : "https://" + link, null, null, null),
            Images = [.. post.Pictures.Select(p => new ShownImage(p.MediaId, p.Alt))],
            InReplyTo = post.InReplyTo,
            IsHidden = post.IsHidden,
        };
    }

    private T Read<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }

    private void Write(Action change) => Write(() =>
    {
        change();
        return true;
    });

    private T Write<T>(Func<T> change)
    {
        var done = Read(change);
        OnChanged();
        return done;
    }
}
