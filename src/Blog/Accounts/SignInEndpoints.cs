using Blog.Accounts.Pages;
using Blog.Desk;
using Blog.Site;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Blog.Accounts;

/// <summary>Signing in and out.</summary>
internal static partial class SignInEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapPrivate("/sign-in");
        group.MapGet("", ShowAsync);
        group.MapPost("", SignInAsync);
        routes.MapSignedIn("/sign-out").MapPost("", SignOutAsync);
    }

    /// <summary>Somebody who is not signed in asked for a page of the desk.</summary>
    public static async Task ChallengeAsync(HttpContext context)
    {
        var site = context.RequestServices.GetRequiredService<SiteInfo>();
        var request = context.Request;
        var isPage = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        // A script asks: by the browser's word, or by its own where the browser says nothing (a site without https).
        if (request.Headers["Sec-Fetch-Dest"] == "empty" || request.Headers.Accept == "application/json")
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else if (isPage || await site.OwnerAsync(context.RequestAborted) is null)
        {
            context.Response.Redirect("/sign-in?returnUrl=" + Uri.EscapeDataString(LocalReturn.From(request.Path + request.QueryString)));
        }
        else
        {
            // The session ended while somebody wrote: their words come back with the form to sign in.
            var form = await PostGuard.ReadFormAsync(context);
            var shell = await context.RequestServices.GetRequiredService<ShellFactory>().ForAsync(context, Place.None, context.RequestAborted);
            var view = new SignInView("", LocalReturn.Desk, SignInProblem.SessionEnded, null, 0, form is null ? [] : TypedWords.Of(form));
            await DeskResult.Page<SignInPage, SignInView>(shell, view, StatusCodes.Status401Unauthorized).ExecuteAsync(context);
        }
    }

    private static async Task<IResult> ShowAsync(HttpContext context, ShellFactory shells, SiteInfo site, string? returnUrl, CancellationToken ct)
    {
        var problem = await site.OwnerAsync(ct) is null ? SignInProblem.NoOwner : SignInProblem.None;
        var shell = await shells.ForAsync(context, Place.None, ct);
        return DeskResult.Page<SignInPage, SignInView>(shell, new SignInView("", LocalReturn.From(returnUrl), problem, null, 0, []));
    }

    private static async Task<IResult> SignInAsync(
        HttpContext context, UserManager<Account> users, SignInGuard guard, ShellFactory shells, IServiceProvider services, ILoggerFactory logs)
    {
        var ct = context.RequestAborted;
        var form = context.Request.Form;
        var email = form["email"].ToString().Trim();
        var password = form["password"].ToString();
        var goal = LocalReturn.From(form["returnUrl"]);
        var shell = await shells.ForAsync(context, Place.None, ct);

        var account = email.Length is > 0 and <= 254 ? await users.FindByEmailAsync(email) : null;
        var device = await Session.KnownDeviceAsync(context, account);
        var attempt = new SignInAttempt(users.NormalizeEmail(email)!, context.Connection.RemoteIpAddress, device);
        var log = logs.CreateLogger(typeof(SignInEndpoints).FullName!);
        if (await guard.RestsUntilAsync(attempt, ct) is { } until)
        {
            context.Response.Headers.RetryAfter = ((int)Math.Ceiling((until - shell.Now).TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
            return DeskResult.Page<SignInPage, SignInView>(
                shell, new SignInView(email, goal, SignInProblem.Resting, until, 0, []), StatusCodes.Status429TooManyRequests);
        }

        // The same work and the same answer whether the address is known, rests, or has no password.
        var rests = device is null && account?.LockoutEnd > shell.Now;
        var right = account?.PasswordHash is not null && password.Length <= AccountRules.MaxPassword
            ? await users.CheckPasswordAsync(account, password)
            : services.GetRequiredService<DummyPassword>().Check(password.Length <= AccountRules.MaxPassword ? password : "");
        if (!right || rests)
        {
            var left = await guard.FailedAsync(attempt, ct);
            Log.Refused(log, context.Connection.RemoteIpAddress?.ToString());
            if (account is not null && device is null && !rests)
            {
                var accounts = services.GetRequiredService<IAccountStore>();
                await accounts.CountFailureAsync(account.Id, SignInGuard.TriesPerAccount, shell.Now + SignInGuard.Rest, ct);
            }

            return DeskResult.Page<SignInPage, SignInView>(
                shell, new SignInView(email, goal, SignInProblem.Wrong, null, left, []), StatusCodes.Status400BadRequest);
        }

        await guard.SucceededAsync(attempt, ct);
        if (account!.AccessFailedCount > 0)
        {
            account.AccessFailedCount = 0;
            account.LockoutEnd = null;
            await users.UpdateAsync(account);
        }

        await Session.BeginAsync(context, account, stay: form["stay"] == "on");
        return DeskResult.See(goal);
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        await Session.EndAsync(context);
        return DeskResult.See("/sign-in");
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A sign-in from {Address} was refused")]
        public static partial void Refused(ILogger log, string? address);
    }
}
