using System.Globalization;

namespace Blog.Desk.Planning;

/// <summary>A day and an hour on the clocks of a zone, as somebody typed them or dropped a post there.</summary>
/// <param name="At">UTC; null if there is no such hour.</param>
/// <param name="Nearest">If the clocks go forward over it: the first hour after the gap. Null: it exists, or was no hour at all.</param>
internal readonly record struct LocalHour(DateTimeOffset? At, DateTime? Nearest)
{
    /// <summary>How days travel in forms and addresses.</summary>
    public const string DayFormat = "yyyy-MM-dd";

    /// <summary>How hours do.</summary>
    public const string TimeFormat = "HH:mm";

    /// <summary>Reads a day and an hour. Of an hour that comes twice the first is meant.</summary>
    public static LocalHour Read(string day, string time, TimeZoneInfo zone)
    {
        if (Day(day) is not { } date || !TimeOnly.TryParseExact(time, [TimeFormat, "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var hour))
        {
            return default;
        }

        var local = date.ToDateTime(hour);
        if (zone.IsInvalidTime(local))
        {
            var after = local;
            while (zone.IsInvalidTime(after))
            {
                after = after.AddMinutes(1);
            }

            return new LocalHour(null, after);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new LocalHour(new DateTimeOffset(local, offset).ToUniversalTime(), null);
    }

    /// <summary>A day that a calendar may show; null for anything else.</summary>
    public static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1990 and <= 2200 ? day : null;

    /// <summary>The first instant of a day in a zone: where midnight does not exist, the first minute that does.</summary>
    public static DateTimeOffset Start(DateOnly day, TimeZoneInfo zone) =>
        Read(day.ToString(DayFormat, CultureInfo.InvariantCulture), "00:00", zone) is { At: { } at } ? at : new DateTimeOffset(First(day, zone), TimeSpan.Zero);

    private static DateTime First(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        return TimeZoneInfo.ConvertTimeToUtc(local, zone);
    }
}
