using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Blog.Outgoing;
using Blog.Rehearsal.Wire;

namespace Blog.Rehearsal.Facebook;

/// <summary>Who calls, after all checks of tokens.</summary>
/// <param name="Token">The token; null: the app itself.</param>
/// <param name="App">The app.</param>
internal sealed record FacebookCall(StoredToken? Token, StoredApp App)
{
    public string? PageId => Token?.PageId;
}

/// <summary>The state with what can be asked of it. Used under the emulator's lock only.</summary>
internal sealed class FacebookWorld(TimeProvider time, Weather weather)
{
    private static readonly TimeSpan UnusedPhotos = TimeSpan.FromHours(24);

    private FacebookState _state = new();
    private Queue<StoredPhoto> _fresh = [];

    /// <summary>The oldest posts above this give way.</summary>
    public int MaxPosts { get; set; } = 1000;

    /// <summary>The oldest photos above this give way.</summary>
    public int MaxPhotos { get; set; } = 300;

    public FacebookState State
    {
        get => _state;
        set => (_state, _fresh) = (value, new Queue<StoredPhoto>(value.Photos));
    }

    public DateTimeOffset Now => time.GetUtcNow();

    public TimeSpan TimelineLag => weather.TimelineLag;

    /// <summary>A text as it is published.</summary>
    public string Keep(string text) => weather.Keep(text);

    /// <summary>Grows with every change.</summary>
    public long Changes { get; private set; }

    /// <summary>Calls that were to make a post, whatever came of them.</summary>
    public int CreateCalls { get; set; }

