namespace Blog.Rehearsal.Facebook;

/// <summary>
/// Who and what there is on the emulator, and what happens to it without the blog: apps, people and Pages are made here, roles and tokens die,
/// people comment and react.
/// </summary>
public sealed class FacebookCast
{
    /// <summary>Every task on a Page.</summary>
    public static readonly IReadOnlyList<string> AllTasks = ["ANALYZE", "ADVERTISE", "MODERATE", "CREATE_CONTENT", "MANAGE"];

    private readonly FacebookWorld _world;
    private readonly Lock _gate;
    private readonly Action _changed;

    internal FacebookCast(FacebookWorld world, Lock gate, Action changed)
    {
        _world = world;
        _gate = gate;
        _changed = changed;
    }

    /// <summary>How many calls a Page's token has in a rolling day.</summary>
    public int PageCallsPerDay
    {
        set => Do(() => _world.PageCallsPerDay = value);
    }

    /// <summary>How many calls an app and its people have in a rolling hour.</summary>
    public int AppCallsPerHour
    {
        set => Do(() => _world.AppCallsPerHour = value);
    }

    /// <summary>Whether <c>unshimmed_url</c> is a field of attachments.</summary>
    public bool KnowsUnshimmedUrl
    {
        set => Do(() => _world.KnowsUnshimmed = value);
    }

    /// <summary>Whether a link to this machine or a private network makes a card; on the internet such pages can't be read.</summary>
    public bool ReadsPrivateLinks
    {
        set => Do(() => _world.ReadsPrivateLinks = value);
    }

    /// <summary>Longest text, in UTF-16 units.</summary>
    public int MaxMessage
    {
        set => Do(() => _world.MaxMessage = value);
    }

    /// <summary>Newest version of the API, its first number.</summary>
    public int NewestMajor
    {
        set => Do(() => _world.NewestMajor = value);
    }

    /// <summary>A Page by its id; null if there is none.</summary>
    public StoredPage? FindPage(string id)
    {
        lock (_gate)
        {
            return _world.Page(id);
        }
    }

    /// <summary>Adds an app, or puts it where one with the same id was.</summary>
    public StoredApp Put(StoredApp app)
    {
        ArgumentNullException.ThrowIfNull(app);
        Do(() => Set(_world.State.Apps, a => a.Id == app.Id, app));
        return app;
    }

    /// <summary>Adds a person, or puts it where one with the same id was.</summary>
    public StoredPerson Put(StoredPerson person)
    {
        ArgumentNullException.ThrowIfNull(person);
        Do(() => Set(_world.State.People, p => p.Id == person.Id, person));
        return person;
    }

    /// <summary>Adds a Page, or puts it where one with the same id was.</summary>
    public StoredPage Put(StoredPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        Do(() => Set(_world.State.Pages, p => p.Id == page.Id, page));
        return page;
    }

    /// <summary>Gives a person a role on a Page; without tasks the role is taken.</summary>
    public void GiveRole(string pageId, string personId, params string[] tasks) => Do(() =>
    {
        var page = _world.Page(pageId)!;
        var roles = page.Roles.Where(r => r.Key != personId).ToDictionary();
        if (tasks.Length > 0)
        {
            roles[personId] = tasks;
        }

        _world.Replace(_world.State.Pages, page, page with { Roles = roles });
    });

    /// <summary>Puts something in the way of a Page's posts, or takes it out.</summary>
    public void Hinder(string pageId, PageObstacle obstacle) => Do(() =>
    {
        var page = _world.Page(pageId)!;
        _world.Replace(_world.State.Pages, page, page with { Obstacle = obstacle });
    });

    /// <summary>Grants permissions and Pages to an app, as if the consent page had been answered.</summary>
    public void Grant(string appId, string personId, IEnumerable<string> permissions, params string[] pageIds) => Do(() =>
    {
        _world.State.Grants.RemoveAll(g => g.AppId == appId && g.PersonId == personId);
        _world.State.Grants.Add(new StoredGrant(appId, personId, permissions.Distinct(StringComparer.Ordinal).ToDictionary(p => p, _ => "granted"), pageIds));
        _world.Touch();
    });

