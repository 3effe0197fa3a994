using System.Data.Common;

namespace Blog.Storage;

/// <summary>How values lie in columns: UUIDs as text with dashes, instants as UTC ticks, enumerations by name.</summary>
internal static class Rows
{
    public static string Stored(this Guid id) => id.ToString("D");

    public static long Stored(this DateTimeOffset at) => at.UtcTicks;

    public static object? Stored(this DateTimeOffset? at) => at?.UtcTicks;

    public static string Text(this DbDataReader row, int column) => row.GetString(column);

    public static string? TextOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static int Int(this DbDataReader row, int column) => (int)row.GetInt64(column);

    public static int? IntOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : (int)row.GetInt64(column);

    public static bool Flag(this DbDataReader row, int column) => row.GetFieldType(column) == typeof(bool) ? row.GetBoolean(column) : row.GetInt64(column) != 0;

    public static Guid Id(this DbDataReader row, int column) => Guid.ParseExact(row.GetString(column), "D");

    public static Guid? IdOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.Id(column);

    public static DateTimeOffset Instant(this DbDataReader row, int column) => new(row.GetInt64(column), TimeSpan.Zero);

    public static DateTimeOffset? InstantOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.Instant(column);

    public static T Name<T>(this DbDataReader row, int column)
        where T : struct, Enum => Enum.Parse<T>(row.GetString(column));
}
