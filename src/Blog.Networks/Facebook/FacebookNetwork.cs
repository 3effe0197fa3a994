using System.Text.Json;
using Blog.Outgoing;
using Blog.Syndication;

namespace Blog.Networks.Facebook;

/// <summary>
/// Facebook Pages. Has no idempotency key and answers with errors to posts that appear, so after an unclear answer the Page's posts are read.
/// </summary>
internal sealed class FacebookNetwork : INetwork
{
    private const string UnreadableSecret = "The stored keys of this Page can’t be read. Nothing was sent; connect Facebook again.";

    private readonly FacebookFacts _facts;
    private readonly FacebookApi _api;
    private readonly FacebookAnswers _answers;
    private readonly FacebookConnector _connector;
    private readonly FacebookLookup _lookup;
    private readonly FacebookReadBack _readBack;

    /// <summary>Reads the facts; throws <see cref="InvalidDataException"/> if the owner's file can't be used.</summary>
    public FacebookNetwork(NetworkClient client, FactsFile files, TimeProvider time)
        : this(client, FacebookFacts.Load(files), time)
    {
    }

    internal FacebookNetwork(NetworkClient client, FacebookFacts facts, TimeProvider time)
    {
        _facts = facts;
        _api = new FacebookApi(client, _facts);
        _answers = new FacebookAnswers(_facts, time);
        _connector = new FacebookConnector(_api, _facts, time);
        _lookup = new FacebookLookup(_api, _facts, _answers);
        _readBack = new FacebookReadBack(_api, _answers);
        Descriptor = Describe(_facts);
    }

    /// <inheritdoc/>
    public NetworkDescriptor Descriptor { get; }

    /// <inheritdoc/>
    public int Measure(string text) => text.Length;

    /// <inheritdoc/>
    public ConsentStart BeginConsent(ConnectRequest request, ConsentReturn back) => _connector.Begin(request, back);

    /// <inheritdoc/>
    public Task<ConnectResult> ConnectAsync(ConnectRequest request, CancellationToken ct) => _connector.ConnectAsync(request, ct);

    /// <inheritdoc/>
    public async Task<TestResult> TestAsync(TargetAccess target, CancellationToken ct) => SecretOf(target) is { } secret
        ? await _connector.TestAsync(CallerOf(target, secret), target.Target, ct)
        : new TestResult.MayNot(UnreadableSecret);

    /// <summary>A Page's token has no end; one that died needs the author.</summary>
    public Task<RefreshResult> RefreshAsync(TargetAccess target, CancellationToken ct) => Task.FromResult<RefreshResult>(new RefreshResult.NotPossible());

    /// <inheritdoc/>
    public async Task<UploadResult> UploadAsync(OutgoingImage image, TargetAccess target, CancellationToken ct)
    {
        if (SecretOf(target) is not { } secret)
        {
            return new UploadResult.Unauthorized(UnreadableSecret);
        }

        if (!_facts.ImageTypes.Contains(image.MediaType) || image.Bytes.Length == 0 || image.Bytes.Length > _facts.MaxImageBytes)
        {
            return new UploadResult.Rejected($"Facebook takes pictures as JPEG, PNG or GIF of at most {_facts.MaxImageBytes / 1_000_000} MB. Nothing was sent; use a smaller one.");
        }

        return _answers.Uploaded(await _api.UploadAsync(CallerOf(target, secret), target.Target.RemoteAccountId, image, ct));
    }

    /// <inheritdoc/>
    public async Task<DeliveryResult> PublishAsync(OutgoingCopy copy, TargetAccess target, CancellationToken ct)
    {
        if (SecretOf(target) is not { } secret)
        {
            return new DeliveryResult.Unauthorized(UnreadableSecret);
        }

        var isComment = copy.InReplyTo is not null;
        if (Problem(copy) is { } problem)
        {
            return new DeliveryResult.Rejected(problem);
        }

        // With pictures the link stands in the text alone: given both, Facebook shows the pictures and loses the link.
        var link = copy.Images.Count == 0 ? FacebookLookup.LinkOf(copy) : null;
        var caller = CallerOf(target, secret);
        var exchange = isComment
            ? await _api.CommentAsync(caller, copy.InReplyTo!, copy.Text, ct)
            : await _api.PublishAsync(caller, target.Target.RemoteAccountId, copy, link, ct);
        var result = _answers.Published(exchange, (id, permalink) => AddressOf(target, id, permalink), copy.InReplyTo, copy.DeliveryId);

        // A photo that it has forgotten is to Facebook a wrong parameter like any other.
        return result is DeliveryResult.Rejected rejected && copy.Images.Count > 0 && _answers.IsWrongParameter(exchange) ? rejected with { PicturesAreGone = true } : result;
    }

    /// <inheritdoc/>
    public async Task<DeliveryResult> EditAsync(OutgoingCopy copy, RemoteCopy remote, TargetAccess target, CancellationToken ct)
    {
        if (SecretOf(target) is not { } secret)
        {
            return new DeliveryResult.Unauthorized(UnreadableSecret);
        }

        return string.IsNullOrWhiteSpace(copy.Text)
            ? new DeliveryResult.Rejected("The text is empty. The copy was not changed; write something for Facebook.")
            : _answers.Edited(await _api.EditAsync(CallerOf(target, secret), remote.Id, copy.Text, ct), remote);
    }

