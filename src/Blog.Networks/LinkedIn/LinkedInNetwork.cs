using System.Globalization;
using Blog.Outgoing;
using Blog.Syndication;

namespace Blog.Networks.LinkedIn;

/// <summary>
/// LinkedIn: a text with a link card or pictures, for a profile or a company page. It has no idempotency key and shows a profile to no program,
/// but refuses the identical post for some minutes and names the one that is there.
/// </summary>
internal sealed class LinkedInNetwork : INetwork
{
    private static readonly ConnectField[] AppFields =
    [
        new("clientId", "Client ID", false, "LinkedIn’s developer portal → your app → Auth → Application credentials. On the same page, add the redirect address shown here."),
        new("clientSecret", "Client secret", true, "On the same page, below the client ID."),
    ];

    private readonly LinkedInFacts _facts;
    private readonly LinkedInApi _api;
    private readonly LinkedInMemory _memory;
    private readonly LinkedInAnswers _answers;
    private readonly LinkedInSigning _signing;
    private readonly LinkedInPictures _pictures;
    private readonly LinkedInLookup _lookup;
    private readonly LinkedInReadBack _readBack;

    /// <summary>Reads the facts. Throws <see cref="InvalidDataException"/> if the owner's file of facts can't be used.</summary>
    public LinkedInNetwork(NetworkClient client, FactsFile file, TimeProvider time)
        : this(client, LinkedInFacts.Load(file), time)
    {
    }

    internal LinkedInNetwork(NetworkClient client, LinkedInFacts facts, TimeProvider time)
    {
        _facts = facts;
        _api = new LinkedInApi(client, _facts, time);
        _memory = new LinkedInMemory(_facts, time);
        _answers = new LinkedInAnswers(_facts, _memory, time);
        _signing = new LinkedInSigning(_api, _facts, _answers, time);
        _pictures = new LinkedInPictures(_api, _facts, _answers);
        _lookup = new LinkedInLookup(_api, _facts, _answers, _memory, time);
        _readBack = new LinkedInReadBack(_api, _facts, _answers);
        Descriptor = Describe(_facts);
    }

    /// <inheritdoc/>
    public NetworkDescriptor Descriptor { get; }

    /// <summary>Length with the markup that LinkedIn needs, which is never shorter than the text itself: it is not known which of the two it counts.</summary>
    public int Measure(string text) => LittleText.Commentary(text).Length;

    /// <inheritdoc/>
    public ConsentStart BeginConsent(ConnectRequest request, ConsentReturn back) => _signing.Begin(request, back);

    /// <inheritdoc/>
    public Task<ConnectResult> ConnectAsync(ConnectRequest request, CancellationToken ct) => _signing.ConnectAsync(request, ct);

    /// <inheritdoc/>
    public async Task<TestResult> TestAsync(TargetAccess target, CancellationToken ct) => LinkedInAnswers.SecretOf(target) is { } secret
        ? await _signing.TestAsync(target.Target, secret, ct)
        : new TestResult.MayNot(LinkedInAnswers.UnreadableSecret);

    /// <inheritdoc/>
    public async Task<RefreshResult> RefreshAsync(TargetAccess target, CancellationToken ct) => LinkedInAnswers.SecretOf(target) is { } secret
        ? await _signing.RefreshAsync(target.Target, secret, SigningBase(target.Target), ct)
        : new RefreshResult.Refused(LinkedInAnswers.UnreadableSecret);

    /// <inheritdoc/>
    public async Task<UploadResult> UploadAsync(OutgoingImage image, TargetAccess target, CancellationToken ct) => LinkedInAnswers.SecretOf(target) is { } secret
        ? await _pictures.UploadAsync(image, target.Target, secret, ct)
        : new UploadResult.Unauthorized(LinkedInAnswers.UnreadableSecret);

