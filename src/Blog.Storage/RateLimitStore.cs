using Blog.Site;

namespace Blog.Storage;

/// <inheritdoc cref="IRateLimitStore"/>
internal sealed class RateLimitStore(Database database) : IRateLimitStore
{
    private const string One = "SELECT count, ends_at FROM rate_limit WHERE name = @name AND ends_at > @now";

    private const string DropEnded = "DELETE FROM rate_limit WHERE ends_at <= @now";

    private const string Count =
        """
        INSERT INTO rate_limit (name, count, ends_at) VALUES (@name, 1, @until)
        ON CONFLICT (name) DO UPDATE SET count = rate_limit.count + 1, ends_at = excluded.ends_at RETURNING count
        """;

    private const string Drop = "DELETE FROM rate_limit WHERE name = @name";

    /// <summary>Its statements, for the test of their plans.</summary>
    public static IEnumerable<string> Texts() => [One, DropEnded, Count, Drop];

    public Task<RateCount?> FindAsync(string name, DateTimeOffset now, CancellationToken ct) => database.ReadAsync(
        session => session.First(One, row => (RateCount?)new RateCount(row.Int(0), row.Instant(1)), ("@name", name), ("@now", now.Stored())), ct);

    public Task<IReadOnlyList<int>> CountAsync(IReadOnlyList<string> names, DateTimeOffset now, DateTimeOffset until, CancellationToken ct) => database.WriteAsync(
        session =>
        {
            session.Execute(DropEnded, ("@now", now.Stored()));
            return (IReadOnlyList<int>)[.. names.Select(name => session.First(Count, row => row.Int(0), ("@name", name), ("@until", until.Stored())))];
        },
        ct);

    public Task ForgetAsync(string name, CancellationToken ct) => database.WriteAsync(session => session.Execute(Drop, ("@name", name)), ct);
}
