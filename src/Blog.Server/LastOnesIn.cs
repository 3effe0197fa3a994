using System.Net;
using Blog.Site;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Blog.Server;

/// <summary>
/// Sockets whose door closes in two steps when a process with <c>Blog:DrainSeconds</c> stops: first nobody new gets in, and only after <see cref="Drain.Half"/>
/// are those inside told to end. A proxy that has just connected still gets its form answered; one that comes later is refused, which it may safely repeat elsewhere.
/// Without it, Kestrel closes both at once, and a form whose connection was open but not yet read is lost with it.
/// </summary>
internal sealed class LastOnesIn(IOptions<SocketTransportOptions> sockets, IOptions<BlogOptions> options, TimeProvider time, ILoggerFactory logs)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly SocketTransportFactory _sockets = new(sockets, logs);

    /// <inheritdoc/>
    public bool CanBind(EndPoint endpoint) => _sockets.CanBind(endpoint);

    /// <inheritdoc/>
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var listener = await _sockets.BindAsync(endpoint, cancellationToken);
        return options.Value.DrainSeconds > 0 ? new Door(listener, Drain.Half(options.Value), time) : listener;
    }

    private sealed class Door(IConnectionListener listener, TimeSpan grace, TimeProvider time) : IConnectionListener
    {
        public EndPoint EndPoint => listener.EndPoint;

        public ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) => listener.AcceptAsync(cancellationToken);

        public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            await listener.UnbindAsync(cancellationToken);
            await Task.Delay(grace, time, cancellationToken);
        }

        public ValueTask DisposeAsync() => listener.DisposeAsync();
    }
}
