using System.Text.Json;
using Blog.Networks.Facebook;
using Blog.Networks.LinkedIn;
using Blog.Networks.X;
using Blog.Rehearsal.Facebook;
using Blog.Rehearsal.LinkedIn;
using Blog.Rehearsal.Wire;
using Blog.Rehearsal.X;
using Microsoft.AspNetCore.Http;

namespace Blog.Bench.Outbox;

/// <summary>What a trial needs to know of a network: its accounts and keys, what its calls are for, and what it has stored.</summary>
public abstract class Stage(Emulator emulator, TimeProvider clock)
{
    public const int MaxAccounts = 512;

    private int _made;

    public Emulator Emulator { get; } = emulator;

    /// <summary>Whether keys are refreshed there.</summary>
    public virtual bool HasRefresh => true;

    /// <summary>Whether a copy can be looked for there, however late.</summary>
    public virtual bool IsReadable => true;

    protected TimeProvider Clock { get; } = clock;

    /// <summary>The networks by name: <c>x</c>, <c>facebook</c>, <c>linkedin</c> (a profile), <c>linkedin-page</c>.</summary>
    public static Stage Of(string name, TimeProvider clock) => name switch
    {
        "x" => new XStage(clock),
        "facebook" => new FacebookStage(clock),
        "linkedin" => new LinkedInStage(clock, page: false),
        "linkedin-page" => new LinkedInStage(clock, page: true),
        _ => throw new ArgumentException($"No network is called {name}.", nameof(name)),
    };

    /// <summary>An account with new keys; with <paramref name="isDue"/> they are to be refreshed before they are used.</summary>
    public abstract TrialTarget Connect(string address, int account = 0, bool isDue = false);

    /// <summary>First line of every copy that the network has: the title of its post.</summary>
    public IEnumerable<string> Titles => Texts.Select(t => t.Split('\n', 2)[0]);

    /// <summary>Every copy that the network has.</summary>
    protected abstract IEnumerable<string> Texts { get; }

    /// <summary>Copies that the network has of the post with this title.</summary>
    public int Count(string title) => Texts.Count(t => t.Contains(title, StringComparison.Ordinal));

    /// <summary>The step of which a call is the sign; <see cref="CrashStep.Calling"/> for a call that publishes.</summary>
    public abstract CrashStep? StepOf(string method, PathString path);

    protected string NewKey(string kind) => $"{kind}-{Interlocked.Increment(ref _made)}";

    protected DateTimeOffset? Due(bool isDue) => isDue ? Clock.GetUtcNow().AddMinutes(-1) : null;
}

internal sealed class XStage(TimeProvider clock) : Stage(new XEmulator(clock) { MaxPosts = int.MaxValue }, clock)
{
    private XEmulator X => (XEmulator)Emulator;

    public override TrialTarget Connect(string address, int account = 0, bool isDue = false)
    {
        var id = $"{1000 + account}";
        var who = X.FindAccount(id) ?? X.AddAccount(id, $"ines{account}", "Inés");
        var (access, refresh) = (NewKey("access"), NewKey("refresh"));
        X.AddApp(new XApp("app", null, []));
        X.AddRefreshToken(who, refresh, access, "app");
        var secret = new XSecret { Bearer = access, RefreshToken = refresh, ClientId = "app", Username = who.Username };
        return new TrialTarget("x", id, address, JsonSerializer.Serialize(secret, XJson.Default.XSecret), Due(isDue));
    }

    protected override IEnumerable<string> Texts => X.Posts.Select(p => p.Text);

    public override CrashStep? StepOf(string method, PathString path) => (method, path.Value) switch
    {
        ("POST", "/2/oauth2/token") => CrashStep.Keys,
        ("POST", "/2/tweets") => CrashStep.Calling,
        ("POST", { } media) when media.StartsWith("/2/media", StringComparison.Ordinal) => CrashStep.Picture,
        _ => null,
    };
}

internal sealed class FacebookStage : Stage
{
    private static readonly string[] Permissions = ["pages_show_list", "pages_manage_posts", "pages_read_engagement", "pages_manage_engagement"];

