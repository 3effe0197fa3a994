using Blog.Desk;
using Microsoft.AspNetCore.Http;

namespace Blog.Accounts.Pages;

/// <summary>The set-up form: exactly these fields are read from the request.</summary>
public sealed record SetupView
{
    /// <summary>Name of the site.</summary>
    public string Site { get; init; } = "";

    /// <summary>Name of the owner.</summary>
    public string Name { get; init; } = "";

    /// <summary>What the owner signs in with.</summary>
    public string Email { get; init; } = "";

    /// <summary>Never written into a page.</summary>
    public string Password { get; init; } = "";

    /// <summary>BCP 47.</summary>
    public string Language { get; init; } = "en";

    /// <summary>IANA zone.</summary>
    public string ZoneId { get; init; } = "Etc/UTC";

    /// <summary>Sentence by field.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init; } = AccountRules.None;

    /// <summary>The form as it is first seen.</summary>
    public static SetupView Empty(Shell shell) => new() { Language = shell.Words.Language };

    /// <summary>What was sent.</summary>
    public static SetupView Read(IFormCollection form) => new()
    {
        Site = form["site"].ToString(),
        Name = form["name"].ToString(),
        Email = form["mail"].ToString(),
        Password = form["password"].ToString(),
        Language = form["language"].ToString(),
        ZoneId = form["zone"].ToString(),
    };

    /// <summary>All that is wrong at once.</summary>
    public Dictionary<string, string> Check()
    {
        var errors = AccountRules.Check(new NewAccount(Email, Name, AccountRole.Owner, Password));
        SiteRules.CheckTitle(Site, "site", errors);
        SiteRules.CheckPlace(Language, ZoneId, errors);
        return errors;
    }
}
