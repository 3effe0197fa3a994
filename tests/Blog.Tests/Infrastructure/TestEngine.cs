using System.Collections.Concurrent;

namespace Blog.Tests.Infrastructure;

/// <summary>
/// The engine below the journeys: SQLite, or PostgreSQL if <c>BLOG_TEST_ENGINE=PostgreSQL</c>. Then each folder of a test has a database of its own on the
/// server, so that a blog which is started again on its folder finds its posts. A build with LiteDB knows <c>BLOG_TEST_ENGINE=LiteDB</c> too.
/// </summary>
public static class TestEngine
{
    public const string Secret = "a secret of the tests, long enough to be one";

    private static readonly ConcurrentDictionary<string, Lazy<string>> Databases = new(StringComparer.Ordinal);

    public static bool IsPostgres { get; } = string.Equals(Environment.GetEnvironmentVariable("BLOG_TEST_ENGINE"), "PostgreSQL", StringComparison.OrdinalIgnoreCase);

    private static bool IsLiteDb { get; } = string.Equals(Environment.GetEnvironmentVariable("BLOG_TEST_ENGINE"), "LiteDB", StringComparison.OrdinalIgnoreCase);

    /// <summary>Settings for a blog in a folder.</summary>
    public static IReadOnlyDictionary<string, string> SettingsFor(string folder) => IsPostgres
        ? new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Blog:Database"] = Databases.GetOrAdd(folder, _ => new Lazy<string>(PostgresServer.Shared.NewDatabase)).Value,
            ["Blog:KeySecret"] = Secret,
        }
        : IsLiteDb ? new Dictionary<string, string>(StringComparer.Ordinal) { ["Blog:Database"] = "litedb:" } : new Dictionary<string, string>(StringComparer.Ordinal);
}
