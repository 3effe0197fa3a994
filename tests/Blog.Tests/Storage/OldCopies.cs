using Blog.Storage;
using Blog.Syndication;

namespace Blog.Tests.Storage;

/// <summary>Copies in a database of the version that counted them on every page.</summary>
internal static class OldCopies
{
    private static readonly string[] States = ["Queued", "Accepted", "Accepted", "Failed", "Accepted"];

    /// <summary>As that version wrote them.</summary>
    public static void Write(Session session)
    {
        session.Execute(
            """
            INSERT INTO post (uid, revision, status, slug, path, language, zone, created_at, updated_at, word_count, letter_count, content_version, excerpt_is_own, authors, tags, excerpt, html, text)
            VALUES ('0197a5a0-0000-7000-8000-000000000001', 1, 'Published', 'old', '/2026/old', 'en', 'Etc/UTC', 1, 1, 1, 0, 1, 0, '[]', '[]', '', '', '')
            """);
        session.Execute(
            """
            INSERT INTO target (uid, network, name, remote_account_id, api_base, is_practice, protected_secret, state, created_at)
            VALUES ('0197a5a0-0000-7000-8000-000000000002', 'x', '@old', '42', 'https://networks.test', 0, '-', 'Paused', 1)
            """);
        foreach (var (state, number) in States.Select((s, i) => (s, i)))
        {
            session.Execute(
                """
                INSERT INTO delivery (uid, post_id, target_id, network, action, state, not_before, attempts, fence, created_at, updated_at)
                VALUES (@uid, (SELECT id FROM post), (SELECT id FROM target), 'x', 'Publish', @state, 1, 0, 0, 1, 1)
                """,
                ("@uid", Guid.CreateVersion7(Samples.Now.AddSeconds(number)).ToString()),
                ("@state", state));
        }
    }

    /// <summary>Now, and after one of them changed.</summary>
    public static async Task AreCountedAsync(StoreFixture store)
    {
        Assert.Equal(
            new Dictionary<DeliveryState, int> { [DeliveryState.Queued] = 1, [DeliveryState.Accepted] = 3, [DeliveryState.Failed] = 1 }.OrderBy(c => c.Key),
            (await store.Syndication.CountByStateAsync(default)).OrderBy(c => c.Key));

        var failed = (await store.Syndication.ListRecentAsync(10, default)).Single(d => d.State == DeliveryState.Failed);
        Assert.True(await store.Syndication.ResolveAsync(failed.Id, DeliveryState.Failed, failed with { State = DeliveryState.Queued }, "again", Samples.Now, default));

        Assert.Equal(
            new Dictionary<DeliveryState, int> { [DeliveryState.Queued] = 2, [DeliveryState.Accepted] = 3 }.OrderBy(c => c.Key),
            (await store.Syndication.CountByStateAsync(default)).OrderBy(c => c.Key));
    }
}
