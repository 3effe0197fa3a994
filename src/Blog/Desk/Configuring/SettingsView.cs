using System.Globalization;
using Blog.Accounts;
using Blog.Site;
using Microsoft.AspNetCore.Http;

namespace Blog.Desk.Configuring;

/// <summary>Site, profile and password.</summary>
/// <param name="Site">The site's form; null for accounts that may not change it.</param>
/// <param name="Profile">Own profile.</param>
/// <param name="Errors">Sentence by field.</param>
/// <param name="Happened">What was just done.</param>
public sealed record SettingsView(SiteForm? Site, ProfileForm Profile, IReadOnlyDictionary<string, string> Errors, string? Happened);

/// <summary>The site's form: exactly these fields are read.</summary>
public sealed record SiteForm
{
    private const int MaxLinks = 12;

    /// <summary>Name of the site.</summary>
    public string Title { get; init; } = "";

    /// <summary>One line about it.</summary>
    public string Tagline { get; init; } = "";

    /// <summary>BCP 47.</summary>
    public string Language { get; init; } = "";

    /// <summary>IANA zone.</summary>
    public string ZoneId { get; init; } = "";

    /// <summary>5 to 50.</summary>
    public string PostsPerPage { get; init; } = "";

    /// <summary>One entry a line: label = address.</summary>
    public string Navigation { get; init; } = "";

    /// <summary>What is stored.</summary>
    public static SiteForm Of(SiteSettings settings) => new()
    {
        Title = settings.Title,
        Tagline = settings.Tagline,
        Language = settings.Language,
        ZoneId = settings.ZoneId,
        PostsPerPage = settings.PostsPerPage.ToString(CultureInfo.InvariantCulture),
        Navigation = string.Join('\n', settings.Navigation.Select(n => $"{n.Label} = {n.Url}")),
    };

    /// <summary>What was sent.</summary>
    public static SiteForm Read(IFormCollection form) => new()
    {
        Title = form["title"].ToString(),
        Tagline = form["tagline"].ToString(),
        Language = form["language"].ToString(),
        ZoneId = form["zone"].ToString(),
        PostsPerPage = form["perPage"].ToString(),
        Navigation = form["navigation"].ToString(),
    };

    /// <summary>All that is wrong at once, and the settings if nothing is.</summary>
    public Dictionary<string, string> Check(SiteSettings now, out SiteSettings settings)
    {
        var errors = new Dictionary<string, string>();
        SiteRules.CheckTitle(Title, "title", errors);
        SiteRules.CheckPlace(Language, ZoneId, errors);
        if (Tagline.Length > 300)
        {
            errors["tagline"] = "At most 300 characters.";
        }

        if (!int.TryParse(PostsPerPage, NumberStyles.None, CultureInfo.InvariantCulture, out var perPage) || perPage is < 5 or > 50)
        {
            errors["perPage"] = "A number from 5 to 50.";
        }

        var links = ReadLinks(errors);
        settings = now with { Title = Title.Trim(), Tagline = AccountRules.CleanName(Tagline), Language = Language, ZoneId = ZoneId, PostsPerPage = perPage, Navigation = links };
        return errors;
    }

    private List<NavigationLink> ReadLinks(Dictionary<string, string> errors)
    {
        var links = new List<NavigationLink>();
        foreach (var line in Navigation.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts is not [{ Length: > 0 and <= 40 } label, { Length: > 0 and <= 500 } url] || !WebLinks.IsPathOrWeb(url) || links.Count == MaxLinks)
            {
                errors["navigation"] = "Each line is a word, “=” and an address: About = /about. Addresses start with / or https://; at most 12 lines.";
                return links;
            }

            links.Add(new NavigationLink(label, url));
        }

        return links;
    }
}

/// <summary>Own profile: exactly these fields are read.</summary>
public sealed record ProfileForm
{
    private const int MaxLinks = 20;

    /// <summary>Name that readers see.</summary>
    public string Name { get; init; } = "";

    /// <summary>A sentence.</summary>
    public string Bio { get; init; } = "";

    /// <summary>One address a line.</summary>
    public string Links { get; init; } = "";

    /// <summary>What is stored.</summary>
    public static ProfileForm Of(Account account) => new() { Name = account.Name, Bio = account.Bio ?? "", Links = string.Join('\n', account.Links) };

    /// <summary>What was sent.</summary>
    public static ProfileForm Read(IFormCollection form) => new()
    {
        Name = form["name"].ToString(),
        Bio = form["bio"].ToString(),
        Links = form["links"].ToString(),
    };

    /// <summary>All that is wrong at once, and the addresses if nothing is.</summary>
    public Dictionary<string, string> Check(out IReadOnlyList<string> links)
    {
        var errors = new Dictionary<string, string>();
        if (AccountRules.CleanName(Name).Length is 0 or > 100)
        {
            errors["name"] = "A name has 1 to 100 characters.";
        }

        if (Bio.Length > 500)
        {
            errors["bio"] = "At most 500 characters.";
        }

        links = Links.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (links.Count > MaxLinks || links.Any(l => l.Length > 500 || !WebLinks.IsWeb(l)))
        {
            errors["links"] = "One address a line, each starts with https:// or http://; at most 20.";
        }

        return errors;
    }
}
