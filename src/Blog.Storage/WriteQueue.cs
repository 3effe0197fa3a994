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

    private readonly BlockingCollection<WriteJob> _jobs = [];
    private readonly Session _session;
    private readonly Dialect _dialect;
    private readonly Thread _thread;
    private long _commits;

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

    /// <summary>Finishes what waits and ends the thread.</summary>
    public void Dispose()
    {
        _jobs.CompleteAdding();
        _thread.Join();
        _jobs.Dispose();
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
        try
        {
            if (!TryCommit(batch, each: false))
            {
                TryCommit(batch, each: true);
            }
        }
#pragma warning disable CA1031 // Nothing is hidden: every caller of the batch gets it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var error = Undo(Clear(e));
            batch.ForEach(job => job.Fail(error));
            return;
        }

        batch.ForEach(job => job.Answer());
    }

    /// <summary>False: a job failed, nothing is stored, and the batch is to be run again job by job. Throws if the store itself is broken.</summary>
    private bool TryCommit(List<WriteJob> batch, bool each)
    {
        _session.Execute(_dialect.Begin);
        foreach (var job in batch)
        {
            if (each)
            {
                _session.Execute("SAVEPOINT job");
            }

            if (job.TryRun(_session))
            {
                if (each)
                {
                    _session.Execute("RELEASE job");
                }

                continue;
            }

            // A full disk or a broken file is nobody's own failure: the whole batch hears it.
            if (job.Failure is DbException failure && (_dialect.Explain(failure) is not null || !_dialect.IsInTransaction(_session.Connection)))
            {
                throw failure;
            }

            if (!each && batch.Count > 1)
            {
                _session.Execute("ROLLBACK");
                return false;
            }

            _session.Execute(each ? "ROLLBACK TO job" : "ROLLBACK");
            if (!each)
            {
                return true;
            }

            _session.Execute("RELEASE job");
        }

        _session.Execute("COMMIT");
        Interlocked.Increment(ref _commits);
        return true;
    }

    private Exception Undo(Exception error)
    {
        try
        {
            if (_dialect.IsInTransaction(_session.Connection))
            {
                _session.Execute("ROLLBACK");
            }

            return error;
        }
        catch (DbException e)
        {
            return new AggregateException(error, e);
        }
    }

    private Exception Clear(Exception error) =>
        error is DbException broken && _dialect.Explain(broken) is { } sentence ? new StoreUnusableException(sentence, broken) : error;
}
