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
        try
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            return Read(read);
        }
        catch (DbException e) when (dialect.Explain(e) is { } sentence)
        {
            throw new StoreUnusableException(sentence, e);
        }
        finally
        {
            _free.Release();
        }
    }

    // A server that was started again has dropped every idle connection: those are passed over until one answers or a new one is opened.
    private T Read<T>(Func<Session, T> read)
    {
        while (_idle.TryPop(out var known))
        {
            try
            {
                return Read(known, read);
            }
            catch (DbException) when (known.IsLost)
            {
            }
        }

        return Read(new Session(dialect.OpenReader(), dialect), read);
    }

    private T Read<T>(Session session, Func<Session, T> read)
    {
        var isSound = false;
        try
        {
            var result = read(session);
            isSound = true;
            return result;
        }
        finally
        {
            // After an exception a connection is in an unknown state and is not used again.
            if (isSound)
            {
                _idle.Push(session);
            }
            else
            {
                session.Dispose();
            }
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
