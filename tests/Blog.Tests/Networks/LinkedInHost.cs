using System.Text.Json;
using Blog.Networks.LinkedIn;
using Blog.Rehearsal.LinkedIn;
using Blog.Rehearsal.Wire;
using Blog.Syndication;

namespace Blog.Tests.Networks;

/// <summary>The emulator of LinkedIn on a socket of its own, with a member, a company page that she administers, and the program's own adapter.</summary>
internal sealed class LinkedInHost : NetworkHost
{
    public const string MemberToken = "member-token";
    public const string PageToken = "page-token";
    public const string Redirect = "https://ines.example.com/desk/networks/return";

    public static readonly string[] MemberScopes = ["openid", "profile", "w_member_social"];
    public static readonly string[] PageScopes = ["w_organization_social", "r_organization_social", "rw_organization_admin", "w_organization_social_feed", "r_organization_social_feed"];

    private LinkedInHost(WebApplication app, LinkedInEmulator emulator, EmulatorEndpoint api, TimeProvider time)
        : base(app, api, time)
    {
        Emulator = emulator;
        Member = emulator.AddMember("782bbtaQ", "Inés Quiroga");
        Page = emulator.AddPage("5515715", "Taller Añil", (Member, "ADMINISTRATOR"));
        emulator.AddApp(new LinkedInApp("app", "app secret & more", [Redirect], MemberScopes));
        emulator.AddApp(new LinkedInApp("pages", "page secret", [Redirect], PageScopes, HasRefresh: true));
        var now = time.GetUtcNow();
        emulator.AddToken(new LinkedInToken(MemberToken, "app", Member.Id, MemberScopes, now.AddDays(-1), now.AddDays(59)));
        emulator.AddToken(new LinkedInToken(PageToken, "pages", Member.Id, PageScopes, now.AddDays(-1), now.AddDays(59)));
    }

    public LinkedInEmulator Emulator { get; }

    public LinkedInMember Member { get; }

    public LinkedInCompanyPage Page { get; }

    /// <summary>Calls that asked for a new post.</summary>
    public int Creates => Api.Calls.Count(c => c is { Method: "POST", Path: "/rest/posts" });

    protected override string Key => "linkedin";

    public static async Task<LinkedInHost> StartAsync(TimeProvider time, string mount = "")
    {
        var emulator = new LinkedInEmulator(time);
        var (app, api) = await ListenAsync(emulator, time, mount);
        return new LinkedInHost(app, emulator, api, time);
    }

    public TargetAccess AsMember(string token = MemberToken, DateTimeOffset? issuedAt = null) => Access(Member.Urn, token, issuedAt);

    public TargetAccess AsPage(string token = PageToken) => Access(Page.Urn, token, null);

    public TargetAccess Access(string author, string token, DateTimeOffset? issuedAt, string? apiBase = null) => Target(
        "Inés",
        author,
        JsonSerializer.Serialize(new LinkedInSecret { Token = token, Author = author, IssuedAt = issuedAt ?? Time.GetUtcNow().AddDays(-1) }, LinkedInJson.Default.LinkedInSecret),
        apiBase,
        apiBase);

    /// <summary>A raw call with everything that LinkedIn wants, for the emulator's own contract.</summary>
    public async Task<HttpResponseMessage> CallAsync(HttpMethod method, string path, string? json = null, string? token = MemberToken, string version = "202609", string? restli = null, byte[]? bytes = null)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        using var request = new HttpRequestMessage(method, new Uri(Base + path));
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        }

        if (version.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("LinkedIn-Version", version);
        }

        request.Headers.TryAddWithoutValidation("X-Restli-Protocol-Version", "2.0.0");
        if (restli is not null)
        {
            request.Headers.TryAddWithoutValidation("X-RestLi-Method", restli);
        }

        if (json is not null)
        {
            request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        }
        else if (bytes is not null)
        {
            request.Content = new ByteArrayContent(bytes);
        }

        return await http.SendAsync(request);
    }
}
