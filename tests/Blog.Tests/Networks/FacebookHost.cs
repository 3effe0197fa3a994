using System.Net;
using System.Text.Json;
using Blog.Networks.Facebook;
using Blog.Rehearsal.Facebook;
using Blog.Rehearsal.Wire;
using Blog.Syndication;
using Microsoft.AspNetCore.WebUtilities;

namespace Blog.Tests.Networks;

/// <summary>The emulator of Facebook on a socket of its own, with an app, a person and a Page that can be posted to.</summary>
internal sealed class FacebookHost : NetworkHost
{
    public const string AppId = "987650001";
    public const string AppSecret = "0123456789abcdef0123456789abcdef";
    public const string Person = "10158000000000001";
    public const string Page = "1353269864728879";

    public static readonly string[] Permissions = ["pages_show_list", "pages_manage_posts", "pages_read_engagement", "pages_manage_engagement"];
    public static readonly ConsentReturn Back = new(new Uri("https://ines.example.com/desk/networks/connect/facebook/back"), "state-1", new string('v', 43));

    private FacebookHost(WebApplication app, FacebookEmulator emulator, EmulatorEndpoint api, TimeProvider time)
        : base(app, api, time)
    {
        Emulator = emulator;
        var cast = emulator.Cast;
        cast.Put(new StoredApp(AppId, AppSecret, "Inés’ blog") { Redirects = [Back.Address.OriginalString], People = [Person], RequiresProof = true });
        cast.Put(new StoredPerson(Person, "Inés"));
        cast.Put(new StoredPage(Page, "Añil & más"));
        cast.GiveRole(Page, Person, [.. FacebookCast.AllTasks]);
    }

    public FacebookEmulator Emulator { get; }

    public FacebookCast Cast => Emulator.Cast;

    /// <summary>Calls to the list of posts.</summary>
    public int Looks => Api.Calls.Count(c => c.Path.Contains("/published_posts", StringComparison.Ordinal));

    protected override string Key => "facebook";

    public static async Task<FacebookHost> StartAsync(TimeProvider time)
    {
        var emulator = new FacebookEmulator(time);
        var (app, api) = await ListenAsync(emulator, time);
        return new FacebookHost(app, emulator, api, time);
    }

    public ConnectRequest Form(string secret = AppSecret, string appId = AppId) =>
        new("oauth", Base, Base, new Dictionary<string, string> { ["appId"] = appId, ["appSecret"] = secret });

    /// <summary>Goes through the consent page as a browser does: reads its form, changes what <paramref name="fill"/> says, sends it, follows nothing.</summary>
    public async Task<ConnectRequest> ConsentAsync(INetwork network, Action<Dictionary<string, List<string>>>? fill = null, string decision = "allow", ConsentReturn? back = null, string secret = AppSecret)
    {
        var request = Form(secret);
        back ??= Back;
        var start = network.BeginConsent(request, back);
        using var browser = Browser();
        var page = await browser.GetStringAsync(start.Address);
        var form = FacebookForm.Read(page);
        fill?.Invoke(form.Fields);
        using var sent = await browser.PostAsync(
            new Uri(Address, form.Action), new FormUrlEncodedContent(form.Fields.SelectMany(f => f.Value.Select(v => KeyValuePair.Create(f.Key, v))).Append(KeyValuePair.Create("decision", decision))));
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        var query = QueryHelpers.ParseQuery(sent.Headers.Location!.Query);
        return request with { Consent = new ConsentAnswer(back, query.ToDictionary(q => q.Key, q => q.Value.ToString())) };
    }

    public HttpClient Browser() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = Address };

    /// <summary>Access to the Page with a token that has every permission.</summary>
    public TargetAccess Access(string? webBase = null, string? apiBase = null, string? token = null)
    {
        if (token is null)
        {
            Cast.Grant(AppId, Person, Permissions, Page);
            token = Cast.Token(AppId, Person, Page);
        }

        return Target("Añil & más", Page, JsonSerializer.Serialize(new FacebookSecret { AppId = AppId, AppSecret = AppSecret, PageToken = token }, FacebookJson.Default.FacebookSecret), apiBase, webBase);
    }
}
