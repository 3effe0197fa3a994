using Blog.Posts;
using Blog.Syndication;

namespace Blog.Storage;

/// <inheritdoc cref="IOutageStore"/>
internal sealed class OutageStore(Database database) : IOutageStore
{
    private const string Begin =
        "UPDATE target SET outage_from = @now, outage_until = @until WHERE uid = @id AND state = 'Connected' AND outage_until <= @now RETURNING id";

    private const string End = "UPDATE target SET outage_until = @now WHERE uid = @id AND outage_until > @now RETURNING id";

    private const string Silent = "UPDATE target SET silent_since = @now WHERE uid = @id AND silent_since IS NULL";

    private const string Answered = "UPDATE target SET silent_since = NULL WHERE uid = @id AND silent_since IS NOT NULL";

    // Silence counts as long as something is tried in vain: what nobody sends to is not known to be away.
    private const string ToSettle =
        """
        SELECT t.id FROM target t
        WHERE t.is_away <> CASE WHEN t.outage_until > @now OR (t.silent_since <= @since AND EXISTS (
          SELECT 1 FROM delivery w WHERE w.target_id = t.id AND w.state IN ('Queued', 'Unknown') AND w.attempts > 0)) THEN 1 ELSE 0 END
        """;

    private const string Settle = $"UPDATE target SET is_away = 1 - is_away WHERE id IN ({ToSettle})";

    /// <summary>Its statements, for the test of their plans.</summary>
    public static IEnumerable<string> Texts() => [Begin, End, Silent, Answered, ToSettle, Settle];

    public Task<bool> StartAsync(Guid targetId, DateTimeOffset now, DateTimeOffset until, CancellationToken ct) => database.WriteAsync(
        session => session.Scalar(Begin, ("@now", now.Stored()), ("@until", until.Stored()), ("@id", targetId.Stored())) is not null, ct);

    public Task<bool> EndAsync(Guid targetId, DateTimeOffset now, CancellationToken ct) =>
        database.WriteAsync(session => session.Scalar(End, ("@now", now.Stored()), ("@id", targetId.Stored())) is not null, ct);

    public Task NoteAsync(Guid targetId, bool answered, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        session => answered
            ? session.Execute(Answered, ("@id", targetId.Stored()))
            : session.Execute(Silent, ("@now", now.Stored()), ("@id", targetId.Stored())),
        ct);

    public async Task<ContentStamp?> SettleAsync(DateTimeOffset now, DateTimeOffset silentSince, CancellationToken ct)
    {
        // Most of the time nothing changed, and whoever only asks must not write.
        var changed = await database.ReadAsync(session => session.Scalar(ToSettle, ("@now", now.Stored()), ("@since", silentSince.Stored())) is not null, ct);
        return changed ? await database.WriteAsync(session => Write(session, now, silentSince), ct) : null;
    }

    private static ContentStamp? Write(Session session, DateTimeOffset now, DateTimeOffset silentSince) =>
        session.Execute(Settle, ("@now", now.Stored()), ("@since", silentSince.Stored())) == 0
            ? null
            : session.First("UPDATE content_version SET site = site + 1 RETURNING site, lists", row => (ContentStamp?)new ContentStamp(row.GetInt64(0), row.GetInt64(1)));
}