    /// <summary>A person removes an app: its tokens die with 190/458.</summary>
    public void RemoveApp(string appId, string personId) => Do(() =>
    {
        _world.State.Grants.RemoveAll(g => g.AppId == appId && g.PersonId == personId);
        _world.Touch();
    });

    /// <summary>A person changes the password: tokens that exist die with 190/460.</summary>
    public void ChangePassword(string personId) => Do(() =>
    {
        var person = _world.Person(personId);
        _world.Replace(_world.State.People, person, person with { PasswordChangedAt = _world.Now });
    });

    /// <summary>A token that never ends (of a Page) or ends in 60 days (of a person, <paramref name="pageId"/> null).</summary>
    public string Token(string appId, string personId, string? pageId) =>
        Do(() => _world.Issue(appId, personId, pageId, pageId is null ? TimeSpan.FromDays(60) : null).Value);

    /// <summary>A Page's token without an end; made if there is none that works.</summary>
    public string LastingToken(string appId, string personId, string pageId) => Do(() =>
        (_world.State.Tokens.FirstOrDefault(t => t.AppId == appId && t.PersonId == personId && t.PageId == pageId && t.ExpiresAt is null && _world.Dead(t) is null)
            ?? _world.Issue(appId, personId, pageId, null)).Value);

    /// <summary>Pages on this host can't be read for a link card.</summary>
    public void RefuseLinksTo(string host) => Do(() => _world.UnreadableHosts.Add(host));

    /// <summary>A ranked list names this post before newer ones.</summary>
    public void RankFirst(string postId) => Do(() => _world.Ranked.Add(postId));

    /// <summary>Puts a post on a Page that somebody made elsewhere.</summary>
    public StoredPost AddPost(string pageId, string appId, string message, string? link, DateTimeOffset at) => Do(() =>
    {
        var post = new StoredPost($"{pageId}_{_world.NextId()}", pageId, appId, message, at) { Link = link };
        _world.Add(post);
        return post;
    });

    /// <summary>Somebody comments on a post, or answers a comment.</summary>
    public StoredComment AddComment(string postId, string fromId, string fromName, string message, string? parentId = null) => Do(() =>
    {
        var post = _world.Post(postId)!;
        var comment = new StoredComment($"{post.Id[(post.PageId.Length + 1)..]}_{_world.NextId()}", post.Id, parentId, fromId, fromName, message, _world.Now);
        _world.State.Comments.Add(comment);
        _world.Touch();
        return comment;
    });

    /// <summary>Somebody reacts to a post; the last reaction of a person counts.</summary>
    public void React(string postId, string personId, string name, string type) => Do(() =>
    {
        _world.State.Reactions.RemoveAll(r => r.PostId == postId && r.PersonId == personId);
        _world.State.Reactions.Add(new StoredReaction(postId, personId, name, type));
        _world.Touch();
    });

    /// <summary>People share a post.</summary>
    public void Share(string postId, int times) => Do(() =>
    {
        var post = _world.Post(postId)!;
        _world.Replace(post, post with { Shares = post.Shares + times });
    });

    /// <summary>A post vanishes, as if it had been deleted on the site.</summary>
    public void Vanish(string postId) => Do(() =>
    {
        if (_world.Post(postId) is { } post)
        {
            _world.State.Posts.Remove(post);
        }

        _world.Touch();
    });

    private static void Set<T>(List<T> list, Predicate<T> isIt, T value)
    {
        var at = list.FindIndex(isIt);
        if (at < 0)
        {
            list.Add(value);
        }
        else
        {
            list[at] = value;
        }
    }

    private void Do(Action change) => Do(() =>
    {
        change();
        return true;
    });

    private T Do<T>(Func<T> change)
    {
        T result;
        lock (_gate)
        {
            result = change();
            _world.Touch();
        }

        _changed();
        return result;
    }
}
