using System.Text.Json;
using Blog.Networks;
using Blog.Networks.LinkedIn;
using Blog.Rehearsal.Wire;
using Blog.Syndication;

namespace Blog.Rehearsal.LinkedIn;

/// <summary>LinkedIn for one look at a copy: a profile or a company page, as the target is one, and the limits and versions that the owner's facts name.</summary>
internal sealed class LinkedInRehearsal(InProcess inProcess, FactsFile files, TimeProvider time) : INetworkRehearsal
{
    private const string App = "rehearsal";
    private const string PageId = "1000000002";

    private readonly LinkedInFacts _facts = LinkedInFacts.Load(files);

    /// <inheritdoc/>
    public string Network => "linkedin";

    /// <inheritdoc/>
    public RehearsalStage Open(SyndicationTarget target)
    {
        var emulator = new LinkedInEmulator(time);
        emulator.Settings.MaxCommentary = _facts.MaxLength;
        emulator.Settings.MaxComment = _facts.MaxComment;
        emulator.Settings.FirstVersion = _facts.Versions.Min(StringComparer.Ordinal)!;
        emulator.Settings.LastVersion = _facts.Versions.Max(StringComparer.Ordinal)!;
        var member = emulator.AddMember("1000000001", target.Name);
        var author = LinkedInUrn.IsOrganization(target.RemoteAccountId) ? emulator.AddPage(PageId, target.Name, (member, "ADMINISTRATOR")).Urn : member.Urn;
        var now = time.GetUtcNow();
        string[] scopes = [.. _facts.MemberScopes, .. _facts.OrganizationScopes];
        var token = new LinkedInToken(Guid.NewGuid().ToString("N"), App, member.Id, scopes, now, now.AddHours(1));
        emulator.AddToken(token);
        var secret = new LinkedInSecret { Token = token.Value, IssuedAt = now, Author = author };
        return inProcess.Face(emulator, client => new LinkedInNetwork(client, _facts, time), target, author, JsonSerializer.Serialize(secret, LinkedInJson.Default.LinkedInSecret));
    }
}
