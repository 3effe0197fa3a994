using Blog.Rehearsal.Wire;

namespace Blog.Rehearsal.X;

/// <summary>
/// X on this machine: accounts, apps, tokens, pictures and posts with the rules of the real one (weighted length, refusal of unknown members and of
/// duplicates, rewritten links, tokens that end and rotate, limits, both namings of fields). Its state can be read, so that a test asserts on what
/// the network stored.
/// </summary>
public sealed partial class XEmulator : Emulator
{
    private readonly Lock _gate = new();
    private readonly XState _state;
    private readonly XShapes _shapes;
    private readonly XSigning _signing;
    private readonly XTokens _tokens;
    private readonly XConsent _consent;
    private readonly XWriting _writing;
    private readonly XReading _reading;
    private readonly XMedia _media;
    private readonly XLimits _limits;

    /// <summary>An empty network.</summary>
    public XEmulator(TimeProvider time)
    {
        _state = new XState(time);
        _shapes = new XShapes(_state);
        _signing = new XSigning(_state, Weather);
        _tokens = new XTokens(_state);
        _consent = new XConsent(_state, _signing, _tokens);
        _writing = new XWriting(_state, _shapes, Weather);
        _reading = new XReading(_state, _shapes, Weather);
        _media = new XMedia(_state);
        _limits = new XLimits(time);
    }

    /// <inheritdoc/>
    public override string Network => "x";

