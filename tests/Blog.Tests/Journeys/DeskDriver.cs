using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Blog.Accounts;
using Blog.Posts;
using Blog.Tests.Infrastructure;
using Microsoft.AspNetCore.Identity;

namespace Blog.Tests.Journeys;

/// <summary>An author with a browser without JavaScript: opens pages, fills forms, keeps cookies.</summary>
public sealed partial class DeskDriver(BlogApp app, HttpClient browser) : IDisposable
{
    public const string Email = "ines@refuge.example";
    public const string Password = "nine centimetres of snow";

    public BlogApp App => app;

    public HttpClient Browser => browser;

    /// <summary>An app whose passwords cost next to nothing; how dear they really are has its own test.</summary>
    public static BlogApp QuickApp(string? folder = null) => new BlogApp(folder).Configure(s => s.Configure<PasswordHasherOptions>(o => o.IterationCount = 1000));

    /// <summary>A fresh site whose owner has just come in by the set-up link.</summary>
    public static async Task<DeskDriver> SetUpAsync(BlogApp app)
    {
        var driver = new DeskDriver(app, app.Browser());
        await SetUpAsync(driver);
        return driver;
    }

    /// <summary>The same with a browser that is there already.</summary>
    public static async Task SetUpAsync(DeskDriver driver)
    {
        var link = await driver.App.Get<SetupLink>().CreateAsync(CancellationToken.None);
        var answer = await driver.PostAsync(link!, SetupFields());
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, $"{answer.StatusCode}: {Read(await answer.Content.ReadAsStringAsync())}");
    }

    public static Dictionary<string, string> SetupFields() => new()
    {
        ["site"] = "Refuge Notes",
        ["name"] = "Inés Quintana",
        ["mail"] = Email,
        ["password"] = Password,
        ["language"] = "en",
        ["zone"] = "Europe/Madrid",
    };

    public static string Describe(HttpResponseMessage answer) => $"{(int)answer.StatusCode} {answer.Headers.Location}";

    public Task<HttpResponseMessage> GetAsync(string path) => browser.GetAsync(new Uri(path, UriKind.Relative));

    /// <summary>The page as source; it must be there.</summary>
    public async Task<string> PageAsync(string path)
    {
        using var answer = await GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Sends a form with the antiforgery token of the page at <paramref name="from"/> (that address itself if null).</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, IReadOnlyDictionary<string, string> fields, string? from = null)
    {
        using var page = await GetAsync(from ?? path);
        var source = await page.Content.ReadAsStringAsync();
        var token = TokenOf(source);
        Assert.True(token.Length > 0, $"{from ?? path} answered {page.StatusCode} without a form: {source}");
        return await SendAsync(path, new Dictionary<string, string>(fields) { ["__RequestVerificationToken"] = token });
    }

    public async Task<HttpResponseMessage> SendAsync(string path, IReadOnlyDictionary<string, string> fields, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) };
        change?.Invoke(request);
        return await browser.SendAsync(request);
    }

    public async Task<HttpResponseMessage> SignInAsync(string email, string password, string? returnUrl = null)
    {
        var page = returnUrl is null ? "/sign-in" : "/sign-in?returnUrl=" + Uri.EscapeDataString(returnUrl);
        return await PostAsync("/sign-in", new Dictionary<string, string> { ["email"] = email, ["password"] = password, ["returnUrl"] = returnUrl ?? "", ["stay"] = "on" }, page);
    }

    /// <summary>Writes a draft and returns it as it is stored.</summary>
    public async Task<Post> WriteAsync(string title, string markdown, Action<Dictionary<string, string>>? change = null)
    {
        var fields = WriteFields(title, markdown);
        change?.Invoke(fields);
        using var answer = await PostAsync("/desk/write", fields);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return await FindAsync(IdIn(answer.Headers.Location!.ToString()));
    }

    public async Task<Post> PublishAsync(Post draft)
    {
        var review = $"/desk/posts/{draft.Id}/review";
        using var answer = await PostAsync(review, new Dictionary<string, string> { ["revision"] = draft.Revision.ToString(CultureInfo.InvariantCulture), ["as"] = "post" });
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return await FindAsync(draft.Id);
    }

    public async Task<Post> FindAsync(Guid id) => (await app.Get<IPostStore>().FindAsync(id, CancellationToken.None))!;

    public static Dictionary<string, string> WriteFields(string title, string markdown, int revision = 0) => new()
    {
        ["title"] = title,
        ["markdown"] = markdown,
        ["slug"] = "",
        ["excerpt"] = "",
        ["tags"] = "",
        ["language"] = "en",
        ["cover"] = "",
        ["alt"] = "",
        ["canonical"] = "",
        ["date"] = "",
        ["zone"] = "Europe/Madrid",
        ["revision"] = revision.ToString(CultureInfo.InvariantCulture),
        ["do"] = "save",
    };

    public static Guid IdIn(string path) => Guid.Parse(IdPattern().Match(path).Value);

    public static string TokenOf(string page) => TokenPattern().Match(page) is { Success: true } found ? WebUtility.HtmlDecode(found.Groups["token"].Value) : "";

    /// <summary>What a person reads: entities resolved.</summary>
    public static string Read(string page) => WebUtility.HtmlDecode(page);

    public void Dispose() => browser.Dispose();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}", RegexOptions.NonBacktracking)]
    private static partial Regex IdPattern();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TokenPattern();
}