    public FacebookStage(TimeProvider clock)
        : base(new FacebookEmulator(clock) { MaxPosts = int.MaxValue, MaxPhotos = int.MaxValue }, clock)
    {
        Facebook.Cast.Put(new StoredApp("1", "secret", "Inés’ blog") { People = ["2"], RequiresProof = true });
        Facebook.Cast.Put(new StoredPerson("2", "Inés"));
        Facebook.Cast.PageCallsPerDay = 1_000_000;
        Facebook.Cast.AppCallsPerHour = 1_000_000;
    }

    public override bool HasRefresh => false;

    private FacebookEmulator Facebook => (FacebookEmulator)Emulator;

    public override TrialTarget Connect(string address, int account = 0, bool isDue = false)
    {
        var page = $"{1000 + account}";
        Facebook.Cast.Put(new StoredPage(page, "Añil & más"));
        Facebook.Cast.GiveRole(page, "2", [.. FacebookCast.AllTasks]);
        Facebook.Cast.Grant("1", "2", Permissions, [.. Enumerable.Range(1000, MaxAccounts).Select(n => $"{n}")]);
        var secret = new FacebookSecret { AppId = "1", AppSecret = "secret", PageToken = Facebook.Cast.Token("1", "2", page) };
        return new TrialTarget("facebook", page, address, JsonSerializer.Serialize(secret, FacebookJson.Default.FacebookSecret), null);
    }

    protected override IEnumerable<string> Texts => Facebook.Posts.Select(p => p.Message);

    public override CrashStep? StepOf(string method, PathString path) => (method, (path.Value ?? "").Split('/')[^1]) switch
    {
        ("POST", "feed") => CrashStep.Calling,
        ("POST", "photos") => CrashStep.Picture,
        _ => null,
    };
}

internal sealed class LinkedInStage : Stage
{
    private static readonly string[] MemberScopes = ["openid", "profile", "w_member_social"];
    private static readonly string[] PageScopes = ["w_organization_social", "r_organization_social", "rw_organization_admin", "w_organization_social_feed", "r_organization_social_feed"];

    private readonly bool _page;

    public LinkedInStage(TimeProvider clock, bool page)
        : base(new LinkedInEmulator(clock), clock)
    {
        _page = page;
        LinkedIn.Settings.DailyQuota = 1_000_000;
        LinkedIn.AddApp(new LinkedInApp("app", "secret", ["https://ines.example.com/back"], page ? PageScopes : MemberScopes, HasRefresh: true));
    }

    public override bool IsReadable => _page;

    private LinkedInEmulator LinkedIn => (LinkedInEmulator)Emulator;

    public override TrialTarget Connect(string address, int account = 0, bool isDue = false)
    {
        var (access, refresh) = (NewKey("access"), NewKey("refresh"));
        var member = LinkedIn.AddMember($"member{account}", "Inés");
        var author = _page ? LinkedIn.AddPage($"{1000 + account}", "Taller Añil", (member, "ADMINISTRATOR")).Urn : member.Urn;
        var now = Clock.GetUtcNow();
        var scopes = _page ? PageScopes : MemberScopes;
        LinkedIn.AddToken(new LinkedInToken(access, "app", member.Id, scopes, now.AddDays(-1), now.AddDays(59)));
        LinkedIn.AddToken(new LinkedInToken(refresh, "app", member.Id, scopes, now.AddDays(-1), now.AddDays(300), IsRefresh: true));
        var secret = new LinkedInSecret
        {
            Token = access,
            Author = author,
            IssuedAt = now.AddDays(-1),
            RefreshToken = refresh,
            RefreshEndsAt = now.AddDays(300),
            ClientId = "app",
            ClientSecret = "secret",
        };
        return new TrialTarget("linkedin", author, address, JsonSerializer.Serialize(secret, LinkedInJson.Default.LinkedInSecret), Due(isDue));
    }

    protected override IEnumerable<string> Texts => LinkedIn.Posts.Select(p => p.Commentary);

    public override CrashStep? StepOf(string method, PathString path) => (method, path.Value) switch
    {
        ("POST", "/oauth/v2/accessToken") => CrashStep.Keys,
        ("POST", "/rest/posts") => CrashStep.Calling,
        ("PUT", _) => CrashStep.Picture,
        _ => null,
    };
}
