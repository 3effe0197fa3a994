using System.Globalization;
using System.Net;
using System.Text.Json;
using Blog.Accounts;
using Blog.Media;
using Blog.Posts;
using Blog.Site;
using Blog.Syndication;
using Blog.Tests.Infrastructure;
using Blog.Tests.Journeys;

namespace Blog.Tests.Security;

/// <summary>A site that has one of everything a form of the desk can be about.</summary>
internal sealed class DeskFormSite : IDisposable
{
    private readonly DeskSite _site;
    private string _token = "";

    private DeskFormSite(DeskSite site) => _site = site;

    public DeskSite Site => _site;

    public BlogApp App => _site.App;

    public DeskDriver Desk => _site.Desk;

    public Post Draft { get; private set; } = null!;

    public Post Published { get; private set; } = null!;

    private Delivery Copy { get; set; } = null!;

    private SyndicationTarget Target { get; set; } = null!;

    private Guid Picture { get; set; }

    private Guid Person { get; set; }

    private Guid Deed { get; set; }

    private Invitation Invitation { get; set; } = null!;

    private string InvitationToken { get; set; } = "";

    public static async Task<DeskFormSite> OpenAsync(Action<BlogApp>? set = null)
    {
        var site = new DeskFormSite(await DeskSite.OpenAsync(set));
        var (app, desk) = (site.App, site.Desk);
        site.Target = await site._site.TargetAsync("x", "@ines");
        (site.Published, site.Copy) = await site._site.SentAsync(site.Target);
        var first = await desk.WriteAsync("A draft", "First words.");
        var fields = DeskDriver.WriteFields("A draft", "Second words.", first.Revision);
        using var saved = await desk.PostAsync($"/desk/write/{first.Id}", fields);
        site.Draft = await desk.FindAsync(first.Id);
        site.Picture = (await app.Get<IMediaStore>().FindByPathAsync(await desk.BringAsync(Pictures.Png(9, 7)), default))!.Id;
        site.Person = (await app.Get<AccountSetup>().AddAsync(new NewAccount("teo@refuge.example", "Teo", AccountRole.Author, DeskDriver.Password), default)).Account!.Id;
        (site.Invitation, var path) = await app.Get<Invitations>().CreateAsync(AccountRole.Contributor, "Ada", Assert.Single(await app.Get<IAccountStore>().ListAsync(default), a => a.Role == AccountRole.Owner), default);
        site.InvitationToken = path[(path.LastIndexOf('/') + 1)..];
        var now = site._site.Clock.GetUtcNow();
        site.Deed = Guid.CreateVersion7(now);
        var me = Assert.Single(await app.Get<IAccountStore>().ListAsync(default), a => a.Role == AccountRole.Owner);
        await app.Get<IBulkDeeds>().AddAsync(new BulkDeed(site.Deed, me.Id, BulkKind.Tag, "winter", [new BulkEntry(site.Draft.Id, 99, PostStatus.Draft)], now, now + BulkWork.Undo, BulkState.Open), default);
        site._token = DeskDriver.TokenOf(await desk.PageAsync("/desk"));
        return site;
    }

    /// <summary>Every private address that the program answers with this method.</summary>
    public static IReadOnlyList<string> Routes(BlogApp app, string method) =>
        [.. app.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<PrivateArea>() is not null && e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains(method))
            .Select(e => e.RoutePattern.RawText!.TrimEnd('/')).Distinct()];

    /// <summary>The address with the ids of this site's things. A new kind of thing gets a line here.</summary>
    public string Address(string route, bool ofPublic = false)
    {
        var id = route.Split('/') switch
        {
            ["", "desk", "posts", "bulk", ..] => Deed,
            ["", "desk", "write" or "posts" or "preview" or "calendar", ..] => ofPublic ? Published.Id : Draft.Id,
            ["", "desk", "deliveries", ..] => Copy.Id,
            ["", "desk", "media", ..] => Picture,
            ["", "desk", "networks", ..] => Target.Id,
            ["", "desk", "people", "invitations", ..] => Invitation.Id,
            ["", "desk", "people", ..] => Person,
            _ => Guid.Empty,
        };
        Assert.False(id == Guid.Empty && route.Contains("{id", StringComparison.Ordinal), $"{route}: say in {nameof(DeskFormSite)}.{nameof(Address)} which thing its id is.");
        var token = route.StartsWith("/invite", StringComparison.Ordinal) ? InvitationToken : "old";
        return route.Replace("{id:guid}", id.ToString(), StringComparison.Ordinal).Replace("{number:int}", "1", StringComparison.Ordinal)
            .Replace("{key}", "x", StringComparison.Ordinal).Replace("{token}", token, StringComparison.Ordinal);
    }

    public string Address(DeskForm form) => Address(form.Route, form.OfPublic);

    public string Name(string text) => text.Replace("{target}", Target.Id.ToString(), StringComparison.Ordinal).Replace("{copy}", Copy.Id.ToString(), StringComparison.Ordinal).Replace("{draft}", Draft.Id.ToString(), StringComparison.Ordinal);

    public string RevisionOf(DeskForm form) => (form.OfPublic ? Published : Draft).Revision.ToString(CultureInfo.InvariantCulture);

    /// <summary>Sends a form; with the token of the desk, unless told otherwise.</summary>
    public async Task<(int Status, string Where, string Page)> SendAsync(DeskForm form, Dictionary<string, string> fields, bool withToken = true, Action<HttpRequestMessage>? change = null, DeskDriver? by = null)
    {
        if (withToken)
        {
            fields["__RequestVerificationToken"] = _token;
        }

        using var answer = await (by ?? Desk).SendAsync(Address(form), fields, change);
        return ((int)answer.StatusCode, answer.Headers.Location?.ToString() ?? "", await answer.Content.ReadAsStringAsync());
    }

    /// <summary>All that is stored, as text.</summary>
    public async Task<string> TellAsync()
    {
        var told = new List<object?>
        {
            await App.Get<IAccountStore>().ListAsync(default),
            await App.Get<SiteInfo>().SettingsAsync(default),
            await App.Get<ISyndicationStore>().ListTargetsAsync(default),
            await App.Get<IMediaStore>().ListAsync(new MediaFilter(), null, 100, default),
            await App.Get<IInvitationStore>().ListOpenAsync(_site.Clock.GetUtcNow(), default),
        };
        var accounts = await App.Get<IAccountStore>().ListAsync(default);
        foreach (var summary in (await App.Get<IPostStore>().ListForDeskAsync(null, null, null, 100, default)).Items)
        {
            told.Add(await Desk.FindAsync(summary.Id));
            told.Add(await App.Get<IPostStore>().ListRevisionsAsync(summary.Id, default));
            told.Add(await App.Get<ISyndicationStore>().ListForPostAsync(summary.Id, default));
            foreach (var account in accounts)
            {
                told.Add(await App.Get<IWorkingCopies>().FindAsync(summary.Id, account.Id, default));
            }
        }

        return WebUtility.HtmlDecode(string.Join('\n', told.Select(t => JsonSerializer.Serialize(t, Plain))));
    }

    public void Dispose() => _site.Dispose();

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
