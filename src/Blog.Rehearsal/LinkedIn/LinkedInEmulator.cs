using System.Text.Json;
using Blog.Rehearsal.Wire;

namespace Blog.Rehearsal.LinkedIn;

/// <summary>
/// LinkedIn on this machine: members, company pages, apps and their tokens, pictures, posts, comments and reactions under the rules of the real
/// one (versions, rights, roles, the markup that cuts posts, duplicates that name the post, ids in a header alone). What it stored can be read.
/// </summary>
public sealed class LinkedInEmulator : Emulator
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly LinkedInRules _rules;
    private readonly LinkedInConsent _consent;
    private readonly LinkedInPosts _posts;
    private readonly LinkedInImages _images;
    private readonly LinkedInSocial _social;
    private LinkedInState _state = new();

    /// <summary>An empty network: no app, no member.</summary>
    public LinkedInEmulator(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _rules = new LinkedInRules(time, Settings);
        _consent = new LinkedInConsent(time, Settings);
        _posts = new LinkedInPosts(_rules, time, Weather);
        _images = new LinkedInImages(_rules, time);
        _social = new LinkedInSocial(_rules, time);
    }

    /// <inheritdoc/>
    public override string Network => "linkedin";

    /// <summary>What the network does when; a test may change it.</summary>
    public LinkedInSettings Settings { get; } = new();

    /// <summary>Posts that are there, oldest first.</summary>
    public IReadOnlyList<LinkedInStoredPost> Posts => Look<IReadOnlyList<LinkedInStoredPost>>(s => [.. s.Posts.Where(p => p.DeletedAt is null)]);

    /// <summary>Posts that were deleted.</summary>
    public IReadOnlyList<LinkedInStoredPost> Deleted => Look<IReadOnlyList<LinkedInStoredPost>>(s => [.. s.Posts.Where(p => p.DeletedAt is not null)]);

    /// <summary>Pictures, waiting ones included.</summary>
    public IReadOnlyList<LinkedInStoredImage> Images => Look<IReadOnlyList<LinkedInStoredImage>>(s => [.. s.Images]);

    /// <summary>Comments, oldest first.</summary>
    public IReadOnlyList<LinkedInStoredComment> Comments => Look<IReadOnlyList<LinkedInStoredComment>>(s => [.. s.Comments]);

    /// <summary>Reactions.</summary>
    public IReadOnlyList<LinkedInStoredReaction> Reactions => Look<IReadOnlyList<LinkedInStoredReaction>>(s => [.. s.Reactions]);

    /// <summary>Tokens, dead ones included.</summary>
    public IReadOnlyList<LinkedInToken> Tokens => Look<IReadOnlyList<LinkedInToken>>(s => [.. s.Tokens]);

    /// <summary>Calls that asked for a new post and had the right to, refused ones included.</summary>
    public int CreateCalls => Look(s => s.CreateCalls);

    /// <inheritdoc/>
    public override IReadOnlyList<ShownPost> Shown => Look(LinkedInPages.Shown);

    /// <summary>Adds an app.</summary>
    public void AddApp(LinkedInApp app) => Change(s =>
    {
        s.Apps.RemoveAll(a => a.ClientId == app.ClientId);
        s.Apps.Add(app);
    });

    /// <summary>Adds a member.</summary>
    public LinkedInMember AddMember(string id, string name)
    {
        var member = new LinkedInMember(id, name);
        Change(s =>
        {
            s.Members.RemoveAll(m => m.Id == id);
            s.Members.Add(member);
        });
        return member;
    }

    /// <summary>Adds a company page, or gives one that is there other roles.</summary>
    public LinkedInCompanyPage AddPage(string id, string name, params (LinkedInMember Member, string Role)[] roles)
    {
        ArgumentNullException.ThrowIfNull(roles);
        var page = new LinkedInCompanyPage(id, name, name.ToLowerInvariant().Replace(' ', '-'), roles.ToDictionary(r => r.Member.Id, r => r.Role));
        Change(s =>
        {
            s.Pages.RemoveAll(p => p.Id == id);
            s.Pages.Add(page);
        });
        return page;
    }

    /// <summary>Gives out a token without a consent page.</summary>
    public void AddToken(LinkedInToken token) => Change(s => s.Tokens.Add(token));

    /// <summary>Puts a picture there as if it had been uploaded.</summary>
    public void AddImage(LinkedInStoredImage image) => Change(s => s.Images.Add(image));

    /// <summary>Puts a post there as if it had been made.</summary>
    public void AddPost(LinkedInStoredPost post) => Change(s => s.Posts.Add(post));

    /// <summary>Keeps a code as if the consent page had given it.</summary>
    public void AddCode(string value, string clientId, string redirect, LinkedInMember member, params string[] scopes)
    {
        ArgumentNullException.ThrowIfNull(member);
        Change(s => s.Codes.Add(new LinkedInCode(value, clientId, redirect, member.Id, scopes, _time.GetUtcNow())));
    }

    /// <summary>Ends every token, as members do who withdraw their consent.</summary>
    public void RevokeAll() => Change(s =>
    {
        foreach (var token in s.Tokens)
        {
            s.Tokens.Replace(token, token with { IsRevoked = true });
        }
    });

    /// <summary>Somebody comments on a post.</summary>
    /// <returns>Number of the comment.</returns>
    public string AddComment(string post, string actor, string text, string? parent = null)
    {
        var number = "";
        Change(s =>
        {
            number = LinkedInSocial.Number(s, _time.GetUtcNow());
            s.Comments.Add(new LinkedInStoredComment(number, post, actor, text, _time.GetUtcNow(), parent));
        });
        return number;
    }

    /// <summary>Somebody reacts to a post.</summary>
    public void React(string post, string actor, string kind = "LIKE") => Change(s =>
    {
        s.Reactions.RemoveAll(r => r.Post == post && r.Actor == actor);
        s.Reactions.Add(new LinkedInStoredReaction(post, actor, kind, _time.GetUtcNow()));
    });

    /// <summary>Takes a post away as its author would on the web page.</summary>
    public void DeletePost(string urn) => Change(s =>
    {
        if (s.FindPost(urn) is { } post)
        {
            s.Posts.Replace(post, post with { DeletedAt = _time.GetUtcNow() });
        }
    });

    /// <inheritdoc/>
    public override WireReply Answer(WireCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        WireReply reply;
        lock (_gate)
        {
            reply = call.Segments switch
            {
                ["oauth", "v2", ..] => _consent.Answer(_state, call),
                ["v2", "userinfo"] => _rules.WhoAmI(_state, call),
                ["rest", "posts", ..] => _rules.Guarded(_state, call, _posts.Answer),
                ["rest", "images", ..] => _rules.Guarded(_state, call, _images.Answer),
                ["rest", "socialActions" or "reactions" or "socialMetadata", ..] => _rules.Guarded(_state, call, _social.Answer),
                ["rest", "organizationAcls" or "organizations", ..] => _rules.Guarded(_state, call, _rules.Organizations),
                ["rest", ..] => _rules.Guarded(_state, call, (_, _, _) => LinkedInErrors.NotFound()),
                ["dms-uploads", var id] => _images.Take(_state, call, id),
                ["feed", "update", var urn] => LinkedInPages.Post(_state, urn),
                ["embed", "feed", "update", var urn] => LinkedInPages.Post(_state, urn),
                _ => LinkedInErrors.NotFound(),
            };
        }

        if (call.Method != "GET")
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
            ["oauth", ..] => CallKinds.Signing,
            ["rest", "images", ..] or ["dms-uploads", ..] => CallKinds.Media,
            _ when call.Method == "GET" => CallKinds.Reading,
            _ => CallKinds.Writing,
        };
    }

    /// <inheritdoc/>
    public override WireReply Refusal(Fault fault) => fault switch
    {
        Fault.Unavailable => LinkedInErrors.Unavailable(),
        Fault.RateLimited => LinkedInErrors.Throttled(),
        Fault.RateLimitedWithoutReset => LinkedInErrors.TooMany(),
        Fault.RateLimitedRetryAfter => LinkedInErrors.TooMany().With("Retry-After", "120"),
        Fault.RateLimitedForever => LinkedInErrors.TooMany().With("Retry-After", "Fri, 01 Jan 2100 00:00:00 GMT"),
        Fault.Unauthorized => LinkedInErrors.ExpiredToken(),
        _ => LinkedInErrors.Internal(),
    };

    /// <inheritdoc/>
    public override void HideNewest() => Change(s =>
    {
        if (s.Posts.LastOrDefault(p => p.DeletedAt is null) is { } newest)
        {
            s.Posts.Replace(newest, newest with { IsHidden = true });
        }
    });

    /// <inheritdoc/>
    public override (byte[] Bytes, string MediaType)? Media(string id) =>
        Look(s => s.Images.Find(id)) is { Bytes.Length: > 0 } image ? (image.Bytes, image.MediaType) : null;

    /// <inheritdoc/>
    public override byte[] Store() => Look(s => JsonSerializer.SerializeToUtf8Bytes(s, LinkedInStateJson.Default.LinkedInState));

    /// <inheritdoc/>
    public override void Restore(byte[] stored)
    {
        var state = JsonSerializer.Deserialize(stored, LinkedInStateJson.Default.LinkedInState) ?? throw new JsonException("It is empty.");
        lock (_gate)
        {
            _state = state;
        }
    }

    private T Look<T>(Func<LinkedInState, T> at)
    {
        lock (_gate)
        {
            return at(_state);
        }
    }

    private void Change(Action<LinkedInState> how)
    {
        lock (_gate)
        {
            how(_state);
        }

        OnChanged();
    }
}
