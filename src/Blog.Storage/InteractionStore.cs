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

    // Nearly every letter is new: that takes this one statement.
    private const string Add =
        """
        INSERT INTO interaction (uid, post_id, parent, kind, state, origin, source_url, author_name, author_url, html, raw, written_at, received_at)
        VALUES (@id, (SELECT id FROM post WHERE uid = @post), @parent, @kind, @state, @origin, @source, @name, @url, @html, @raw, @written, @received)
        ON CONFLICT (origin, source_url, post_id) DO NOTHING
        RETURNING uid
        """;

    private const string FindOld =
        $"""
        SELECT {Columns} FROM interaction i
        WHERE i.origin = @origin AND i.source_url = @source AND i.post_id = (SELECT id FROM post WHERE uid = @post)
        """;

    // The first arrival stays: a changed source is still the letter that came then.
    private const string Change =
        """
        UPDATE interaction SET parent = @parent, kind = @kind, state = @state, author_name = @name, author_url = @url, html = @html, raw = @raw, written_at = @written
        WHERE uid = @id
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
    public static IEnumerable<string> Texts() => [FindOld, Change, One, SetState, Touch, Shown];

    public Task<Interaction> UpsertAsync(Interaction interaction, CancellationToken ct) => database.WriteAsync(
        session =>
        {
            var place = ((string, object?)[])[("@origin", interaction.Origin), ("@source", interaction.SourceUrl), ("@post", interaction.PostId.Stored())];
            var text = Text(interaction);
            if (session.Scalar(Add, [("@id", interaction.Id.Stored()), .. place, .. text, ("@received", interaction.ReceivedAt.Stored())]) is not null)
            {
                TouchPost(session, interaction.PostId, null, (interaction.Kind, interaction.State));
                return interaction;
            }

            var old = session.First(FindOld, Read, place)!;
            session.Execute(Change, [("@id", old.Id.Stored()), .. text]);
            TouchPost(session, interaction.PostId, (old.Kind, old.State), (interaction.Kind, interaction.State));
            return interaction with { Id = old.Id, ReceivedAt = old.ReceivedAt };
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

    private static (string, object?)[] Text(Interaction letter) =>
    [
        ("@parent", letter.ParentId?.Stored()),
        ("@kind", letter.Kind.ToString()),
        ("@state", letter.State.ToString()),
        ("@name", letter.AuthorName),
        ("@url", letter.AuthorUrl),
        ("@html", letter.Html),
        ("@raw", letter.Raw),
        ("@written", letter.WrittenAt.Stored()),
    ];

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
