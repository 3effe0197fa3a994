using System.Text.Json;
using Blog.Networks;
using Blog.Networks.X;
using Blog.Rehearsal.Wire;
using Blog.Syndication;

namespace Blog.Rehearsal.X;

/// <summary>X for one look at a copy: the handle of the target, and the limits that the owner's facts name.</summary>
internal sealed class XRehearsal(InProcess inProcess, FactsFile files, TimeProvider time) : INetworkRehearsal
{
    private const string AccountId = "1000000001";

    private readonly XFacts _facts = XFacts.Load(files);

    /// <inheritdoc/>
    public string Network => "x";

    /// <inheritdoc/>
    public RehearsalStage Open(SyndicationTarget target)
    {
        var emulator = new XEmulator(time) { MaxWeight = _facts.MaxLength };
        var account = emulator.AddAccount(AccountId, target.Name.TrimStart('@'), target.Name);
        var secret = new XSecret { Bearer = emulator.LastingToken(account), Username = account.Username };
        return inProcess.Face(emulator, client => new XNetwork(client, _facts, time), target, AccountId, JsonSerializer.Serialize(secret, XJson.Default.XSecret));
    }
}
