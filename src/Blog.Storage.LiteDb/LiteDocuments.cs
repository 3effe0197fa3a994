using System.Security.Cryptography;
using System.Text;
using LiteDB;

namespace Blog.Storage.LiteDb;

/// <summary>How values lie in documents: UUIDs as text with dashes, instants as UTC ticks, enumerations by name. Mapped by hand: nothing is left to LiteDB's mapper.</summary>
internal static class LiteDocuments
{
    // An index key may have 1,023 bytes; a character takes at most three, and other parts may stand beside it.
    private const int LongestKey = 250;

    /// <summary>Stands between the parts of a key: it sorts before everything that people write.</summary>
    public const char Separator = '\u0001';

    /// <summary>Follows <see cref="Separator"/>: the end of all keys that go on after a part.</summary>
    public const char AfterSeparator = '\u0002';

    /// <summary>A text as an index key: itself, or its beginning and its hash if it is too long for one.</summary>
    public static string Key(string text) =>
        text.Length <= LongestKey ? text : text[..LongestKey] + '#' + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Parts as one key that sorts by each of them in turn.</summary>
    public static string Joined(params ReadOnlySpan<string> parts) => string.Join(Separator, parts);

    /// <summary>A number in a key: as wide as the largest, so that text sorts as numbers do.</summary>
    public static string Sorted(this long number) => number.ToString("D19", System.Globalization.CultureInfo.InvariantCulture);

    public static BsonValue Stored(this Guid? id) => id is { } known ? known.Stored() : BsonValue.Null;

    public static BsonValue StoredTicks(this DateTimeOffset? at) => at is { } known ? known.Stored() : BsonValue.Null;

    public static BsonValue Stored(this int? number) => number is { } known ? known : BsonValue.Null;

    public static string Text(this BsonDocument row, string name) => row[name].AsString;

    public static string? TextOrNull(this BsonDocument row, string name) => row[name] is { IsString: true } text ? text.AsString : null;

    public static int Int(this BsonDocument row, string name) => row[name].AsInt32;

    public static int? IntOrNull(this BsonDocument row, string name) => row[name] is { IsNumber: true } number ? number.AsInt32 : null;

    public static long Long(this BsonDocument row, string name) => row[name].AsInt64;

    public static bool Flag(this BsonDocument row, string name) => row[name].AsBoolean;

    public static Guid Id(this BsonDocument row, string name) => Guid.ParseExact(row[name].AsString, "D");

    public static Guid? IdOrNull(this BsonDocument row, string name) => row[name].IsNull ? null : row.Id(name);

    public static DateTimeOffset Instant(this BsonDocument row, string name) => new(row[name].AsInt64, TimeSpan.Zero);

    public static DateTimeOffset? InstantOrNull(this BsonDocument row, string name) => row[name].IsNull ? null : row.Instant(name);

    public static T Name<T>(this BsonDocument row, string name)
        where T : struct, Enum => Enum.Parse<T>(row[name].AsString);

    /// <summary>True if the field holds this name.</summary>
    public static bool Is<T>(this BsonDocument row, string name, T value)
        where T : struct, Enum => row[name].AsString == value.ToString();
}
