using System.Security.Claims;
using Blog.Site;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Blog.Accounts;

/// <summary>
/// The signed-in session: a cookie with the account's id and security stamp, and nothing else. Every request of the desk reads the
/// account, so a changed password, a changed role or "sign out everywhere" counts at once.
/// </summary>
internal static class Session
{
    /// <summary>Scheme of the session cookie.</summary>
    public const string Scheme = "desk";

    /// <summary>Scheme of the cookie that says: this device has signed in before. It opens nothing.</summary>
    public const string Device = "device";

    private const string StampClaim = "stamp";

    private static readonly TimeSpan Stay = TimeSpan.FromDays(30);

    private sealed record SignedIn(Account Account);

    /// <summary>Who is signed in; null outside the desk.</summary>
    public static Account? Account(HttpContext context) => context.Features.Get<SignedIn>()?.Account;

    /// <summary>The same on pages that only somebody signed in can reach.</summary>
    public static Account Me(this HttpContext context) => Account(context)
        ?? throw new InvalidOperationException("This page is reached only when signed in; the group has no authorization.");

    /// <summary>Cookie name: <c>__Host-</c> ties it to this host and to https (RFC 6265bis 4.1.3.2).</summary>
    public static string CookieName(BlogOptions options, string name) => IsSecure(options) ? "__Host-blog-" + name : "blog-" + name;

    /// <summary>True if the site's address is https.</summary>
    public static bool IsSecure(BlogOptions options) => options.Url?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Begins a session: a fresh ticket, whatever the browser brought along.</summary>
    public static async Task BeginAsync(HttpContext context, Account account, bool stay)
    {
        await context.SignInAsync(Scheme, Principal(account, Scheme), new AuthenticationProperties
        {
            IsPersistent = stay,
            ExpiresUtc = stay ? context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() + Stay : null,
        });

        var device = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, account.Id.ToString()), new Claim(Device, Guid.NewGuid().ToString("N"))], Device);
        await context.SignInAsync(Device, new ClaimsPrincipal(device), new AuthenticationProperties { IsPersistent = true });
    }

    /// <summary>Ends it on this device; that the device is known stays.</summary>
    public static Task EndAsync(HttpContext context) => context.SignOutAsync(Scheme);

    /// <summary>The name of this device if it has signed in to this account before.</summary>
    public static async Task<string?> KnownDeviceAsync(HttpContext context, Account? account)
    {
        var known = await context.AuthenticateAsync(Device);
        return known.Succeeded && account is not null && known.Principal.FindFirstValue(ClaimTypes.NameIdentifier) == account.Id.ToString()
            ? known.Principal.FindFirstValue(Device)
            : null;
    }

    /// <summary>Checks the cookie against the stored account, and takes the role from there.</summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var accounts = context.HttpContext.RequestServices.GetRequiredService<IAccountStore>();
        var account = Guid.TryParse(context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
            ? await accounts.FindAsync(id, context.HttpContext.RequestAborted)
            : null;
        if (account is null || context.Principal!.FindFirstValue(StampClaim) != account.SecurityStamp)
        {
            context.RejectPrincipal();
            return;
        }

        await SeeAsync(accounts, account, context.HttpContext);
        context.ReplacePrincipal(Principal(account, Scheme));
        context.HttpContext.Features.Set(new SignedIn(account));
    }

    // Once a minute at most. Where nothing can be stored, the desk opens all the same.
    private static async Task SeeAsync(IAccountStore accounts, Account account, HttpContext context)
    {
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        if (account.LastSeenAt is { } last && now - last < TimeSpan.FromMinutes(1))
        {
            return;
        }

        try
        {
            await accounts.SeenAsync(account.Id, now, context.RequestAborted);
        }
        catch (StoreUnusableException)
        {
            // The alarm on every page says so already.
        }
    }

    private static ClaimsPrincipal Principal(Account account, string scheme) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, account.Id.ToString()),
            new Claim(ClaimTypes.Role, account.Role.ToString()),
            new Claim(StampClaim, account.SecurityStamp),
        ],
        scheme));
}