    /// <inheritdoc/>
    public async Task<DeliveryResult> PublishAsync(OutgoingCopy copy, TargetAccess target, CancellationToken ct)
    {
        if (LinkedInAnswers.SecretOf(target) is not { } secret)
        {
            return new DeliveryResult.Unauthorized(LinkedInAnswers.UnreadableSecret);
        }

        if (copy.InReplyTo is not null)
        {
            return await CommentAsync(copy, copy.InReplyTo, target, secret, ct);
        }

        if (WhyNot(copy) is { } reason)
        {
            return new DeliveryResult.Rejected(reason);
        }

        var exchange = await _api.CreateAsync(target.Target.ApiBase, secret.Token, new LinkedInNewPost(secret.Author, LittleText.Commentary(copy.Text), LinkedInContents.Of(copy, _facts)), ct);
        if (exchange is Exchange.Answered { Status: >= 200 and < 300 } good)
        {
            _memory.Served(secret.Author);
            return IdIn(good) is { } id && LinkedInUrn.IsPost(id)
                ? new DeliveryResult.Delivered(id, AddressOf(id, target.Target))
                : new DeliveryResult.Unknown("LinkedIn said yes, but named no post. It may be there; nothing is sent a second time before that is clear.");
        }

        return exchange is Exchange.Answered refused && _answers.MeaningOf(refused) == LinkedInMeaning.Duplicate
            ? await AdoptAsync(copy, refused, target, secret, ct)
            : WithPictures(_answers.Read(exchange, LinkedInStep.Post, secret), exchange, copy);
    }

    /// <inheritdoc/>
    public async Task<DeliveryResult> EditAsync(OutgoingCopy copy, RemoteCopy remote, TargetAccess target, CancellationToken ct)
    {
        if (LinkedInAnswers.SecretOf(target) is not { } secret)
        {
            return new DeliveryResult.Unauthorized(LinkedInAnswers.UnreadableSecret);
        }

        if (LinkedInUrn.IsActivity(remote.Id))
        {
            return new DeliveryResult.Rejected("This copy is known by its place in LinkedIn’s feed, by which programs can’t change it. It is as it was; change it on LinkedIn by hand.");
        }

        if (!LinkedInUrn.IsPost(remote.Id))
        {
            return new DeliveryResult.Rejected("Only the text of a post can be changed on LinkedIn, not a comment. It is as it was.");
        }

        if (WhyNot(copy) is { } reason)
        {
            return new DeliveryResult.Rejected(reason);
        }

        return await _api.ChangeAsync(target.Target.ApiBase, secret.Token, remote.Id, LittleText.Commentary(copy.Text), ct) switch
        {
            Exchange.Answered { Status: >= 200 and < 300 } => new DeliveryResult.Delivered(remote.Id, AddressOf(remote.Id, target.Target)),
            var exchange => _answers.Read(exchange, LinkedInStep.Edit, secret),
        };
    }

    /// <inheritdoc/>
    public async Task<DeliveryResult> DeleteAsync(RemoteCopy remote, TargetAccess target, CancellationToken ct)
    {
        if (LinkedInAnswers.SecretOf(target) is not { } secret)
        {
            return new DeliveryResult.Unauthorized(LinkedInAnswers.UnreadableSecret);
        }

        if (LinkedInUrn.IsActivity(remote.Id))
        {
            return new DeliveryResult.Rejected("This copy is known by its place in LinkedIn’s feed, by which programs can’t delete it. It is still there.");
        }

        var comment = LinkedInUrn.ReadComment(remote.Id);
        if (comment is null && !LinkedInUrn.IsPost(remote.Id))
        {
            return new DeliveryResult.Rejected("What is stored about this copy is no post of LinkedIn. Delete it on LinkedIn by hand.");
        }

        var exchange = comment is { } c
            ? await _api.DeleteCommentAsync(target.Target.ApiBase, secret.Token, c.Post, c.Number, secret.Author, ct)
            : await _api.DeleteAsync(target.Target.ApiBase, secret.Token, remote.Id, ct);
        var isGone = exchange is Exchange.Answered { Status: >= 200 and < 300 }
            || (exchange is Exchange.Answered refused && _answers.MeaningOf(refused) == LinkedInMeaning.Gone);
        return isGone ? new DeliveryResult.Delivered(remote.Id, remote.Address) : _answers.Read(exchange, LinkedInStep.Delete, secret);
    }

    /// <inheritdoc/>
    public async Task<LookupResult> FindCopyAsync(OutgoingCopy copy, TargetAccess target, CancellationToken ct) => LinkedInAnswers.SecretOf(target) is { } secret
        ? await _lookup.FindAsync(copy, target.Target, secret, id => AddressOf(id, target.Target), ct)
        : new LookupResult.Unreadable(LinkedInAnswers.UnreadableSecret);

