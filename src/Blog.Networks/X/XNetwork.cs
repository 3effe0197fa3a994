using System.Text.Json;
using Blog.Outgoing;
using Blog.Syndication;

namespace Blog.Networks.X;

/// <summary>
/// X: text with a link, pictures with descriptions, answers. Has no idempotency key, so after an unclear answer the account's own timeline is read.
/// </summary>
internal sealed class XNetwork : INetwork
{
    private const string UnreadableSecret = "The stored keys of X can’t be read. Connect X again; nothing was sent.";

    private readonly XFacts _facts;
    private readonly XApi _api;
    private readonly XAnswers _answers;
    private readonly XSignIn _signIn;
    private readonly XUploads _uploads;
    private readonly XLookup _lookup;
    private readonly XReadBack _readBack;

    /// <summary>Reads the facts.</summary>
    public XNetwork(NetworkClient client, FactsFile files, TimeProvider time)
        : this(client, XFacts.Load(files), time)
    {
    }

    internal XNetwork(NetworkClient client, XFacts facts, TimeProvider time)
    {
        _facts = facts;
        _api = new XApi(client, _facts, time);
        _answers = new XAnswers(_facts, time);
        _signIn = new XSignIn(_api, _facts, _answers, time);
        _uploads = new XUploads(_api, _facts, _answers, time);
        _lookup = new XLookup(_api, _facts, _answers);
        _readBack = new XReadBack(_api, _facts);
        Descriptor = _facts.Describe("x", "X", XSignIn.Ways) with { LinkLength = _facts.LinkLength, CanThread = true, CanComment = true, Limits = _facts.Limits };
    }

    /// <inheritdoc/>
    public NetworkDescriptor Descriptor { get; }

    /// <inheritdoc/>
    public int Measure(string text) => WeightedText.Measure(text);

    /// <inheritdoc/>
    public ConsentStart BeginConsent(ConnectRequest request, ConsentReturn back) => _signIn.Begin(request, back);

    /// <inheritdoc/>
    public Task<ConnectResult> ConnectAsync(ConnectRequest request, CancellationToken ct) => _signIn.ConnectAsync(request, ct);

    /// <inheritdoc/>
    public async Task<TestResult> TestAsync(TargetAccess target, CancellationToken ct) => ReadSecret(target) is { } secret
        ? await _signIn.TestAsync(target.Target, secret, ct)
        : new TestResult.MayNot(UnreadableSecret);

    /// <inheritdoc/>
    public async Task<RefreshResult> RefreshAsync(TargetAccess target, CancellationToken ct) => ReadSecret(target) is { } secret
        ? await _signIn.RefreshAsync(target.Target.ApiBase, secret, ct)
        : new RefreshResult.Refused(UnreadableSecret);

    /// <inheritdoc/>
    public async Task<UploadResult> UploadAsync(OutgoingImage image, TargetAccess target, CancellationToken ct) => ReadSecret(target) is { } secret
        ? await _uploads.UploadAsync(image, target.Target.ApiBase, secret, ct)
        : new UploadResult.Unauthorized(UnreadableSecret);

    /// <inheritdoc/>
    public async Task<DeliveryResult> PublishAsync(OutgoingCopy copy, TargetAccess target, CancellationToken ct)
    {
        if (ReadSecret(target) is not { } secret)
        {
            return new DeliveryResult.Unauthorized(UnreadableSecret);
        }

        if (!WeightedText.IsAllowed(copy.Text))
        {
            return new DeliveryResult.Rejected("The text is empty or holds a character that X refuses. Nothing was sent; change the text for X and try again.");
        }

        if (copy.Images.Count > _facts.MaxImages)
        {
            return new DeliveryResult.Rejected($"X takes at most {_facts.MaxImages} pictures in a post. Nothing was sent; take some away and try again.");
        }

        var post = new XNewPost(
            copy.Text,
            copy.Images.Count == 0 ? null : new XNewMedia([.. copy.Images.Select(i => i.MediaId)]),
            copy.InReplyTo is { } parent ? new XNewReply(parent) : null);
        var exchange = await _api.CreateAsync(target.Target.ApiBase, secret, post, ct);
        return _answers.Published(exchange, id => XPlaces.PageOf(id, target, secret, _facts));
    }

    /// <inheritdoc/>
    public Task<DeliveryResult> EditAsync(OutgoingCopy copy, RemoteCopy remote, TargetAccess target, CancellationToken ct) =>
        Task.FromResult<DeliveryResult>(new DeliveryResult.Rejected("A post on X can’t be changed. It stays as it is; take it away and send the post again if it must say something else."));

    /// <inheritdoc/>
    public async Task<DeliveryResult> DeleteAsync(RemoteCopy remote, TargetAccess target, CancellationToken ct)
    {
        if (ReadSecret(target) is not { } secret)
        {
            return new DeliveryResult.Unauthorized("The stored keys of X can’t be read. Connect X again; the post is still there.");
        }

        return XAnswers.IsId(remote.Id)
            ? _answers.Deleted(await _api.DeleteAsync(target.Target.ApiBase, secret, remote.Id, ct), remote)
            : new DeliveryResult.Rejected("What is stored of this copy names no post on X. Nothing was taken away; delete it on X by hand.");
    }

    /// <inheritdoc/>
    public async Task<LookupResult> FindCopyAsync(OutgoingCopy copy, TargetAccess target, CancellationToken ct) => ReadSecret(target) is { } secret
        ? await _lookup.FindAsync(copy, target, secret, ct)
        : new LookupResult.Unreadable(UnreadableSecret);

    /// <inheritdoc/>
    public RemoteCopy? ReadLink(string pasted, SyndicationTarget target) => XPlaces.Read(pasted, target, _facts);

    /// <inheritdoc/>
    public async Task<SightResult> LookAsStrangerAsync(RemoteCopy remote, TargetAccess target, CancellationToken ct)
    {
        if (ReadSecret(target) is not { } secret || !XAnswers.IsId(remote.Id))
        {
            return new SightResult.CannotTell("What is stored of this copy does not say where it is on X.");
        }

        return await _api.LookAsync(XPlaces.StrangerPageOf(remote.Id, target, secret, _facts), ct) switch
        {
            Exchange.Answered { Status: 200 } => new SightResult.Visible(),
            Exchange.Answered { Status: 404 or 410 } => new SightResult.Hidden("Somebody who is not signed in does not find this post on X: it was taken away, or X hides it."),
            Exchange.Answered answer => new SightResult.CannotTell($"X did not tell whether strangers see this post (HTTP {answer.Status})."),
            _ => new SightResult.CannotTell("X could not be asked whether strangers see this post."),
        };
    }

    /// <inheritdoc/>
    public async Task<ReadBackResult> ReadBackAsync(string sent, RemoteCopy remote, TargetAccess target, CancellationToken ct) =>
        ReadSecret(target) is { } secret && XAnswers.IsId(remote.Id)
            ? await _readBack.ReadAsync(sent, remote.Id, target, secret, ct)
            : new ReadBackResult.NeverReadable();

    private static XSecret? ReadSecret(TargetAccess target)
    {
        try
        {
            return JsonSerializer.Deserialize(target.Secret, XJson.Default.XSecret);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
