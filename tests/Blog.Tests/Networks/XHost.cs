using Blog.Networks.X;
using Blog.Rehearsal.Wire;
using Blog.Rehearsal.X;
using Blog.Syndication;

namespace Blog.Tests.Networks;

/// <summary>The emulator of X on a socket of its own, with one account.</summary>
internal sealed class XHost : NetworkHost
{
    public const string Bearer = "user-token";

    private XHost(WebApplication app, XEmulator emulator, EmulatorEndpoint api, TimeProvider time)
        : base(app, api, time)
    {
        Emulator = emulator;
        Account = emulator.AddAccount("2244994945", "inesq", "Inés");
        AddKeys(Account, Bearer);
    }

    public XEmulator Emulator { get; }

    public XAccount Account { get; }

    /// <summary>Publishing calls that came in.</summary>
    public int Writes => Api.Calls.Count(c => c is { Method: "POST", Path: "/2/tweets" });

    protected override string Key => "x";

    /// <summary>Lets a bearer token act for an account, and four keys whose access token is the same.</summary>
    public void AddKeys(XAccount account, string token)
    {
        Emulator.AddToken(account, token);
        Emulator.AddKeys(account, new OAuth1Keys("app-key", "app-secret", token, token + "-secret"));
    }

    /// <summary>The four keys of <see cref="AddKeys"/> as the connect form has them.</summary>
    public static Dictionary<string, string> KeyFields(string token = Bearer) =>
        new() { ["apiKey"] = "app-key", ["apiSecret"] = "app-secret", ["accessToken"] = token, ["accessTokenSecret"] = token + "-secret" };

    public static async Task<XHost> StartAsync(TimeProvider time)
    {
        var emulator = new XEmulator(time);
        var (app, api) = await ListenAsync(emulator, time);
        return new XHost(app, emulator, api, time);
    }

    /// <summary>The account as a target; without <paramref name="webBase"/> its pages are those of the real network.</summary>
    public TargetAccess Access(string? apiBase = null, string bearer = Bearer, string webBase = "") => Target(
        "@" + Account.Username,
        Account.Id,
        System.Text.Json.JsonSerializer.Serialize(new XSecret { Bearer = bearer, Username = Account.Username }, XJson.Default.XSecret),
        apiBase,
        webBase);

    /// <summary>Opens a consent page as a browser does, and answers it; where the browser is sent then.</summary>
    public async Task<Uri> AnswerConsentAsync(Uri page, string decision)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler);
        var shown = await browser.GetStringAsync(page);
        Assert.Contains("<form method=\"post\">", shown, StringComparison.Ordinal);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["account"] = Account.Id, ["decision"] = decision });
        using var answer = await browser.PostAsync(page, form);
        return answer.Headers.Location!;
    }
}
