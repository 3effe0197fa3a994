using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Blog.Rehearsal.Wire;

namespace Blog.Rehearsal.Facebook;

/// <summary>The consent page: who, which permissions, which Pages; allow or deny. Plain forms, no script.</summary>
internal sealed class FacebookDialog(FacebookWorld world)
{
    /// <summary>Permissions that can be asked for.</summary>
    public static readonly IReadOnlyList<string> Known =
    [
        "public_profile", "email", "pages_show_list", "pages_manage_posts", "pages_read_engagement", "pages_read_user_content", "pages_manage_engagement",
    ];

    /// <summary>Shows the page, or takes the decision.</summary>
    public WireReply Answer(FacebookRequest request)
    {
        if (world.App(request["client_id"]) is not { } app)
        {
            return Page(400, "Invalid App ID", "<p>The provided app ID does not look like a valid app ID.</p>");
        }

        if (request["redirect_uri"] is not { } redirect || (app.Redirects.Count > 0 ? !app.Redirects.Contains(redirect) : !Uri.TryCreate(redirect, UriKind.Absolute, out _)))
        {
            return Page(400, "URL blocked", "<p>This redirect failed because the redirect URI is not white-listed in the app’s client OAuth settings. Make sure that the client and web OAuth logins are on and add all your app domains as valid OAuth redirect URIs.</p>");
        }

        var asked = (request["scope"] ?? "public_profile").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (asked.Except(Known).ToList() is { Count: > 0 } unknown)
        {
            return Page(400, "Invalid Scopes", $"<p>Invalid Scopes: {Escape(string.Join(", ", unknown))}.</p>");
        }

        return request["response_type"] is not (null or "code") ? Page(400, "Invalid request", "<p>Invalid response_type.</p>")
            : request.Call.Method == "POST" ? Decide(request, app, redirect, asked)
            : Ask(request, app, redirect, asked);
    }

    private WireReply Ask(FacebookRequest request, StoredApp app, string redirect, string[] asked)
    {
        var people = People(app);
        if (people.Count == 0)
        {
            return Page(403, "App not active", "<p>This app is not accessible right now and the app developer is aware of the issue. You will be able to log in when the app is reactivated.</p>");
        }

        var form = new StringBuilder();
        form.Append(CultureInfo.InvariantCulture, $"<form method=\"post\" action=\"{Escape(request.Call.Address.AbsolutePath)}\">\n");
        foreach (var (name, value) in new[]
        {
            ("client_id", app.Id), ("redirect_uri", redirect), ("state", request["state"] ?? ""), ("scope", string.Join(',', asked)), ("response_type", "code"), ("auth_type", request["auth_type"] ?? ""),
        })
        {
            form.Append(CultureInfo.InvariantCulture, $"<input type=\"hidden\" name=\"{name}\" value=\"{Escape(value)}\">\n");
        }

        form.Append("<fieldset><legend>Continue as</legend>\n");
        Tick(form, "radio", "person", people.Select(p => (p.Id, p.Name)), onlyFirst: true);
        form.Append("</fieldset>\n<fieldset><legend>Pages</legend>\n");
        Tick(form, "checkbox", "page", world.State.Pages.Where(p => people.Any(person => p.Roles.ContainsKey(person.Id))).Select(p => (p.Id, p.Name)), onlyFirst: false);
        form.Append("</fieldset>\n<fieldset><legend>What the app may do</legend>\n");
        Tick(form, "checkbox", "permission", Offered(request, app, people[0], asked).Select(p => (p, p)), onlyFirst: false);
        form.Append("</fieldset>\n<button name=\"decision\" value=\"allow\">Allow</button>\n<button name=\"decision\" value=\"deny\">Not now</button>\n</form>");
        return Page(200, $"{app.Name} wants to use your Pages", form.ToString(), redirect);
    }

    private WireReply Decide(FacebookRequest request, StoredApp app, string redirect, string[] asked)
    {
        var state = request["state"] is { } sent ? "&state=" + Uri.EscapeDataString(sent) : "";
        if (request["decision"] != "allow" || People(app).Find(p => p.Id == request["person"]) is not { } person)
        {
            return Back(redirect, "error=access_denied&error_code=200&error_description=Permissions+error&error_reason=user_denied" + state);
        }

        var before = world.GrantOf(app.Id, person.Id);
        var permissions = new Dictionary<string, string>(before?.Permissions ?? new Dictionary<string, string>()) { ["public_profile"] = "granted" };
        var ticked = Values(request, "permission");
        foreach (var permission in asked)
        {
            var isOffered = Offered(request, app, person, asked).Contains(permission);
            permissions[permission] = permission == "public_profile" || (isOffered && ticked.Contains(permission)) ? "granted" : "declined";
        }

        var pages = Values(request, "page").Where(id => world.Page(id)?.Roles.ContainsKey(person.Id) == true).ToList();
        world.State.Grants.RemoveAll(g => g.AppId == app.Id && g.PersonId == person.Id);
        world.State.Grants.Add(new StoredGrant(app.Id, person.Id, permissions, pages));
        var code = new StoredCode(FacebookWorld.NewSecret("AQ"), app.Id, person.Id, redirect, world.Now, IsUsed: false);
        world.State.Codes.RemoveAll(c => c.IssuedAt < world.Now - TimeSpan.FromDays(1));
        world.State.Codes.Add(code);
        world.Touch();
        return Back(redirect, "code=" + code.Value + state);
    }

    // What was declined once is asked again only on request.
    private List<string> Offered(FacebookRequest request, StoredApp app, StoredPerson person, string[] asked) =>
        [.. asked.Where(p => request["auth_type"] == "rerequest" || world.GrantOf(app.Id, person.Id)?.Permissions.GetValueOrDefault(p) != "declined")];

    private List<StoredPerson> People(StoredApp app) => [.. world.State.People.Where(p => app is { IsLive: true, IsReviewed: true } || app.People.Contains(p.Id))];

    private static List<string> Values(FacebookRequest request, string name) =>
        request.Form.TryGetValue(name, out var values) ? [.. values.OfType<string>()] : [];

    private static WireReply Back(string redirect, string query) =>
        WireReply.Redirect($"{redirect}{(redirect.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}#_=_");

    private static void Tick(StringBuilder form, string type, string name, IEnumerable<(string Value, string Label)> choices, bool onlyFirst)
    {
        var n = 0;
        foreach (var (value, label) in choices)
        {
            form.Append(CultureInfo.InvariantCulture, $"<p><label><input type=\"{type}\" name=\"{name}\" value=\"{Escape(value)}\"{(n++ == 0 || !onlyFirst ? " checked" : "")}> {Escape(label)}</label></p>\n");
        }
    }

    // The browser checks where a form leads to after its redirect as well, so the app's address is named.
    private static WireReply Page(int status, string title, string body, string? redirect = null)
    {
        var leadsTo = redirect is not null && Uri.TryCreate(redirect, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? " " + new Uri(redirect!).GetLeftPart(UriPartial.Authority) : "";
        return FacebookPages.Whole(status, title, body).With("Content-Security-Policy", $"default-src 'none'; style-src 'self'; form-action 'self'{leadsTo}; base-uri 'none'; frame-ancestors 'none'");
    }

    private static string Escape(string text) => HtmlEncoder.Default.Encode(text);
}
