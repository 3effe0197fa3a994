using System.Collections.Concurrent;
using System.Data.Common;
using Blog.Site;

namespace Blog.Storage;

/// <summary>Read-only connections with their prepared commands; opened when needed, kept, and never more than a fixed number.</summary>
internal sealed class ReaderPool(Dialect dialect, int size) : IDisposable
{
    private readonly ConcurrentStack<Session> _idle = new();
    private readonly SemaphoreSlim _free = new(size, size);
    private volatile bool _closed;

    /// <summary>Reads on a connection of its own. The work itself is done at once, on the caller's thread: it takes microseconds.</summary>
    public async Task<T> RunAsync<T>(Func<Session, T> read, CancellationToken ct)
    {
        await _free.WaitAsync(ct);
        Session? session = null;
        try
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (!_idle.TryPop(out session))
            {
                session = new Session(dialect.OpenReader());
            }

            var result = read(session);
            _idle.Push(session);
            session = null;
            return result;
        }
        catch (DbException e) when (dialect.Explain(e) is { } sentence)
        {
            throw new StoreUnusableException(sentence, e);
        }
        finally
        {
            // Left here only by an exception: a connection in an unknown state is not used again.
            session?.Dispose();
            _free.Release();
        }
    }

    /// <summary>Closes all; waits for readers that are at work.</summary>
    public void Dispose()
    {
        _closed = true;
        for (var i = 0; i < size; i++)
        {
            _free.Wait(CancellationToken.None);
        }

        while (_idle.TryPop(out var session))
        {
            session.Dispose();
        }

        _free.Release(size);
    }
}
