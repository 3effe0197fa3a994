using Blog.Accounts;
using Blog.Reading;
using Blog.Site;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;

namespace Blog.Desk.Configuring;

/// <summary>The site's settings, one's own profile and password.</summary>
internal static class SettingsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapSignedIn("/desk/settings");
        group.MapGet("", ShowAsync);
        group.MapPost("/profile", SaveProfileAsync);
        group.MapPost("/password", ChangePasswordAsync);
        group.MapPost("/sign-out-everywhere", SignOutEverywhereAsync);
        routes.MapSignedIn("/desk/settings", AccountServices.OwnerOnly).MapPost("/site", SaveSiteAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, ShellFactory shells, SiteInfo site, CancellationToken ct) =>
        Page(await shells.ForAsync(context, Place.Settings, ct), await ViewAsync(context, site, ct));

    private static async Task<IResult> SaveSiteAsync(HttpContext context, ShellFactory shells, SiteInfo site, SettingsKeeper keeper, CancellationToken ct)
    {
        var form = SiteForm.Read(context.Request.Form);
        var errors = form.Check(await site.SettingsAsync(ct), out var settings);
        if (errors.Count > 0)
        {
            return Page(await shells.ForAsync(context, Place.Settings, ct), await ViewAsync(context, site, ct) with { Site = form, Errors = errors });
        }

        await keeper.ChangeAsync(_ => settings, ct);
        return DeskResult.See("/desk/settings?done=site");
    }

    private static async Task<IResult> SaveProfileAsync(
        HttpContext context, ShellFactory shells, SiteInfo site, IAccountStore accounts, ISiteStore store, ContentVersion version)
    {
        var ct = context.RequestAborted;
        var form = ProfileForm.Read(context.Request.Form);
        var errors = form.Check(out var links);
        if (errors.Count > 0)
        {
            return Page(await shells.ForAsync(context, Place.Settings, ct), await ViewAsync(context, site, ct) with { Profile = form, Errors = errors });
        }

        var me = context.Me();
        me.Name = AccountRules.CleanName(form.Name);
        me.Bio = string.IsNullOrWhiteSpace(form.Bio) ? null : form.Bio.Trim();
        me.Links = links;
        await accounts.UpdateAsync(me, ct);
        version.Observe(await store.LoadStampAsync(ct));
        site.Forget();
        return DeskResult.See("/desk/settings?done=profile#profile");
    }

    private static async Task<IResult> ChangePasswordAsync(HttpContext context, ShellFactory shells, SiteInfo site, UserManager<Account> users, SignInGuard guard)
    {
        var ct = context.RequestAborted;
        var me = context.Me();
        var current = context.Request.Form["current"].ToString();
        var wished = context.Request.Form["password"].ToString();
        var errors = new Dictionary<string, string>();

        // A session that somebody left open must not become a place to guess the password.
        var attempt = new SignInAttempt(me.NormalizedEmail, null, "password of " + me.Id);
        if (await guard.RestsUntilAsync(attempt, ct) is not null)
        {
            errors["current"] = "Several tries did not match. Changing the password rests for 5 minutes.";
        }
        else if (AccountRules.CheckPassword(wished) is { } problem)
        {
            errors["password"] = problem;
        }
        else
        {
            var changed = current.Length <= AccountRules.MaxPassword ? await users.ChangePasswordAsync(me, current, wished) : IdentityResult.Failed();
            if (changed.Succeeded)
            {
                await guard.SucceededAsync(attempt, ct);
                await Session.BeginAsync(context, me, stay: true);
                return DeskResult.See("/desk/settings?done=password#password");
            }

            await guard.FailedAsync(attempt, ct);
            errors["current"] = "This is not your password of now. Nothing was changed.";
        }

        return Page(await shells.ForAsync(context, Place.Settings, ct), await ViewAsync(context, site, ct) with { Errors = errors });
    }

    private static async Task<IResult> SignOutEverywhereAsync(HttpContext context, UserManager<Account> users, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        await users.UpdateSecurityStampAsync(context.Me());
        await Session.EndAsync(context);
        return DeskResult.See("/sign-in");
    }

    private static async Task<SettingsView> ViewAsync(HttpContext context, SiteInfo site, CancellationToken ct)
    {
        var me = context.Me();
        return new SettingsView(
            me.Role == AccountRole.Owner ? SiteForm.Of(await site.SettingsAsync(ct)) : null, ProfileForm.Of(me), AccountRules.None, context.Request.Query["done"]);
    }

    private static IResult Page(Shell shell, SettingsView view) =>
        DeskResult.Page<SettingsPage, SettingsView>(shell, view, view.Errors.Count > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
}