    /// <inheritdoc/>
    public override WireReply Answer(WireCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        WireReply reply;
        bool isChanged;
        lock (_gate)
        {
            var before = _state.Version;
            reply = Route(call);
            isChanged = _state.Version != before;
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
        return call.Segments switch
        {
            ["2", "oauth2", ..] or ["oauth", ..] or ["i", "oauth2", ..] => CallKinds.Signing,
            ["2", "media", ..] => CallKinds.Media,
            ["2", "tweets", ..] when call.Method is not "GET" => CallKinds.Writing,
            _ => CallKinds.Reading,
        };
    }

    /// <inheritdoc/>
    public override WireReply Refusal(Fault fault) => XProblems.Of(fault, _state.Now);

    private WireReply Route(WireCall call) => (call.Method, call.Segments) switch
    {
        ("GET" or "POST", ["i", "oauth2", "authorize"]) => _consent.Authorize(call),
        ("POST", ["2", "oauth2", "token"]) => _tokens.Exchange(call),
        ("POST", ["2", "oauth2", "revoke"]) => _tokens.Revoke(call),
        ("POST", ["oauth", "request_token"]) => _consent.RequestToken(call),
        ("GET" or "POST", ["oauth", "authorize" or "authenticate"]) => _consent.AuthorizeOld(call),
        ("POST", ["oauth", "access_token"]) => _consent.AccessToken(call),
        ("GET", ["media", var id]) => _state.Media.GetValueOrDefault(id) is { Bytes.Length: > 0 } file ? new WireReply(200, file.Bytes, file.MediaType) : XPages.Missing(),
        ("GET", [_, "status", var id]) => Page(id, call),
        ("GET", ["i", "web", "status", var id]) => Page(id, call),
        (_, ["2", ..]) => Find(call) is { } operation ? Run(operation, call) : XProblems.NoSuchPath(),
        _ => XPages.Missing(),
    };

    private Operation? Find(WireCall call) => (call.Method, call.Segments) switch
    {
        ("GET", ["2", "users", "me"]) => new("me", 75, Operation.Read, a => XReading.Me(a, call)),
        ("GET", ["2", "users", "by", "username", var name]) => new("by-name", 300, Operation.Read, _ => _reading.ByName(name, call)),
        ("GET", ["2", "users", var id, "tweets"]) => new("timeline", 900, Operation.Read, _ => _reading.Timeline(id, call)),
        ("GET", ["2", "users", var id, "mentions"]) => new("mentions", 300, Operation.Read, _ => _reading.Mentions(id, call)),
        ("GET", ["2", "tweets", "search", "recent"]) => new("search", 300, Operation.Read, _ => _reading.Search(call)),
        ("GET", ["2", "tweets"]) => new("lookup", 5000, Operation.Read, _ => _reading.Posts((call.Asked("ids") ?? "").Split(','), true, call)),
        ("GET", ["2", "tweets", var id]) => new("lookup", 5000, Operation.Read, _ => _reading.Posts([id], false, call)),
        ("GET", ["2", "tweets", var id, "liking_users"]) => new("liking", 75, [.. Operation.Read, "like.read"], _ => _reading.Users(id, p => p.LikedBy, call)),
        ("GET", ["2", "tweets", var id, "retweeted_by"]) => new("reposting", 75, Operation.Read, _ => _reading.Users(id, p => p.RepostedBy, call)),
        ("GET", ["2", "tweets", _, "quote_tweets"]) => new("quotes", 75, Operation.Read, _ => XReading.Quotes(call)),
        ("POST", ["2", "tweets"]) => new("create", 100, Operation.Write, a => _writing.Create(a, call)) { IsWriting = true },
        ("DELETE", ["2", "tweets", var id]) => new("delete", 50, Operation.Write, a => _writing.Delete(a, id)) { IsWriting = true },
        ("PUT", ["2", "tweets", var id, "hidden"]) => new("hide", 50, [.. Operation.Read, "tweet.moderate.write"], a => _writing.Hide(a, id, call)) { IsWriting = true },
        ("POST", ["2", "media", "upload"]) => new("media", 500, Operation.Media, a => _media.OneShot(a, call)) { IsWriting = true },
        ("GET", ["2", "media", "upload"]) => new("media-status", 1000, Operation.Media, a => _media.Status(a, call)),
        ("POST", ["2", "media", "upload", "initialize"]) => new("initialize", 1875, Operation.Media, a => _media.Initialize(a, call)) { IsWriting = true },
        ("POST", ["2", "media", "upload", var id, "append"]) => new("append", 1875, Operation.Media, a => _media.Append(a, id, call)) { IsWriting = true },
        ("POST", ["2", "media", "upload", var id, "finalize"]) => new("finalize", 1875, Operation.Media, a => _media.Finalize(a, id)) { IsWriting = true },
        ("POST", ["2", "media", "metadata"]) => new("metadata", 500, Operation.Media, a => _media.Describe(a, call)) { IsWriting = true },
        _ => null,
    };

    private WireReply Run(Operation operation, WireCall call)
    {
        var (caller, refusal) = _signing.Authenticate(call);
        if (refusal is not null)
        {
            return refusal;
        }

        if (Refusing is { } standing)
        {
            return XProblems.Of(standing);
        }

        if (caller!.Account is not { } account)
        {
            return XProblems.Of(XRefusal.AppOnly);
        }

        if (caller.IsReadOnly && operation.IsWriting)
        {
            return XProblems.Of(XRefusal.ReadOnlyApp);
        }

        return caller.Scopes is { } scopes && operation.Scopes.Except(scopes).Any()
            ? XProblems.Forbidden("Forbidden")
            : _limits.Count(account.Id, operation.Bucket, operation.Limit, () => operation.Act(account));
    }

    private WireReply Page(string id, WireCall call)
    {
        if (_state.Post(id) is not { IsHidden: false } post || _state.Account(post.AccountId) is not { } author)
        {
            return XPages.Missing();
        }

        var address = call.Address.GetLeftPart(UriPartial.Path);
        return XPages.Post(post, author, address.EndsWith(call.Path, StringComparison.Ordinal) ? address[..^call.Path.Length] : "");
    }

    /// <summary>One operation of the API.</summary>
    private sealed record Operation(string Bucket, int Limit, string[] Scopes, Func<XAccount, WireReply> Act)
    {
        public static readonly string[] Read = ["tweet.read", "users.read"];
        public static readonly string[] Write = ["tweet.read", "tweet.write", "users.read"];
        public static readonly string[] Media = ["media.write"];

        public bool IsWriting { get; init; }
    }
}