    /// <inheritdoc/>
    public RemoteCopy? ReadLink(string pasted, SyndicationTarget target)
    {
        var link = PastedLink.Read(pasted, _facts.PostHosts, target);
        return LinkedInUrn.ReadPasted(pasted, link) is { } id ? new RemoteCopy(id, link?.Address.AbsoluteUri) : null;
    }

    /// <inheritdoc/>
    public async Task<SightResult> LookAsStrangerAsync(RemoteCopy remote, TargetAccess target, CancellationToken ct)
    {
        if (!LinkedInUrn.IsPost(remote.Id) && !LinkedInUrn.IsActivity(remote.Id))
        {
            return new SightResult.CannotTell("LinkedIn shows comments to nobody who is not signed in.");
        }

        var page = IsElsewhere(target.Target) ? AddressOf(remote.Id, target.Target) : _facts.StrangerPage.Replace("{id}", remote.Id, StringComparison.Ordinal);
        return await _api.PageAsync(new Uri(page), ct) switch
        {
            Exchange.Answered { Status: 200 } => new SightResult.Visible(),
            Exchange.Answered { Status: 404 or 410 } => new SightResult.Hidden("LinkedIn shows this post to nobody who is not signed in. Look at it on LinkedIn: it may be hidden or still be processed."),
            Exchange.Answered answer => new SightResult.CannotTell($"LinkedIn does not show this page to machines (HTTP {answer.Status})."),
            Exchange.NotSent(var why) => new SightResult.CannotTell($"LinkedIn could not be reached: {why}."),
            Exchange.NoAnswer(var why) => new SightResult.CannotTell($"LinkedIn’s page could not be read: {why}."),
            _ => throw new InvalidOperationException("Unknown exchange."),
        };
    }

    /// <inheritdoc/>
    public async Task<ReadBackResult> ReadBackAsync(string sent, RemoteCopy remote, TargetAccess target, CancellationToken ct) => LinkedInAnswers.SecretOf(target) is { } secret
        ? await _readBack.ReadAsync(sent, remote.Id, target, secret, ct)
        : new ReadBackResult.NeverReadable();

    private static IReadOnlyList<ConnectWay> Ways =>
    [
        new ConnectWay(LinkedInSigning.Member, "Your profile", true, AppFields),
        new ConnectWay(LinkedInSigning.Organization, "A company page", true, AppFields),
    ];

    private static NetworkDescriptor Describe(LinkedInFacts facts) => facts.Describe("linkedin", "LinkedIn", Ways) with
    {
        CanEdit = true,
        CanCard = true,
        CanComment = true,
        Limits =
        [
            "A connection ends after 60 days unless LinkedIn has approved the app for refresh tokens; you are reminded before.",
            "A profile can’t be read by programs: if an answer gets lost, the same post is sent again within minutes, which LinkedIn refuses if it is there; after that you are asked.",
            "A post has either a link card or pictures, and the picture of a card has no description there.",
            "Take one LinkedIn app for your profile and another for company pages: allowing other rights ends the older connection.",
        ],
    };

    // LinkedIn words a picture that it does not know (any more) like any other wrong part of a post.
    private static DeliveryResult WithPictures(DeliveryResult result, Exchange exchange, OutgoingCopy copy) =>
        result is DeliveryResult.Rejected rejected && exchange is Exchange.Answered { Status: 400 or 422 } && (copy.Images.Count > 0 || copy.Card?.Picture is not null)
            ? rejected with { PicturesAreGone = true }
            : result;

