using Blog.Accounts;
using Blog.Site;
using Blog.Syndication;
using Microsoft.AspNetCore.Http;

namespace Blog.Desk;

/// <summary>Places of the rail.</summary>
public enum Place
{
    /// <summary>None of them.</summary>
    None,

    /// <summary>What needs you.</summary>
    Home,

    /// <summary>The editor.</summary>
    Write,

    /// <summary>List of posts and everything about one.</summary>
    Posts,

    /// <summary>Posts by day.</summary>
    Calendar,

    /// <summary>Connected accounts.</summary>
    Networks,

    /// <summary>Pictures and other files.</summary>
    Media,

    /// <summary>Who writes here.</summary>
    People,

    /// <summary>Site, profile, password.</summary>
    Settings,
}

/// <summary>What every page of the desk shows around its own matter.</summary>
/// <param name="Words">Language of the page.</param>
/// <param name="SiteTitle">Name of the site.</param>
/// <param name="Account">Who is signed in; null on the pages before.</param>
/// <param name="Place">Where in the rail.</param>
/// <param name="Waiting">Copies that need the author's word.</param>
/// <param name="Now">UTC, when the page was made.</param>
/// <param name="Zone">Zone in which hours are shown.</param>
public sealed record Shell(Words Words, string SiteTitle, Account? Account, Place Place, int Waiting, DateTimeOffset Now, TimeZoneInfo Zone)
{
    /// <summary>What must be seen on every page, the most urgent first.</summary>
    public IReadOnlyList<Alarm> Alarms { get; init; } = [];

    /// <summary>An instant as one says it: relative up to a week, then a date.</summary>
    public string Ago(DateTimeOffset at)
    {
        var passed = Now - at;
        var local = TimeZoneInfo.ConvertTime(at, Zone);
        var today = TimeZoneInfo.ConvertTime(Now, Zone).Date;
        return passed switch
        {
            { Ticks: < 0 } => Date(at),
            { TotalSeconds: < 60 } => Words.Say("just now"),
            { TotalMinutes: < 60 } => Words.Say("{0} min ago", (int)passed.TotalMinutes),
            _ when local.Date == today => Words.Say("today {0}", local.ToString("HH:mm", Words.Culture)),
            _ when local.Date == today.AddDays(-1) => Words.Say("yesterday {0}", local.ToString("HH:mm", Words.Culture)),
            { TotalDays: < 7 } => local.ToString("dddd HH:mm", Words.Culture),
            _ => local.ToString("d MMM yyyy", Words.Culture),
        };
    }

    /// <summary>Day and hour with the name of the zone's city.</summary>
    public string Date(DateTimeOffset at) => Date(at, Zone);

    /// <summary>The same in another zone.</summary>
    public string Date(DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return $"{local.ToString("ddd d MMM yyyy, HH:mm", Words.Culture)} ({City(zone)})";
    }

    /// <summary>The same, and the hour in the site's own zone where that is another one.</summary>
    public string Dates(DateTimeOffset at, TimeZoneInfo zone)
    {
        var (there, here) = (TimeZoneInfo.ConvertTime(at, zone), TimeZoneInfo.ConvertTime(at, Zone));
        return there.Offset == here.Offset
            ? Date(at, zone)
            : Words.Say("{0}, which is {1} ({2})", Date(at, zone), here.ToString(there.Date == here.Date ? "HH:mm" : "ddd HH:mm", Words.Culture), City(Zone));
    }

    /// <summary>Day and hour without the year, for a button.</summary>
    public string DayAndHour(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString("ddd d MMM, HH:mm", Words.Culture);

    /// <summary>The city that a zone is named after.</summary>
    public static string City(TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return zone.Id[(zone.Id.LastIndexOf('/') + 1)..].Replace('_', ' ');
    }

    /// <summary>Hour with its second.</summary>
    public string Clock(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone).ToString("HH:mm:ss", Words.Culture);
}

/// <summary>Makes the <see cref="Shell"/> of a request.</summary>
internal sealed class ShellFactory(SiteInfo site, ISyndicationStore syndication, AlarmReader alarms, NetworkWords networks, TimeProvider time)
{
    public async Task<Shell> ForAsync(HttpContext context, Place place, CancellationToken ct)
    {
        var settings = await site.SettingsAsync(ct);
        var owner = await site.OwnerAsync(ct);
        var words = owner is null ? Words.For(context.Request) : Words.For(settings.Language) ?? Words.For(context.Request);
        var account = Session.Account(context);
        var counts = account is null ? null : await syndication.CountByStateAsync(ct);
        var waiting = counts is null ? 0 : counts.GetValueOrDefault(DeliveryState.Unknown) + counts.GetValueOrDefault(DeliveryState.Failed);
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(settings.ZoneId, out var known) ? known : TimeZoneInfo.Utc;
        var now = time.GetUtcNow();
        return new Shell(networks.Of(words), settings.Title, account, place, waiting, now, zone) { Alarms = account is null ? [] : await alarms.ReadAsync(now, ct) };
    }
}
