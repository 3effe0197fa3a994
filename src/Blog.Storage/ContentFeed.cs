using System.Data.Common;
using Blog.Posts;
using Blog.Reading;

namespace Blog.Storage;

/// <inheritdoc cref="IContentFeed"/>
internal sealed class ContentFeed(Database database, TimeProvider time) : IContentFeed, IDisposable
{
    private const string Last = "SELECT coalesce(max(touched), 0) FROM post_change";

    private const string Changed = "SELECT p.uid, p.content_version, c.touched FROM post_change c JOIN post p ON p.id = c.post_id WHERE c.touched > @after ORDER BY c.touched LIMIT @limit";

    private const string Stamp = "SELECT site, lists FROM content_version";

    private DbConnection? _listener;

    public bool IsShared => database.IsShared;

    public Task<long> FindLastAsync(CancellationToken ct) => database.ReadAsync(session => session.First(Last, row => row.GetInt64(0)), ct);

    public Task<ContentChanges> LoadAsync(long after, int limit, CancellationToken ct) => database.ReadAsync(
        session =>
        {
            // The numbers first: a change between the two statements is told again rather than missed.
            var stamp = session.First(Stamp, row => new ContentStamp(row.GetInt64(0), row.GetInt64(1)));
            var last = after;
            var posts = session.List(
                Changed,
                row =>
                {
                    last = row.GetInt64(2);
                    return (row.Id(0), row.GetInt64(1));
                },
                ("@after", after),
                ("@limit", limit));
            return new ContentChanges(stamp, last, posts);
        },
        ct);

    public async Task WaitAsync(TimeSpan atMost, CancellationToken ct)
    {
        try
        {
            _listener ??= database.Listen();
            if (_listener is not null)
            {
                await database.WaitForNoticeAsync(_listener, atMost, ct);
                return;
            }
        }
        catch (DbException)
        {
            // Without notices it is asked more slowly, which is all that a server which is away or full costs here.
            Dispose();
        }

        await Task.Delay(atMost, time, ct);
    }

    public void Dispose()
    {
        _listener?.Dispose();
        _listener = null;
    }
}
