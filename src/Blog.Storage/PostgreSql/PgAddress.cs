using Blog.Site;
using Npgsql;

namespace Blog.Storage.PostgreSql;

/// <summary>Where a PostgreSQL database is: the connection string with what this program needs of the driver.</summary>
internal sealed class PgAddress
{
    private PgAddress(NpgsqlConnectionStringBuilder parts)
    {
        // Connections are kept by this program. Nothing may depend on the session: behind PgBouncer in transaction mode each transaction can meet another one.
        parts.Pooling = false;
        parts.NoResetOnClose = true;
        parts.ApplicationName ??= "blog";
        if (!parts.ContainsKey("Timeout"))
        {
            parts.Timeout = 10;
        }

        if (!parts.ContainsKey("Keepalive"))
        {
            parts.KeepAlive = 30;
        }

        ConnectionString = parts.ConnectionString;
        Location = $"{Named(parts.Database) ?? Named(parts.Username) ?? "the user's database"} on {Places(parts)}";
    }

    /// <summary>For the driver; holds the password.</summary>
    public string ConnectionString { get; }

    /// <summary>Database, host and port, for people.</summary>
    public string Location { get; }

    /// <summary>
    /// Reads <c>Host=…;Database=…;Username=…;Password=…</c> or <c>postgres://user:password@host:port/database</c>; null if the setting names no PostgreSQL server.
    /// Throws <see cref="StoreUnusableException"/> if it does and can't be read. The value itself is not repeated: it holds a password.
    /// </summary>
    public static PgAddress? Parse(string? setting)
    {
        if (string.IsNullOrWhiteSpace(setting))
        {
            return null;
        }

        const string Shape = "Blog:Database names a PostgreSQL server, but can't be read: write “Host=…;Database=…;Username=…;Password=…” or “postgres://user:password@host:5432/database”.";
        try
        {
            if (setting.StartsWith("postgres://", StringComparison.Ordinal) || setting.StartsWith("postgresql://", StringComparison.Ordinal))
            {
                return new PgAddress(FromUri(new Uri(setting)));
            }

            return setting.Split(';').Any(part => part.Split('=')[0].Trim().ToUpperInvariant() is "HOST" or "SERVER")
                ? new PgAddress(new NpgsqlConnectionStringBuilder(setting))
                : null;
        }
        catch (Exception e) when (e is ArgumentException or UriFormatException or FormatException)
        {
            throw new StoreUnusableException(Shape, e);
        }
    }

    // Of several servers each may bring its own port.
    private static string Places(NpgsqlConnectionStringBuilder parts) =>
        string.Join(", ", (parts.Host ?? "").Split(',').Select(host => host.Contains(':') ? host.Trim() : $"{host.Trim()}:{parts.Port}"));

    private static string? Named(string? part) => string.IsNullOrEmpty(part) ? null : part;

    // https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
    private static NpgsqlConnectionStringBuilder FromUri(Uri uri)
    {
        var user = uri.UserInfo.Split(':', 2);
        var parts = new NpgsqlConnectionStringBuilder { Host = Uri.UnescapeDataString(uri.Host), Port = uri.Port > 0 ? uri.Port : 5432 };
        if (user[0].Length > 0)
        {
            parts.Username = Uri.UnescapeDataString(user[0]);
        }

        if (user.Length == 2)
        {
            parts.Password = Uri.UnescapeDataString(user[1]);
        }

        if (uri.AbsolutePath.Length > 1)
        {
            parts.Database = Uri.UnescapeDataString(uri.AbsolutePath[1..]);
        }

        foreach (var option in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(o => o.Split('=', 2)))
        {
            // libpq's names: sslmode, application_name, connect_timeout, target_session_attrs …
            var name = option[0] switch { "application_name" => "Application Name", "connect_timeout" => "Timeout", "target_session_attrs" => "Target Session Attributes", var other => other };
            parts[name] = Uri.UnescapeDataString(option.ElementAtOrDefault(1) ?? "").Replace("-", "", StringComparison.Ordinal);
        }

        return parts;
    }
}
