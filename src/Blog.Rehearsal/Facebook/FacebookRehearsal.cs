using System.Globalization;
using System.Text.Json;
using Blog.Networks;
using Blog.Networks.Facebook;
using Blog.Rehearsal.Wire;
using Blog.Syndication;

namespace Blog.Rehearsal.Facebook;

/// <summary>Facebook for one look at a copy: a Page with the name of the target, and the limits and version that the owner's facts name.</summary>
internal sealed class FacebookRehearsal(InProcess inProcess, FactsFile files, TimeProvider time) : INetworkRehearsal
{
    private const string AppId = "1000000001";
    private const string AppSecret = "rehearsal";
    private const string PersonId = "1000000002";
    private const string PageId = "1000000003";

    private readonly FacebookFacts _facts = FacebookFacts.Load(files);

    /// <inheritdoc/>
    public string Network => "facebook";

    /// <inheritdoc/>
    public RehearsalStage Open(SyndicationTarget target)
    {
        var emulator = new FacebookEmulator(time);
        var cast = emulator.Cast;
        cast.MaxMessage = _facts.MaxLength;
        cast.NewestMajor = int.Parse(_facts.Version.AsSpan(1, _facts.Version.IndexOf('.', StringComparison.Ordinal) - 1), NumberStyles.None, CultureInfo.InvariantCulture);

        // The practice network reads the pages of this machine; the real one can't.
        cast.ReadsPrivateLinks = target.IsPractice;
        cast.Put(new StoredApp(AppId, AppSecret, "Preview"));
        cast.Put(new StoredPerson(PersonId, "You"));
        cast.Put(new StoredPage(PageId, target.Name));
        cast.GiveRole(PageId, PersonId, [.. FacebookCast.AllTasks]);
        cast.Grant(AppId, PersonId, _facts.RequiredScopes.Concat(_facts.OptionalScopes), PageId);
        var secret = new FacebookSecret { AppId = AppId, AppSecret = AppSecret, PageToken = cast.LastingToken(AppId, PersonId, PageId) };
        return inProcess.Face(emulator, client => new FacebookNetwork(client, _facts, time), target, PageId, JsonSerializer.Serialize(secret, FacebookJson.Default.FacebookSecret));
    }
}
