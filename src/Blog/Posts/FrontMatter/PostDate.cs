using System.Globalization;
using System.Text.RegularExpressions;

namespace Blog.Posts.FrontMatter;

/// <summary>A date as an author wrote it, and the instant that it means.</summary>
/// <param name="Instant">UTC.</param>
/// <param name="ZoneId">IANA zone in which it has the day that the author wrote; null if the value named no zone (then it is the zone that was asked for).</param>
public sealed partial record PostDate(DateTimeOffset Instant, string? ZoneId)
{
    /// <summary>The notations that are understood, for messages.</summary>
    public const string AcceptedForms = "2024-05-31, 2024-05-31 18:30, 2024-05-31T18:30:00+02:00, 2024/5/31, 31 May 2024 or May 31, 2024";

    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    // RFC 822 section 5.1, and the European ones that e-mail programs added.
    private static readonly Dictionary<string, int> NamedOffsets = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Z"] = 0,
        ["UT"] = 0,
        ["UTC"] = 0,
        ["GMT"] = 0,
        ["EST"] = -300,
        ["EDT"] = -240,
        ["CST"] = -360,
        ["CDT"] = -300,
        ["MST"] = -420,
        ["MDT"] = -360,
        ["PST"] = -480,
        ["PDT"] = -420,
        ["CET"] = 60,
        ["CEST"] = 120,
        ["BST"] = 60,
        ["JST"] = 540,
    };

    /// <summary>
    /// Reads <paramref name="text"/>; a value without a zone is meant in <paramref name="zone"/>, one without a time is the start of
    /// that day. False if it is none of <see cref="AcceptedForms"/>.
    /// </summary>
    public static bool TryParse(string? text, TimeZoneInfo zone, out PostDate date)
    {
        date = new PostDate(default, null);
        var value = (text ?? "").Trim();
        if (value.Length is 0 or > 60)
        {
            return false;
        }

        var found = Numeric().Match(value);
        if (!found.Success)
        {
            found = DayFirst().Match(value);
        }

        if (!found.Success)
        {
            found = MonthFirst().Match(value);
        }

        return found.Success && TryBuild(found, zone, out date);
    }

    private static bool TryBuild(Match found, TimeZoneInfo zone, out PostDate date)
    {
        date = new PostDate(default, null);
        var month = Number(found, "month") ?? Array.FindIndex(Months, m => found.Groups["name"].Value.StartsWith(m, StringComparison.OrdinalIgnoreCase)) + 1;
        var (year, day) = (Number(found, "year")!.Value, Number(found, "day")!.Value);
        var (hour, minute, second) = (Number(found, "hour") ?? 0, Number(found, "minute") ?? 0, Number(found, "second") ?? 0);
        if (found.Groups["half"].Value is { Length: > 0 } half)
        {
            hour = (hour % 12) + (half[0] is 'p' or 'P' ? 12 : 0);
        }

        if (year is < 1 or > 9998 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        var local = new DateTime(year, month, day, hour, minute, Math.Min(second, 59), DateTimeKind.Unspecified);
        if (found.Groups["zone"].Value is not { Length: > 0 } zoneText)
        {
            date = new PostDate(ToUtc(local, zone), null);
            return true;
        }

        if (ParseOffset(zoneText) is not { } minutes)
        {
            return false;
        }

        var offset = TimeSpan.FromMinutes(minutes);
        var instant = new DateTimeOffset(local, offset).ToUniversalTime();
        date = new PostDate(instant, zone.GetUtcOffset(instant) == offset ? null : ZoneOf(minutes));
        return true;
    }

    private static int? Number(Match found, string group) =>
        int.TryParse(found.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateTimeOffset ToUtc(DateTime local, TimeZoneInfo zone)
    {
        // A time that a clock change leaves out is meant as the first moment after it.
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(15);
        }

        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    private static int? ParseOffset(string text)
    {
        if (NamedOffsets.TryGetValue(text, out var named))
        {
            return named;
        }

        if (text[0] is not ('+' or '-'))
        {
            return null;
        }

        var digits = text[1..].Replace(":", "", StringComparison.Ordinal);
        var value = int.Parse(digits, CultureInfo.InvariantCulture);
        var minutes = digits.Length <= 2 ? value * 60 : ((value / 100) * 60) + (value % 100);
        return minutes <= 14 * 60 ? (text[0] == '-' ? -minutes : minutes) : null;
    }

    // Keeps the day that the author wrote. The signs of Etc zones are reversed (tz database, file etcetera).
    private static string? ZoneOf(int minutes) => minutes switch
    {
        0 => "Etc/UTC",
        210 => "Asia/Tehran",
        270 => "Asia/Kabul",
        330 => "Asia/Kolkata",
        345 => "Asia/Kathmandu",
        570 => "Australia/Darwin",
        _ when minutes % 60 == 0 && minutes is >= -12 * 60 and <= 14 * 60 =>
            string.Create(CultureInfo.InvariantCulture, $"Etc/GMT{(minutes > 0 ? '-' : '+')}{Math.Abs(minutes / 60)}"),
        _ => null,
    };

    private const string Time = """(?:[T ,]\s*(?:at\s+)?(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,]\d{1,9})?)?\s*(?<half>[AaPp][Mm])?\s*(?<zone>[+-]\d{1,2}(?::?\d{2})?|[A-Za-z]{1,4})?(?:\s*\([^)]{1,20}\))?)?$""";

    private const string MonthName = """(?<name>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6})\.?""";

    [GeneratedRegex("""^(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})""" + Time, RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Numeric();

    [GeneratedRegex("""^(?:[a-z]{3,9},?\s+)?(?<day>\d{1,2})(?:st|nd|rd|th)?[\s\-]+""" + MonthName + """,?[\s\-]+(?<year>\d{4})""" + Time, RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex DayFirst();

    [GeneratedRegex("^(?:[a-z]{3,9},?\\s+)?" + MonthName + """\s+(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<year>\d{4})""" + Time, RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex MonthFirst();
}