    /// <summary>Hosts whose pages can't be read.</summary>
    public HashSet<string> UnreadableHosts { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether pages of this machine and of private networks can be read.</summary>
    public bool ReadsPrivateLinks { get; set; }

    /// <summary>Longest text, in UTF-16 units.</summary>
    public int MaxMessage { get; set; } = 63206;

    /// <summary>Newest version of the API; a higher one is not known.</summary>
    public int NewestMajor { get; set; } = 26;

    /// <summary>Posts that a ranked list names first.</summary>
    public HashSet<string> Ranked { get; } = [];

    /// <summary>Whether <c>unshimmed_url</c> is a field.</summary>
    public bool KnowsUnshimmed { get; set; } = true;

    public int PageCallsPerDay { get; set; } = 4800;

    public int AppCallsPerHour { get; set; } = 200;

    public void Touch() => Changes++;

    public StoredApp? App(string? id) => State.Apps.Find(a => a.Id == id);

    public StoredPerson Person(string id) => State.People.Find(p => p.Id == id)!;

    public StoredPage? Page(string? id) => State.Pages.Find(p => p.Id == id);

    /// <summary>A post by its whole id, or by its number alone.</summary>
    public StoredPost? Post(string id) => State.Posts.Find(id[(id.IndexOf('_', StringComparison.Ordinal) + 1)..]) is { } post && (post.Id == id || !id.Contains('_', StringComparison.Ordinal)) ? post : null;

    public StoredPhoto? Photo(string id) => State.Photos.Find(id) is { } photo && (photo.PostId is not null || photo.CreatedAt + UnusedPhotos > Now) ? photo : null;

    public StoredComment? Comment(string id) => State.Comments.Find(c => c.Id == id);

    /// <summary>Puts a changed value where the old one was.</summary>
    public void Replace<T>(List<T> list, T old, T changed)
        where T : class
    {
        list[list.IndexOf(old)] = changed;
        Touch();
    }

    /// <summary>Puts a changed post where the old one was.</summary>
    public void Replace(StoredPost old, StoredPost changed)
    {
        State.Posts.Replace(old, changed);
        Touch();
    }

    /// <summary>Adds a post; the oldest gives way.</summary>
    public void Add(StoredPost post)
    {
        State.Posts.Add(post);
        if (State.Posts.Count > MaxPosts)
        {
            State.Posts.Remove(State.Posts.Oldest!);
        }

        Touch();
    }

    /// <summary>Adds a photo; the oldest gives way.</summary>
    public void Add(StoredPhoto photo)
    {
        while (_fresh.TryPeek(out var old) && old.CreatedAt + UnusedPhotos <= Now)
        {
            _fresh.Dequeue();
            if (State.Photos.Find(old.Id) is { PostId: null })
            {
                State.Photos.Remove(old);
            }
        }

        State.Photos.Add(photo);
        _fresh.Enqueue(photo);
        if (State.Photos.Count > MaxPhotos)
        {
            State.Photos.Remove(State.Photos.Oldest!);
        }

        Touch();
    }

    /// <summary>Digits that grow.</summary>
    public string NextId()
    {
        State.LastId = Math.Max(State.LastId + 1, Now.ToUnixTimeMilliseconds());
        return State.LastId.ToString(CultureInfo.InvariantCulture);
    }

    public static string NewSecret(string prefix) => prefix + Convert.ToHexString(RandomNumberGenerator.GetBytes(24));

    public StoredGrant? GrantOf(string appId, string personId) => State.Grants.Find(g => g.AppId == appId && g.PersonId == personId);

    /// <summary>Whether the person granted a permission to the app, as it is now.</summary>
    public bool May(FacebookCall call, string permission) =>
        call.Token is { } token && GrantOf(call.App.Id, token.PersonId)?.Permissions.GetValueOrDefault(permission) == "granted";

    /// <summary>Whether the person behind the token has one of the tasks on the Page, as it is now.</summary>
    public bool Does(FacebookCall call, StoredPage page, params string[] tasks) =>
        call.Token is { } token && page.Roles.TryGetValue(token.PersonId, out var has) && has.Intersect(tasks).Any();

    /// <summary>Whether the page behind a link can be read for its card.</summary>
    public bool CanRead(Uri link) => !UnreadableHosts.Contains(link.Host) && (ReadsPrivateLinks || !IsPrivate(link));

    /// <summary>Whether strangers see a post.</summary>
    public bool IsPublic(StoredPost post) => post is { IsPublished: true, IsHidden: false } && App(post.AppId) is not { IsLive: false };

    /// <summary>Checks token and proof; what is refused comes back as the answer.</summary>
    public (FacebookCall? Call, WireReply? Refused) Authenticate(FacebookRequest request)
    {
        if (request.Token is not { Length: > 0 } sent)
        {
            return (null, FacebookErrors.TokenMissing);
        }

        var token = State.Tokens.Find(sent);
        var app = token is null ? AppOfPair(sent) : App(token.AppId);
        if (app is null)
        {
            return (null, FacebookErrors.TokenUnknown);
        }

        if (token is not null && Dead(token) is { } dead)
        {
            return (null, dead);
        }

        if (request["appsecret_proof"] is { } proof)
        {
            return Proof(app.Secret, sent) == proof ? (new FacebookCall(token, app), null) : (null, FacebookErrors.ProofInvalid);
        }

        return app.RequiresProof ? (null, FacebookErrors.ProofRequired) : (new FacebookCall(token, app), null);
    }

    /// <summary>Why a token does not work; null: it does.</summary>
    public WireReply? Dead(StoredToken token)
    {
        var person = Person(token.PersonId);
        return token.ExpiresAt is { } end && end <= Now ? FacebookErrors.Expired(end, Now)
            : person.PasswordChangedAt is { } changed && token.IssuedAt <= changed ? FacebookErrors.PasswordChanged
            : GrantOf(token.AppId, token.PersonId) is null ? FacebookErrors.AppRemoved(token.AppId)
            : person.State == PersonState.Checkpointed ? FacebookErrors.Checkpointed
            : person.State == PersonState.Unconfirmed ? FacebookErrors.Unconfirmed
            : token.PageId is not null && Page(token.PageId)?.Roles.ContainsKey(token.PersonId) != true ? FacebookErrors.NoRole
            : null;
    }

    /// <summary>Adds a token and gives it.</summary>
    public StoredToken Issue(string appId, string personId, string? pageId, TimeSpan? life)
    {
        var token = new StoredToken(NewSecret("EAA"), appId, personId, pageId, Now, Now + life);
        State.Tokens.Where(t => t.ExpiresAt <= Now - TimeSpan.FromDays(1)).ToList().ForEach(t => State.Tokens.Remove(t));
        State.Tokens.Add(token);
        Touch();
        return token;
    }

    private static bool IsPrivate(Uri link) =>
        link.IsLoopback || link.Host.EndsWith(".local", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(link.IdnHost, out var address) && !PublicAddress.IsPublic(address));

    private StoredApp? AppOfPair(string sent)
    {
        var bar = sent.IndexOf('|', StringComparison.Ordinal);
        return bar < 0 ? null : State.Apps.Find(a => a.Id == sent[..bar] && a.Secret == sent[(bar + 1)..]);
    }

    private static string Proof(string secret, string token) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(token)));
}
