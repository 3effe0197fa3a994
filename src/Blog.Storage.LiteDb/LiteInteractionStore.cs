using Blog.Interactions;
using LiteDB;

namespace Blog.Storage.LiteDb;

/// <inheritdoc cref="IInteractionStore"/>
internal sealed class LiteInteractionStore(LiteStore store) : IInteractionStore
{
    public Task<Interaction> UpsertAsync(Interaction interaction, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            var source = LiteDocuments.Key(LiteDocuments.Joined(interaction.PostId.Stored(), interaction.Origin, interaction.SourceUrl));
            var old = session.Interactions.First("source", source) is { } known ? Read(known) : null;

            // The first arrival stays: a changed source is still the letter that came then.
            var stored = old is null ? interaction : interaction with { Id = old.Id, ReceivedAt = old.ReceivedAt };
            session.Interactions.AddOrPut(Write(stored, source));
            TouchPost(session, stored.PostId, old is null ? null : (old.Kind, old.State), (stored.Kind, stored.State));
            return stored;
        },
        ct);

    public Task<bool> SetStateAsync(Guid id, InteractionState state, CancellationToken ct) => store.WriteAsync(
        session =>
        {
            if (session.Interactions.Find(id.Stored()) is not { } row)
            {
                return false;
            }

            var known = Read(row);
            if (known.State != state)
            {
                session.Interactions.Put(Write(known with { State = state }, row["source"].AsString));
                TouchPost(session, known.PostId, (known.Kind, known.State), (known.Kind, state));
            }

            return true;
        },
        ct);

    public Task<IReadOnlyList<Interaction>> ListVisibleAsync(Guid postId, Guid? after, int limit, CancellationToken ct) => store.ReadAsync(
        session =>
        {
            var post = postId.Stored();
            var from = post + LiteDocuments.Separator;
            if (after is { } id)
            {
                if (session.Interactions.Find(id.Stored()) is not { } last)
                {
                    return [];
                }

                // A range has its beginning in it; this is the first key behind the last letter.
                from = Place(Read(last)) + LiteDocuments.Separator;
            }

            return (IReadOnlyList<Interaction>)[.. session.Interactions.Range("shown", from, post + LiteDocuments.AfterSeparator, limit).Select(Read)];
        },
        ct);

    public Task<Interaction?> FindAsync(Guid id, CancellationToken ct) =>
        store.ReadAsync(session => session.Interactions.Find(id.Stored()) is { } row ? Read(row) : null, ct);

    private static void TouchPost(LiteSession session, Guid post, (InteractionKind, InteractionState)? old, (InteractionKind, InteractionState) now)
    {
        var row = session.Posts.Find(post.Stored()) ?? throw new InvalidOperationException($"There is no post {post}: nothing was stored.");
        if (LetterCount.Moves(old, now))
        {
            row["letter_count"] = row.Int("letter_count") + LetterCount.Change(old, now);
            row["content_version"] = row.Long("content_version") + 1;
            session.Posts.Put(row);
        }
    }

    private static string Place(Interaction interaction) =>
        LiteDocuments.Joined(interaction.PostId.Stored(), interaction.WrittenAt.Stored().Sorted(), interaction.Id.Stored());

    private static BsonDocument Write(Interaction interaction, string source) => new()
    {
        ["_id"] = interaction.Id.Stored(),
        ["source"] = source,
        ["shown"] = LetterCount.IsShown((interaction.Kind, interaction.State)) ? Place(interaction) : BsonValue.Null,
        ["post_id"] = interaction.PostId.Stored(),
        ["parent"] = interaction.ParentId.Stored(),
        ["kind"] = interaction.Kind.ToString(),
        ["state"] = interaction.State.ToString(),
        ["origin"] = interaction.Origin,
        ["source_url"] = interaction.SourceUrl,
        ["author_name"] = interaction.AuthorName,
        ["author_url"] = interaction.AuthorUrl,
        ["html"] = interaction.Html,
        ["raw"] = interaction.Raw,
        ["written_at"] = interaction.WrittenAt.Stored(),
        ["received_at"] = interaction.ReceivedAt.Stored(),
    };

    private static Interaction Read(BsonDocument row) => new()
    {
        Id = row.Id("_id"),
        PostId = row.Id("post_id"),
        ParentId = row.IdOrNull("parent"),
        Kind = row.Name<InteractionKind>("kind"),
        State = row.Name<InteractionState>("state"),
        Origin = row.Text("origin"),
        SourceUrl = row.Text("source_url"),
        AuthorName = row.Text("author_name"),
        AuthorUrl = row.TextOrNull("author_url"),
        Html = row.Text("html"),
        Raw = row.TextOrNull("raw"),
        WrittenAt = row.Instant("written_at"),
        ReceivedAt = row.Instant("received_at"),
    };
}
