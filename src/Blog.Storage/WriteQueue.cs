using System.Collections.Concurrent;
using System.Data.Common;
using Blog.Site;

namespace Blog.Storage;

/// <summary>
/// The one thread that writes. It takes all the jobs that wait, runs them in one transaction and commits once: the price of an fsync
/// is shared, and whoever comes during it forms the next batch. Callers are answered only after the commit.
/// A batch runs without savepoints, because each of them would make the search index write out what it has gathered; if one job
/// fails, the batch is rolled back and run again with a savepoint around each job, so a failing job hurts only itself.
/// </summary>
internal sealed class WriteQueue : IDisposable
{
    private const int MaxBatch = 256;
    private const int MaxTries = 4;

    private readonly BlockingCollection<WriteJob> _jobs = [];
    private readonly Dialect _dialect;
    private readonly Thread _thread;
    private Session? _session;
    private string? _unclear;
    private long _commits;

    /// <summary>Writes through <paramref name="session"/>, which it owns from now on, and through a new one where that breaks.</summary>
    public WriteQueue(Session session, Dialect dialect)
    {
        _session = session;
        _dialect = dialect;
        _thread = new Thread(Work) { IsBackground = true, Name = "store writer" };
        _thread.Start();
    }

    /// <summary>Transactions committed so far.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>Queues a change; the task ends when it is durable.</summary>
    public Task<T> RunAsync<T>(Func<Session, T> change, CancellationToken ct)
    {
        if (ct.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(ct);
        }

        var job = new WriteJob<T>(change);
        try
        {
            _jobs.Add(job, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(WriteQueue), "The store is closed: the program is stopping. Nothing was saved.");
        }

        return job.WaitAsync(ct);
    }

    /// <summary>Finishes what waits, ends the thread and closes the connection.</summary>
    public void Dispose()
    {
        _jobs.CompleteAdding();
        _thread.Join();
        _jobs.Dispose();
        if (_session is { IsLost: false } open)
        {
            _dialect.Settle(open.Connection);
        }

        _session?.Dispose();
    }

    private void Work()
    {
        var batch = new List<WriteJob>(MaxBatch);
        foreach (var first in _jobs.GetConsumingEnumerable())
        {
            Take(first, batch);
            while (batch.Count < MaxBatch && _jobs.TryTake(out var next))
            {
                Take(next, batch);
            }

            if (batch.Count > 0)
            {
                Commit(batch);
                batch.Clear();
            }
        }
    }

    private static void Take(WriteJob job, List<WriteJob> batch)
    {
        if (job.TryTake())
        {
            batch.Add(job);
        }
    }

    private void Commit(List<WriteJob> batch)
    {
        for (var tries = 1; ; tries++)
        {
            var hadSession = _session is not null;
            try
            {
                _session ??= new Session(_dialect.OpenWriter(), _dialect);
                if (!WasCommittedBefore(_session) && !TryCommit(_session, batch, each: false))
                {
                    TryCommit(_session, batch, each: true);
                }

                break;
            }
            catch (DbException e) when (tries < MaxTries && hadSession && Undo() is null && (_session is null || _dialect.IsWorthRepeating(e)))
            {
                // Nothing of it is stored and it may run again: the connection broke, or two processes stood in each other's way.
            }
#pragma warning disable CA1031 // Nothing is hidden: every caller of the batch gets it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                var error = Undo() is { } second ? new AggregateException(Clear(e), second) : Clear(e);
                _unclear = null;
                batch.ForEach(job => job.Fail(error));
                return;
            }
        }

        batch.ForEach(job => job.Answer());
    }

    /// <summary>False: a job failed, nothing is stored, and the batch is to be run again job by job. Throws if the store itself is broken.</summary>
    private bool TryCommit(Session session, List<WriteJob> batch, bool each)
    {
        var transaction = _dialect.Begin(session);
        foreach (var job in batch)
        {
            if (each)
            {
                session.Execute("SAVEPOINT job");
            }

            if (job.TryRun(session))
            {
                if (each)
                {
                    session.Execute("RELEASE SAVEPOINT job");
                }

                continue;
            }

            // A full disk or a broken file is nobody's own failure: the whole batch hears it.
            if (job.Failure is DbException failure
                && (_dialect.Explain(failure) is not null || _dialect.IsWorthRepeating(failure) || !_dialect.IsInTransaction(session.Connection)))
            {
                throw failure;
            }

            if (!each && batch.Count > 1)
            {
                session.Execute("ROLLBACK");
                return false;
            }

            session.Execute(each ? "ROLLBACK TO SAVEPOINT job" : "ROLLBACK");
            if (!each)
            {
                return true;
            }

            session.Execute("RELEASE SAVEPOINT job");
        }

        _unclear = transaction;
        session.Execute("COMMIT");
        _unclear = null;
        Interlocked.Increment(ref _commits);
        return true;
    }

    // The answer to a commit was lost with the connection: the engine knows whether it was carried out.
    private bool WasCommittedBefore(Session session)
    {
        if (_unclear is not { } transaction)
        {
            return false;
        }

        var was = _dialect.HasCommitted(session, transaction);
        _unclear = null;
        return was;
    }

    // Ends what is open; a broken connection is given up. Answers what went wrong with that.
    private DbException? Undo()
    {
        try
        {
            if (_session is { IsLost: false } session && _dialect.IsInTransaction(session.Connection))
            {
                session.Execute("ROLLBACK");
            }

            return null;
        }
        catch (DbException e)
        {
            return _session is { IsLost: true } ? null : e;
        }
        finally
        {
            if (_session is { IsLost: true } broken)
            {
                broken.Dispose();
                _session = null;
            }
        }
    }

    private Exception Clear(Exception error) => error is DbException broken && _dialect.Explain(broken) is { } sentence
        ? new StoreUnusableException(_unclear is null ? sentence : $"{sentence} Whether the last change was stored is not known: look before you repeat it.", broken)
        : error;
}
