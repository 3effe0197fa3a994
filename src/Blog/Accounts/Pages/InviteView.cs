using Microsoft.AspNetCore.Http;

namespace Blog.Accounts.Pages;

/// <summary>The form behind an invitation's link. The role is the invitation's and is read from no request.</summary>
/// <param name="Role">What the account will be.</param>
/// <param name="InvitedBy">Who made the invitation.</param>
/// <param name="EndsAt">UTC end of the link.</param>
public sealed record InviteView(AccountRole Role, string InvitedBy, DateTimeOffset EndsAt)
{
    /// <summary>Name that readers will see.</summary>
    public string Name { get; init; } = "";

    /// <summary>What they will sign in with.</summary>
    public string Email { get; init; } = "";

    /// <summary>Sentence by field.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init; } = AccountRules.None;

    /// <summary>The same with what was sent, but for the password.</summary>
    public InviteView With(IFormCollection form, IReadOnlyDictionary<string, string> errors) =>
        this with { Name = form["name"].ToString(), Email = form["mail"].ToString(), Errors = errors };
}
