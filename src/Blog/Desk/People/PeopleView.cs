using Blog.Accounts;

namespace Blog.Desk.People;

/// <summary>Who writes here, and who is invited.</summary>
/// <param name="People">All accounts, owners first.</param>
/// <param name="Open">Invitations that can still be used.</param>
/// <param name="Happened">What was just done; a key of <see cref="PeoplePage"/>.</param>
public sealed record PeopleView(IReadOnlyList<Account> People, IReadOnlyList<Invitation> Open, string? Happened)
{
    /// <summary>The invitation that was made with this request; null if none was.</summary>
    public Invitation? Made { get; init; }

    /// <summary>Its link, shown this once.</summary>
    public string? Link { get; init; }

    /// <summary>What is wrong with what was sent; null if nothing.</summary>
    public string? Problem { get; init; }

    /// <summary>For whom, as typed.</summary>
    public string Whom { get; init; } = "";
}

/// <summary>What removing somebody means, before it is done.</summary>
/// <param name="Person">Who.</param>
public sealed record RemoveView(Account Person);

/// <summary>The words for roles.</summary>
internal static class RoleWords
{
    /// <summary>Roles that an invitation can give, the least first.</summary>
    public static readonly IReadOnlyList<AccountRole> Invited = [AccountRole.Contributor, AccountRole.Author, AccountRole.Editor];

    /// <summary>All, the most first.</summary>
    public static readonly IReadOnlyList<AccountRole> All = [AccountRole.Owner, AccountRole.Editor, AccountRole.Author, AccountRole.Contributor];

    public static string Name(Words words, AccountRole role) => role switch
    {
        AccountRole.Owner => words.Say("Owner"),
        AccountRole.Editor => words.Say("Editor"),
        AccountRole.Author => words.Say("Author"),
        _ => words.Say("Contributor"),
    };

    public static string May(Words words, AccountRole role) => role switch
    {
        AccountRole.Owner => words.Say("everything: networks, people and settings too"),
        AccountRole.Editor => words.Say("all posts, also those of others"),
        AccountRole.Author => words.Say("own posts, from draft to published"),
        _ => words.Say("own drafts; an editor publishes them"),
    };

    /// <summary>A role by its name as forms send it; null for anything else.</summary>
    public static AccountRole? Read(string? name) => All.Cast<AccountRole?>().FirstOrDefault(r => r.ToString() == name);
}