    /// <inheritdoc/>
    public async Task<DeliveryResult> DeleteAsync(RemoteCopy remote, TargetAccess target, CancellationToken ct) =>
        SecretOf(target) is { } secret
            ? _answers.Deleted(await _api.DeleteAsync(CallerOf(target, secret), remote.Id, ct), remote)
            : new DeliveryResult.Unauthorized(UnreadableSecret);

    /// <inheritdoc/>
    public async Task<LookupResult> FindCopyAsync(OutgoingCopy copy, TargetAccess target, CancellationToken ct)
    {
        if (SecretOf(target) is not { } secret)
        {
            return new LookupResult.Unreadable(UnreadableSecret);
        }

        var found = await _lookup.FindAsync(copy, CallerOf(target, secret), secret, target.Target.RemoteAccountId, ct);
        return found is LookupResult.Found(var id, var permalink) ? new LookupResult.Found(id, AddressOf(target, id, permalink)) : found;
    }

    /// <inheritdoc/>
    public RemoteCopy? ReadLink(string pasted, SyndicationTarget target) => FacebookLinks.Read(pasted, target, _facts);

    /// <inheritdoc/>
    public async Task<SightResult> LookAsStrangerAsync(RemoteCopy remote, TargetAccess target, CancellationToken ct)
    {
        if (FacebookLinks.IsOpaque(remote.Id))
        {
            // Its page is known only as the author pasted it, and what is asked for is never another host.
            return remote.Address is { } pasted && Uri.TryCreate(pasted, UriKind.Absolute, out var known) && pasted.StartsWith((OwnWebBase(target) ?? _facts.WebBase) + "/", StringComparison.Ordinal)
                ? FacebookAnswers.Seen(await _api.LookAsync(known, ct))
                : new SightResult.CannotTell("Facebook’s page of this post is not known.");
        }

        if (!FacebookAnswers.IsId(remote.Id) || !remote.Id.StartsWith(target.Target.RemoteAccountId + "_", StringComparison.Ordinal))
        {
            return new SightResult.CannotTell("A comment has no page of its own on Facebook.");
        }

        var page = OwnWebBase(target) is { } own ? $"{own}/{remote.Id}" : _facts.StrangerPage.Replace("{id}", remote.Id, StringComparison.Ordinal);
        return FacebookAnswers.Seen(await _api.LookAsync(new Uri(page), ct));
    }

    /// <inheritdoc/>
    public async Task<ReadBackResult> ReadBackAsync(string sent, RemoteCopy remote, TargetAccess target, CancellationToken ct) =>
        SecretOf(target) is { } secret && FacebookAnswers.IsId(remote.Id)
            ? await _readBack.ReadAsync(sent, remote.Id, CallerOf(target, secret), ct)
            : new ReadBackResult.NeverReadable();

    private string? Problem(OutgoingCopy copy)
    {
        if (copy.InReplyTo is { } parent && (!FacebookAnswers.IsId(parent) || copy.Images.Count > 0))
        {
            return "A comment on Facebook is sent as text alone, below a post that is there. Nothing was sent.";
        }

        if (copy.Images.Count > _facts.MaxImages)
        {
            return $"Facebook takes at most {_facts.MaxImages} pictures here. Nothing was sent; choose fewer and send it again.";
        }

        return string.IsNullOrWhiteSpace(copy.Text) || copy.Text.Contains('\0', StringComparison.Ordinal)
            ? "The text is empty or holds a character that is none. Nothing was sent; change the text for Facebook and send it again."
            : null;
    }

    // What Facebook says counts only if it leads to the pages that this connection is for.
    private string AddressOf(TargetAccess target, string id, string? permalink)
    {
        var webBase = OwnWebBase(target) ?? _facts.WebBase;
        return permalink is not null && Uri.TryCreate(permalink, UriKind.Absolute, out var uri) && uri.AbsoluteUri.StartsWith(webBase + "/", StringComparison.Ordinal)
            ? uri.AbsoluteUri
            : $"{webBase}/{id}";
    }

    // Null: Facebook's own pages.
    private string? OwnWebBase(TargetAccess target) =>
        target.Target.WebBase.TrimEnd('/') is { Length: > 0 } own && own != _facts.WebBase ? own : null;

    private static FacebookCaller CallerOf(TargetAccess target, FacebookSecret secret) => new(target.Target.ApiBase, secret.PageToken, secret.AppSecret);

    private static FacebookSecret? SecretOf(TargetAccess target)
    {
        try
        {
            return JsonSerializer.Deserialize(target.Secret, FacebookJson.Default.FacebookSecret);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IReadOnlyList<ConnectWay> Ways =>
    [
        new ConnectWay("oauth", "Sign in with Facebook", true, [
            new ConnectField("appId", "App ID", false, "developers.facebook.com → My Apps → your app → App settings → Basic."),
            new ConnectField("appSecret", "App secret", true, "Same page, behind “Show”."),
        ]),
    ];

    private static NetworkDescriptor Describe(FacebookFacts facts) => facts.Describe("facebook", "Facebook", Ways) with
    {
        CanEdit = true,
        CanComment = true,
        Limits =
        [
            "Only Pages can be posted to; a personal profile can’t be, by any program.",
            "Facebook makes the link card itself, from the post’s page, and not when there are pictures: then the link stands in the text.",
            "While the app is in development mode, only people with a role in it see what it posts.",
            "The text of a copy can be changed, its link and pictures can’t.",
        ],
    };
}
