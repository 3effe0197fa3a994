using Blog.Syndication;

namespace Blog.Tests.Infrastructure;

/// <summary>A network of which a test changes one thing; without an inner one, whatever is not changed must not be called.</summary>
internal abstract class NetworkDecorator(INetwork? inner) : INetwork
{
    private INetwork Inner => inner ?? throw new NotSupportedException("The test does not expect this call.");

    public virtual NetworkDescriptor Descriptor => Inner.Descriptor;

    public virtual int Measure(string text) => Inner.Measure(text);

    public virtual ConsentStart BeginConsent(ConnectRequest request, ConsentReturn back) => Inner.BeginConsent(request, back);

    public virtual Task<ConnectResult> ConnectAsync(ConnectRequest request, CancellationToken ct) => Inner.ConnectAsync(request, ct);

    public virtual Task<TestResult> TestAsync(TargetAccess target, CancellationToken ct) => Inner.TestAsync(target, ct);

    public virtual Task<RefreshResult> RefreshAsync(TargetAccess target, CancellationToken ct) => Inner.RefreshAsync(target, ct);

    public virtual Task<UploadResult> UploadAsync(OutgoingImage image, TargetAccess target, CancellationToken ct) => Inner.UploadAsync(image, target, ct);

    public virtual Task<DeliveryResult> PublishAsync(OutgoingCopy copy, TargetAccess target, CancellationToken ct) => Inner.PublishAsync(copy, target, ct);

    public virtual Task<DeliveryResult> EditAsync(OutgoingCopy copy, RemoteCopy remote, TargetAccess target, CancellationToken ct) => Inner.EditAsync(copy, remote, target, ct);

    public virtual Task<DeliveryResult> DeleteAsync(RemoteCopy remote, TargetAccess target, CancellationToken ct) => Inner.DeleteAsync(remote, target, ct);

    public virtual Task<LookupResult> FindCopyAsync(OutgoingCopy copy, TargetAccess target, CancellationToken ct) => Inner.FindCopyAsync(copy, target, ct);

    public virtual RemoteCopy? ReadLink(string pasted, SyndicationTarget target) => Inner.ReadLink(pasted, target);

    public virtual Task<SightResult> LookAsStrangerAsync(RemoteCopy remote, TargetAccess target, CancellationToken ct) => Inner.LookAsStrangerAsync(remote, target, ct);

    public virtual Task<ReadBackResult> ReadBackAsync(string sent, RemoteCopy remote, TargetAccess target, CancellationToken ct) => Inner.ReadBackAsync(sent, remote, target, ct);
}
