using System.Data.Common;
using Blog.Interactions;

namespace Blog.Storage;

/// <inheritdoc cref="IInteractionStore"/>
internal sealed class InteractionStore(Database database) : IInteractionStore
{
    private const string Columns =
        """
        i.uid, (SELECT p.uid FROM post p WHERE p.id = i.post_id), i.parent, i.kind, i.state, i.origin, i.source_url, i.author_name,
        i.author_url, i.html, i.raw, i.written_at, i.received_at
        """;

    private const string FindOld =
        """
        SELECT i.kind, i.state FROM interaction i
        WHERE i.origin = @origin AND i.source_url = @source AND i.post_id = (SELECT id FROM post WHERE uid = @post)
        """;

    // The first arrival stays: a changed source is still the letter that came then.
    private const string Put =
        """
        INSERT INTO interaction (uid, post_id, parent, kind, state, origin, source_url, author_name, author_url, html, raw, written_at, received_at)
        VALUES (@id, (SELECT id FROM post WHERE uid = @post), @parent, @kind, @state, @origin, @source, @name, @url, @html, @raw, @written, @received)
        ON CONFLICT (origin, source_url, post_id) DO UPDATE SET parent = excluded.parent, kind = excluded.kind, state = excluded.state,
          author_name = excluded.author_name, author_url = excluded.author_url, html = excluded.html, raw = excluded.raw, written_at = excluded.written_at
        RETURNING uid
        """;

    private const string One = $"SELECT {Columns} FROM interaction i WHERE i.uid = @id";

    private const string SetState = "UPDATE interaction SET state = @state WHERE uid = @id";

    private const string Touch = "UPDATE post SET letter_count = letter_count + @letters, content_version = content_version + 1 WHERE uid = @post";

    private const string Shown =
        $"""
        SELECT {Columns} FROM interaction i
        WHERE i.post_id = (SELECT id FROM post WHERE uid = @post) AND i.state IN ('Visible', 'Tombstone') AND (i.written_at, i.uid) > (@at, @id)
        ORDER BY i.written_at, i.uid LIMIT @limit + 0
        """;

    /// <summary>The statements that a page waits for, for the test of their plans.</summary>
    public static IEnumerable<string> Texts() => [FindOld, One, SetState, Touch, Shown];

    public Task<Interaction> UpsertAsync(Interaction interaction, CancellationToken ct) => database.WriteAsync(
        session =>
        {
            var old = session.First(
                FindOld,
                row => ((InteractionKind, InteractionState)?)(row.Name<InteractionKind>(0), row.Name<InteractionState>(1)),
                ("@origin", interaction.Origin),
                ("@source", interaction.SourceUrl),
                ("@post", interaction.PostId.Stored()));
            var id = (string)session.Scalar(
                Put,
                ("@id", interaction.Id.Stored()),
                ("@post", interaction.PostId.Stored()),
                ("@parent", interaction.ParentId?.Stored()),
                ("@kind", interaction.Kind.ToString()),
                ("@state", interaction.State.ToString()),
                ("@origin", interaction.Origin),
                ("@source", interaction.SourceUrl),
                ("@name", interaction.AuthorName),
                ("@url", interaction.AuthorUrl),
                ("@html", interaction.Html),
                ("@raw", interaction.Raw),
                ("@written", interaction.WrittenAt.Stored()),
                ("@received", interaction.ReceivedAt.Stored()))!;
            TouchPost(session, interaction.PostId, old, (interaction.Kind, interaction.State));
            return session.First(One, Read, ("@id", id))!;
        },
        ct);

    public Task<bool> SetStateAsync(Guid id, InteractionState state, CancellationToken ct) => database.WriteAsync(
        session =>
        {
            if (session.First(One, Read, ("@id", id.Stored())) is not { } known)
            {
                return false;
            }

            if (known.State != state)
            {
                session.Execute(SetState, ("@state", state.ToString()), ("@id", id.Stored()));
                TouchPost(session, known.PostId, (known.Kind, known.State), (known.Kind, state));
            }

            return true;
        },
        ct);

    public Task<IReadOnlyList<Interaction>> ListVisibleAsync(Guid postId, Guid? after, int limit, CancellationToken ct) => database.ReadAsync(
        session =>
        {
            IReadOnlyList<Interaction> none = [];
            var last = after is { } id ? session.First(One, Read, ("@id", id.Stored())) : null;
            return after is not null && last is null
                ? none
                : session.List(
                    Shown,
                    Read,
                    ("@post", postId.Stored()),
                    ("@at", last?.WrittenAt.Stored() ?? long.MinValue),
                    ("@id", last?.Id.Stored() ?? ""),
                    ("@limit", limit));
        },
        ct);

    public Task<Interaction?> FindAsync(Guid id, CancellationToken ct) =>
        database.ReadAsync(session => session.First(One, Read, ("@id", id.Stored())), ct);

    private static void TouchPost(Session session, Guid post, (InteractionKind, InteractionState)? old, (InteractionKind, InteractionState) now)
    {
        if (LetterCount.Moves(old, now))
        {
            session.Execute(Touch, ("@letters", LetterCount.Change(old, now)), ("@post", post.Stored()));
        }
    }

    private static Interaction Read(DbDataReader row) => new()
    {
        Id = row.Id(0),
        PostId = row.Id(1),
        ParentId = row.IdOrNull(2),
        Kind = row.Name<InteractionKind>(3),
        State = row.Name<InteractionState>(4),
        Origin = row.Text(5),
        SourceUrl = row.Text(6),
        AuthorName = row.Text(7),
        AuthorUrl = row.TextOrNull(8),
        Html = row.Text(9),
        Raw = row.TextOrNull(10),
        WrittenAt = row.Instant(11),
        ReceivedAt = row.Instant(12),
    };
}
