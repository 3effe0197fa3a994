using Blog.Syndication;

namespace Blog.Storage;

/// <content>What strangers see of copies, and what the networks hold of their texts.</content>
internal sealed partial class SyndicationStore
{
    private const string IsToSee =
        "d.look_at IS NOT NULL AND d.look_at <= @now AND (d.state || '' = 'Accepted' OR (d.state || '' = 'Seen' AND d.is_read_back = 0)) ORDER BY d.look_at, d.id LIMIT @limit + 0";

    private const string ToSee = $"SELECT {DeliveryRows.Columns} FROM delivery d WHERE {IsToSee}";

    private const string KeepFromOthers = $"UPDATE delivery SET look_at = @until WHERE id IN (SELECT d.id FROM delivery d WHERE {IsToSee})";

    private const string NoteSight =
        """
        UPDATE delivery SET state = @state, reason = @reason, look_at = @lookAt, looks = @looks, is_hidden = @hidden, updated_at = @now
        WHERE uid = @id AND state = 'Accepted' AND fence = @fence AND remote_id = @remoteId
        """;

    private const string NoteReadBack =
        """
        UPDATE delivery SET is_read_back = @readBack, kept_text = @kept, look_at = @lookAt, looks = @looks, updated_at = @now
        WHERE uid = @id AND state IN ('Accepted', 'Seen') AND is_read_back = 0 AND fence = @fence AND remote_id = @remoteId
        """;

    public async Task<IReadOnlyList<Delivery>> ClaimToSeeAsync(DateTimeOffset now, DateTimeOffset until, int limit, CancellationToken ct)
    {
        // Most of the time there is nothing, and whoever only asks must not write.
        var isAnything = (await database.ReadAsync(session => session.List(ToSee, DeliveryRows.Read, ("@now", now.Stored()), ("@limit", 1)), ct)).Count > 0;
        return isAnything ? await database.WriteAsync(session => ClaimToSee(session, now, until, limit), ct) : [];
    }

    public Task NoteSightAsync(Delivery looked, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        session => session.Execute(
            NoteSight,
            ("@state", looked.State.ToString()),
            ("@reason", looked.Reason),
            ("@lookAt", looked.LookAt.Stored()),
            ("@looks", looked.Looks),
            ("@hidden", looked.IsHidden),
            ("@now", now.Stored()),
            ("@id", looked.Id.Stored()),
            ("@fence", looked.Fence),
            ("@remoteId", looked.RemoteId)),
        ct);

    public Task NoteReadBackAsync(Delivery read, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        session => session.Execute(
            NoteReadBack,
            ("@readBack", read.IsReadBack),
            ("@kept", read.KeptText),
            ("@lookAt", read.LookAt.Stored()),
            ("@looks", read.Looks),
            ("@now", now.Stored()),
            ("@id", read.Id.Stored()),
            ("@fence", read.Fence),
            ("@remoteId", read.RemoteId)),
        ct);

    private static List<Delivery> ClaimToSee(Session session, DateTimeOffset now, DateTimeOffset until, int limit)
    {
        var due = session.List(ToSee, DeliveryRows.Read, ("@now", now.Stored()), ("@limit", limit));
        session.Execute(KeepFromOthers, ("@until", until.Stored()), ("@now", now.Stored()), ("@limit", limit));
        return due;
    }
}
