using System.Text.Json;
using Blog.Networks.LinkedIn;

namespace Blog.Rehearsal.LinkedIn;

/// <summary>
/// LinkedIn to practise with: a company page, because that is what programs can read, with a token for ten years, and one app with which the way over
/// the consent page can be tried as the member or as the page.
/// </summary>
internal static class LinkedInPractice
{
    private const string App = "practice";
    private const string Keys = "practice-keys";
    private const string PageId = "1000000002";

    private static readonly string[] Scopes =
    [
        "openid", "profile", "w_member_social", "w_organization_social", "r_organization_social", "rw_organization_admin", "w_organization_social_feed", "r_organization_social_feed",
    ];

    private static readonly LinkedInMember Member = new("1000000001", "You");

    /// <summary>A network without posts.</summary>
    public static PracticeParts Create(TimeProvider time)
    {
        var emulator = new LinkedInEmulator(time);
        return new PracticeParts("LinkedIn", "urn:li:organization:" + PageId, emulator, () => Secret(emulator, time.GetUtcNow()))
        {
            Fields = new Dictionary<string, string> { ["clientId"] = App, ["clientSecret"] = App },
        };
    }

    private static string Secret(LinkedInEmulator emulator, DateTimeOffset now)
    {
        emulator.AddMember(Member.Id, Member.Name);
        var page = emulator.AddPage(PageId, "Your blog", (Member, "ADMINISTRATOR"));
        emulator.AddApp(new LinkedInApp(App, App, [], Scopes));
        var token = emulator.Tokens.FirstOrDefault(t => t is { ClientId: Keys, IsRevoked: false } && t.EndsAt > now.AddYears(1));
        if (token is null)
        {
            // Of an app of its own: a consent to other rights ends the tokens of the app that asked.
            token = new LinkedInToken(Guid.NewGuid().ToString("N"), Keys, Member.Id, Scopes, now, now.AddYears(10));
            emulator.AddToken(token);
        }

        return JsonSerializer.Serialize(new LinkedInSecret { Token = token.Value, IssuedAt = token.IssuedAt, Author = page.Urn }, LinkedInJson.Default.LinkedInSecret);
    }
}