    // A refusal that names a post is proof enough for a profile, where nothing else can be asked; a company page's post is looked at.
    private async Task<DeliveryResult> AdoptAsync(OutgoingCopy copy, Exchange.Answered refused, TargetAccess target, LinkedInSecret secret, CancellationToken ct)
    {
        if (LinkedInAnswers.DuplicateOf(refused) is not { } id)
        {
            _memory.MarkGhost(copy.DeliveryId);
            return new DeliveryResult.Unknown("LinkedIn says that it has this post already, but not under which name. Look on LinkedIn: is it there or not? Nothing is sent a second time before you say so.");
        }

        if (!secret.IsOrganization)
        {
            return new DeliveryResult.Delivered(id, AddressOf(id, target.Target));
        }

        var exchange = await _api.PostAsync(target.Target.ApiBase, secret.Token, id, ct);
        if (exchange is Exchange.Answered { Status: 200 } read && LinkedInAnswers.Parse(read.Body, LinkedInJson.Default.LinkedInPostRead)?.Author == secret.Author)
        {
            return new DeliveryResult.Delivered(id, AddressOf(id, target.Target));
        }

        if (exchange is Exchange.Answered other && _answers.MeaningOf(other) == LinkedInMeaning.Gone)
        {
            _memory.MarkGhost(copy.DeliveryId);
            return new DeliveryResult.Unknown("LinkedIn refuses the post as a copy of one that is no longer there, as it does for a day or two after a post was deleted. Look on LinkedIn: is it there or not? Nothing is sent a second time before you say so.");
        }

        return new DeliveryResult.Unknown("LinkedIn says that it has this post already, but the post could not be read. It is looked for before anything is sent again.");
    }

    private async Task<DeliveryResult> CommentAsync(OutgoingCopy copy, string on, TargetAccess target, LinkedInSecret secret, CancellationToken ct)
    {
        var parent = LinkedInUrn.ReadComment(on);
        if (parent is null && !LinkedInUrn.IsPost(on))
        {
            return new DeliveryResult.Rejected("What is to be commented on is no post of LinkedIn. The comment was not published.");
        }

        if (copy.Text.Length > _facts.MaxComment)
        {
            return new DeliveryResult.Rejected(string.Create(CultureInfo.InvariantCulture, $"A comment on LinkedIn has at most {_facts.MaxComment} characters. It was not published; make it shorter by {copy.Text.Length - _facts.MaxComment}."));
        }

        var post = parent?.Post ?? on;
        var exchange = await _api.CommentAsync(
            target.Target.ApiBase, secret.Token, on, new LinkedInComment(secret.Author, post, new LinkedInMessage(copy.Text)) { ParentComment = parent is null ? null : on }, ct);
        return exchange is Exchange.Answered { Status: >= 200 and < 300 } good
            ? IdIn(good) is { } number && LinkedInUrn.IsNumber(number)
                ? new DeliveryResult.Delivered(LinkedInUrn.CommentOf(post, number), AddressOf(post, target.Target))
                : new DeliveryResult.Unknown("LinkedIn said yes to the comment, but did not name it. It may be there; nothing is sent a second time before that is clear.")
            : _answers.Read(exchange, LinkedInStep.Comment, secret);
    }

    private string? WhyNot(OutgoingCopy copy)
    {
        if (copy.Text.Trim().Length == 0)
        {
            return "The text for LinkedIn is empty. Nothing was sent; write a text and try again.";
        }

        return Measure(copy.Text) is var length && length > _facts.MaxLength
            ? string.Create(CultureInfo.InvariantCulture, $"The text for LinkedIn is too long by {length - _facts.MaxLength}. Nothing was sent; shorten it and try again.")
            : copy.Card is null && copy.Images.Count > _facts.MaxImages
                ? string.Create(CultureInfo.InvariantCulture, $"A post on LinkedIn has at most {_facts.MaxImages} pictures. Nothing was sent; take some away and try again.")
                : null;
    }

    private static string? IdIn(Exchange.Answered answer) =>
        answer.Headers.GetValueOrDefault("x-restli-id") is { Length: > 0 } id ? Uri.UnescapeDataString(id) : answer.Headers.GetValueOrDefault("x-linkedin-id");

    private string AddressOf(string id, SyndicationTarget target)
    {
        var post = LinkedInUrn.ReadComment(id)?.Post ?? id;
        return $"{(IsElsewhere(target) ? target.WebBase.TrimEnd('/') : _facts.WebBase)}/feed/update/{post}/";
    }

    private bool IsElsewhere(SyndicationTarget target) => target.WebBase.Length > 0 && target.WebBase.TrimEnd('/') != _facts.WebBase;

    // A connection to another place than LinkedIn's never sends its keys to LinkedIn.
    private string SigningBase(SyndicationTarget target) =>
        target.WebBase.Length > 0 ? target.WebBase.TrimEnd('/')
        : target.ApiBase.TrimEnd('/') == _facts.ApiBase ? _facts.WebBase
        : target.ApiBase.TrimEnd('/');
}
