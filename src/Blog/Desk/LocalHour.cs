using System.Globalization;

namespace Blog.Desk;

/// <summary>A day and an hour as the clocks of a zone show them.</summary>
/// <param name="At">The instant in UTC; null: the clocks never show that hour.</param>
/// <param name="Gap">Why not; null if there is an instant.</param>
public sealed record LocalHour(DateTimeOffset? At, HourGap? Gap)
{
    /// <summary>How forms send it: <c>2026-11-24T09:00</c>.</summary>
    public const string Format = "yyyy-MM-dd'T'HH:mm";

    /// <summary>How days travel by themselves in forms and addresses.</summary>
    public const string DayFormat = "yyyy-MM-dd";

    /// <summary>How hours do.</summary>
    public const string TimeFormat = "HH:mm";

    /// <summary>The same from two fields, one for the day and one for the hour.</summary>
    public static LocalHour? Read(string day, string time, TimeZoneInfo zone) => Read($"{day}T{time}", zone);

    /// <summary>A day that a calendar may show; null for anything else.</summary>
    public static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1990 and <= 2200 ? day : null;

    /// <summary>The first instant of a day in a zone: where midnight does not exist, the first minute that does.</summary>
    public static DateTimeOffset Start(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        var hour = Of(midnight, zone);
        return hour.At ?? Of(hour.Gap!.Next, zone).At!.Value;
    }

    /// <summary>What a form sent; null: no day and hour.</summary>
    public static LocalHour? Read(string text, TimeZoneInfo zone) =>
        DateTime.TryParseExact(text, [Format, Format + "':'ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) && local.Year is >= 1990 and <= 2200
            ? Of(local, zone)
            : null;

    /// <summary>As a form shows it.</summary>
    public static string Text(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>The zone of that name; <paramref name="other"/> if this machine does not know it.</summary>
    public static TimeZoneInfo Zone(string id, TimeZoneInfo other) => TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : other;

    private static LocalHour Of(DateTime local, TimeZoneInfo zone)
    {
        if (zone.IsInvalidTime(local))
        {
            return new LocalHour(null, HourGap.Around(local, zone));
        }

        // An hour that comes twice: the first of the two.
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new LocalHour(new DateTimeOffset(local, offset).ToUniversalTime(), null);
    }
}

/// <summary>Hours that clocks skip when they go forward.</summary>
/// <param name="Last">Last minute before them, local.</param>
/// <param name="Next">First minute after them, local.</param>
public sealed record HourGap(DateTime Last, DateTime Next)
{
    /// <summary>The first minute that is skipped, local.</summary>
    public DateTime From => Last.AddMinutes(1);

    internal static HourGap Around(DateTime skipped, TimeZoneInfo zone)
    {
        var (last, next) = (skipped.AddSeconds(-skipped.Second), skipped.AddSeconds(-skipped.Second));
        while (zone.IsInvalidTime(last))
        {
            last = last.AddMinutes(-1);
        }

        while (zone.IsInvalidTime(next))
        {
            next = next.AddMinutes(1);
        }

        return new HourGap(last, next);
    }
}
