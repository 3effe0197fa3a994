using Blog.Desk;
using Blog.Desk.Frame;
using Blog.Site;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Blog.Accounts;

/// <summary>Registers this folder's services and addresses.</summary>
public static class AccountServices
{
    /// <summary>Policy: anybody who is signed in.</summary>
    internal const string Anyone = "anyone";

    /// <summary>Policy: the owner.</summary>
    internal const string OwnerOnly = "owner";

    /// <summary>Rounds of PBKDF2 with HMAC-SHA512 for a password; OWASP's cheat sheet asks for 210,000.</summary>
    internal const int PasswordRounds = 250_000;

    /// <summary>Services.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton<SetupLink>();
        services.AddSingleton<AccountSetup>();
        services.AddSingleton<Invitations>();
        services.AddSingleton<ApiTokens>();
        services.AddSingleton<SignInGuard>();
        services.AddSingleton<DummyPassword>();

        services.AddIdentityCore<Account>(options =>
        {
            options.Password.RequiredLength = AccountRules.MinPassword;
            options.Password.RequireDigit = false;
            options.Password.RequireLowercase = false;
            options.Password.RequireUppercase = false;
            options.Password.RequireNonAlphanumeric = false;
            options.User.RequireUniqueEmail = true;
            options.User.AllowedUserNameCharacters = "";
        });
        services.AddScoped<IUserStore<Account>, AccountUserStore>();
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = PasswordRounds);

        AddCookies(services);
        AddKeys(services);
        return services;
    }

    /// <summary>Addresses.</summary>
    public static IEndpointRouteBuilder MapAccounts(this IEndpointRouteBuilder routes)
    {
        SetupEndpoints.Map(routes);
        InviteEndpoints.Map(routes);
        SignInEndpoints.Map(routes);
        return routes;
    }

    /// <summary>Middleware between routing and endpoints: private headers, authentication, authorization.</summary>
    public static IApplicationBuilder UseAccounts(this IApplicationBuilder app)
    {
        app.Use((context, next) => PrivateArea.ApplyAsync(context, next));

        // Named here so that the host does not put it before everything else. There is no default scheme (there are two), so a
        // page for readers reads no cookie; the policies of the desk name theirs.
        app.UseAuthentication();
        app.UseAuthorization();
        return app;
    }

    private static void AddCookies(IServiceCollection services)
    {
        services.AddAuthentication().AddCookie(Session.Scheme).AddCookie(Session.Device);
        services.AddAuthorizationBuilder()
            .AddPolicy(Anyone, policy => policy.AddAuthenticationSchemes(Session.Scheme).RequireAuthenticatedUser())
            .AddPolicy(OwnerOnly, policy => policy.AddAuthenticationSchemes(Session.Scheme).RequireRole(nameof(AccountRole.Owner)));

        services.AddOptions<CookieAuthenticationOptions>(Session.Scheme).Configure<IOptions<BlogOptions>>((cookie, blog) =>
        {
            Harden(cookie, blog.Value, "session");
            cookie.ExpireTimeSpan = TimeSpan.FromDays(30);
            cookie.SlidingExpiration = true;
            cookie.Events.OnValidatePrincipal = Session.ValidateAsync;
            cookie.Events.OnRedirectToLogin = context => SignInEndpoints.ChallengeAsync(context.HttpContext);
            cookie.Events.OnRedirectToAccessDenied = context => ForbidAsync(context.HttpContext);
        });
        services.AddOptions<CookieAuthenticationOptions>(Session.Device).Configure<IOptions<BlogOptions>>((cookie, blog) =>
        {
            Harden(cookie, blog.Value, "device");
            cookie.ExpireTimeSpan = TimeSpan.FromDays(365);
        });

        services.AddAntiforgery();
        services.AddOptions<AntiforgeryOptions>().Configure<IOptions<BlogOptions>>((antiforgery, blog) =>
        {
            antiforgery.Cookie = new FormCookie(Session.IsSecure(blog.Value)) { Name = Session.CookieName(blog.Value, "form"), HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" };
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
    }

    private static void Harden(CookieAuthenticationOptions options, BlogOptions blog, string name)
    {
        options.Cookie.Name = Session.CookieName(blog, name);
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.Path = "/";
        options.Cookie.SecurePolicy = Session.IsSecure(blog) ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
    }

    private static void AddKeys(IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("Blog");

        // The key ring lies in a folder that only this user can open; it would warn at every new key that it is not encrypted besides.
        services.AddLogging(logs => logs.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error));
        services.AddHostedService<KeyRingCheck>();
        services.AddOptions<KeyManagementOptions>().Configure<DataFolder, IKeyRingStore, IServiceProvider, ILoggerFactory>((keys, folder, store, provider, logs) =>
        {
            if (store.IsShared)
            {
                keys.XmlRepository = new StoredKeyRing(store);
                keys.XmlEncryptor = new KeyRingCipher(provider);
                return;
            }

            var directory = OperatingSystem.IsWindows()
                ? Directory.CreateDirectory(folder.Keys)
                : Directory.CreateDirectory(folder.Keys, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            keys.XmlRepository = new FileSystemXmlRepository(directory, logs);
        });
    }

    private static async Task ForbidAsync(HttpContext context)
    {
        var shell = await context.RequestServices.GetRequiredService<ShellFactory>().ForAsync(context, Place.None, context.RequestAborted);
        var page = DeskResult.Page<ProblemPage, ProblemView>(
            shell,
            new ProblemView(
                shell.Words.Say("This is the owner’s"),
                shell.Words.Say("Your role does not reach this page. Nothing was changed. Ask the owner of the site if you need it."),
                [], "/desk", shell.Words.Say("To the desk")),
            StatusCodes.Status403Forbidden);
        await page.ExecuteAsync(context);
    }

    // Antiforgery refuses to work on plain http once its policy says "always", which would shut the desk behind a proxy that ends
    // TLS; the attribute itself is what counts.
    private sealed class FormCookie(bool secure) : CookieBuilder
    {
        public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
        {
            var cookie = base.Build(context, expiresFrom);
            cookie.Secure = secure;
            return cookie;
        }
    }
}
