using Blog.Outgoing;
using Blog.Syndication;

namespace Blog.Rehearsal.Wire;

/// <summary>Puts an adapter and an emulator face to face for one look at a copy: no socket, no stored key, and an address that exists nowhere.</summary>
internal sealed class InProcess(GuardedDialer dialer, TimeProvider time)
{
    /// <summary>Where the calls of <paramref name="network"/> end at <paramref name="emulator"/>.</summary>
    /// <param name="emulator">New, with the account and its keys.</param>
    /// <param name="network">Makes the adapter over the client that it shall use.</param>
    /// <param name="target">Whose copy is looked at; its own keys are not read.</param>
    /// <param name="accountId">The account on the emulator.</param>
    /// <param name="secret">Its keys there.</param>
    public RehearsalStage Face(Emulator emulator, Func<NetworkClient, INetwork> network, SyndicationTarget target, string accountId, string secret)
    {
        var nowhere = $"https://{emulator.Network}.invalid";
        var account = target with { RemoteAccountId = accountId, ApiBase = nowhere, WebBase = nowhere, ProtectedSecret = "", RefreshAt = null, EndsAt = null };
        return new RehearsalStage(network(new NetworkClient(new Clients(emulator), dialer, time)), new TargetAccess(account, secret), () => [.. emulator.Shown.Select(Of)]);
    }

    private static RehearsedPost Of(ShownPost post) => new(
        post.Id,
        post.Text,
        post.Card is { } card ? new RehearsedCard(card.Address, card.Title, card.Description, card.ImageId) : null,
        [.. post.Images.Select(i => new UploadedImage(i.Id, i.Alt))]);

    private sealed class Clients(Emulator emulator) : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new(new EmulatorTransport(emulator), disposeHandler: true);
    }
}
