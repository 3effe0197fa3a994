namespace Blog.Syndication;

/// <summary>
/// One social network: its facts, and the calls that the outbox makes. One folder in <c>Blog.Networks</c> implements it. No call repeats itself;
/// the network's faults are results, never exceptions (only cancellation throws).
/// </summary>
public interface INetwork
{
    /// <summary>Facts and limits; data, not code.</summary>
    NetworkDescriptor Descriptor { get; }

    /// <summary>Length of <paramref name="text"/> as this network counts it.</summary>
    int Measure(string text);

    /// <summary>
    /// Where the browser goes to ask for consent, for a way with <see cref="ConnectWay.NeedsConsent"/>. Says what is missing if the form is not
    /// complete.
    /// </summary>
    ConsentStart BeginConsent(ConnectRequest request, ConsentReturn back);

    /// <summary>
    /// Asks the network who the keys belong to, which rights they have (a real call that needs the right to write, without publishing anything)
    /// and which accounts they can post as. For a way with consent, <see cref="ConnectRequest.Consent"/> carries what came back.
    /// </summary>
    Task<ConnectResult> ConnectAsync(ConnectRequest request, CancellationToken ct);

    /// <summary>
    /// Asks once more, by the calls with which <see cref="ConnectAsync"/> proved the account, whose keys these are and whether they may still write. Publishes
    /// nothing.
    /// </summary>
    Task<TestResult> TestAsync(TargetAccess target, CancellationToken ct);

    /// <summary>Gets new keys for keys that end; one call.</summary>
    Task<RefreshResult> RefreshAsync(TargetAccess target, CancellationToken ct);

    /// <summary>Brings one picture there, with its description where the network keeps it with the picture. Publishes nothing.</summary>
    Task<UploadResult> UploadAsync(OutgoingImage image, TargetAccess target, CancellationToken ct);

    /// <summary>Makes the copy (or, with <see cref="OutgoingCopy.InReplyTo"/>, an answer below it).</summary>
    Task<DeliveryResult> PublishAsync(OutgoingCopy copy, TargetAccess target, CancellationToken ct);

    /// <summary>Gives a copy a new text; only where <see cref="NetworkDescriptor.CanEdit"/>. May be repeated safely.</summary>
    Task<DeliveryResult> EditAsync(OutgoingCopy copy, RemoteCopy remote, TargetAccess target, CancellationToken ct);

    /// <summary>Takes a copy away; one that is gone already counts as taken away. May be repeated safely.</summary>
    Task<DeliveryResult> DeleteAsync(RemoteCopy remote, TargetAccess target, CancellationToken ct);

    /// <summary>Looks for a copy in the account's own timeline by the permalink (by the whole text if it is an answer); never writes.</summary>
    Task<LookupResult> FindCopyAsync(OutgoingCopy copy, TargetAccess target, CancellationToken ct);

    /// <summary>
    /// The copy that an author names by its address, in any form in which the network shows it, or by its bare id; null if it is neither. Asks nobody.
    /// </summary>
    RemoteCopy? ReadLink(string pasted, SyndicationTarget target);

    /// <summary>Looks at a copy as somebody who is not signed in, without any key.</summary>
    Task<SightResult> LookAsStrangerAsync(RemoteCopy remote, TargetAccess target, CancellationToken ct);

    /// <summary>
    /// Reads with the target's keys what the network holds as the text of a copy, or of one part of it, and compares it with <paramref name="sent"/> as this
    /// network writes texts: short links, escapes and blanks alter nothing. In doubt it is as sent. Never writes.
    /// </summary>
    Task<ReadBackResult> ReadBackAsync(string sent, RemoteCopy remote, TargetAccess target, CancellationToken ct);
}

/// <summary>A target with its keys in the clear, for one call.</summary>
/// <param name="Target">The target.</param>
/// <param name="Secret">As <see cref="ConnectedAccount.Secret"/>.</param>
public sealed record TargetAccess(SyndicationTarget Target, string Secret)
{
    /// <summary>Never prints the secret.</summary>
    public override string ToString() => $"{Target.Network} {Target.Name}";
}
