using System.Globalization;
using Blog.Accounts;
using Blog.Posts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Blog.Desk.Planning;

/// <summary>The calendar, and moving what is not published to another day or hour. A published post stays where it is: moving never sends anything.</summary>
internal static class CalendarEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapSignedIn("/desk/calendar");
        group.MapGet("", ShowAsync);
        group.MapGet("/{id:guid}", AskAsync);
        group.MapPost("/{id:guid}", MoveAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, ShellFactory shells, CalendarReader reader, IPostStore posts, string? view, string? at, Guid? moved, CancellationToken ct)
    {
        var shell = await shells.ForAsync(context, Place.Calendar, ct);
        var outcome = moved is { } id && await posts.FindAsync(id, ct) is { PublishedAt: { } now } post && context.Me().MayEdit(post)
            ? new MoveOutcome(MoveKind.Moved, id, NameOf(post), now)
            : null;
        return await PageAsync(shell, reader, Span(view), LocalHour.Day(at) ?? Today(shell), outcome, ct);
    }

    private static async Task<IResult> AskAsync(HttpContext context, Guid id, ShellFactory shells, IPostStore posts, string? view, CancellationToken ct)
    {
        if (await posts.FindAsync(id, ct) is not { Status: PostStatus.Draft or PostStatus.Scheduled } post || !context.Me().MayEdit(post))
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        var shell = await shells.ForAsync(context, Place.Calendar, ct);
        return Form(shell, post, Span(view), date: null, time: null, outcome: null);
    }

    private static async Task<IResult> MoveAsync(HttpContext context, Guid id, ShellFactory shells, CalendarReader reader, IPostStore posts, PostMover mover)
    {
        var ct = context.RequestAborted;
        if (await posts.FindAsync(id, ct) is not { Status: not PostStatus.Deleted } post || !context.Me().MayEdit(post))
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        var form = context.Request.Form;
        var (date, time, span) = (form["date"].ToString(), form["time"].ToString(), Span(form["view"]));
        var shell = await shells.ForAsync(context, Place.Calendar, ct);
        var revision = int.TryParse(form["revision"], NumberStyles.None, CultureInfo.InvariantCulture, out var known) ? known : 0;
        var outcome = await mover.MoveAsync(post, revision, date, time, shell.Zone, ct);
        if (outcome.Kind == MoveKind.Moved)
        {
            var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(outcome.At!.Value, shell.Zone).DateTime);
            return DeskResult.See(string.Create(CultureInfo.InvariantCulture, $"/desk/calendar?view={CalendarView.NameOf(span)}&at={day:yyyy-MM-dd}&moved={id}"));
        }

        // Dropped: the calendar says why it stays. Typed: the form does, with what was typed.
        return form["from"] == "drop" || post.IsPublic
            ? await PageAsync(shell, reader, span, LocalHour.Day(form["at"]) ?? Today(shell), outcome, ct)
            : Form(shell, post, span, date, time, outcome);
    }

    private static async Task<IResult> PageAsync(Shell shell, CalendarReader reader, CalendarSpan span, DateOnly at, MoveOutcome? outcome, CancellationToken ct) =>
        DeskResult.Page<CalendarPage, CalendarView>(shell, await reader.ReadAsync(span, at, shell, outcome, ct), StatusOf(outcome));

    private static IResult Form(Shell shell, Post post, CalendarSpan span, string? date, string? time, MoveOutcome? outcome)
    {
        // A draft without a day is offered tomorrow at nine.
        var at = post.PublishedAt ?? LocalHour.Start(Today(shell).AddDays(1), shell.Zone).AddHours(9);
        var placed = CalendarReader.Place(CalendarReader.Of(post, at), shell);
        var offered = outcome?.Nearest ?? placed.Local;
        var view = new MoveView(
            placed,
            outcome?.Nearest is null && date is not null ? date : offered.ToString(LocalHour.DayFormat, CultureInfo.InvariantCulture),
            outcome?.Nearest is null && time is not null ? time : offered.ToString(LocalHour.TimeFormat, CultureInfo.InvariantCulture),
            span,
            outcome);
        return DeskResult.Page<MovePage, MoveView>(shell, view, StatusOf(outcome));
    }

    private static int StatusOf(MoveOutcome? outcome) => outcome?.Kind switch
    {
        null or MoveKind.Moved => StatusCodes.Status200OK,
        MoveKind.Published or MoveKind.Stale => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status400BadRequest,
    };

    private static string NameOf(Post post) => post.Title ?? Excerpt.From(post.Text, 60);

    private static DateOnly Today(Shell shell) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(shell.Now, shell.Zone).DateTime);

    private static CalendarSpan Span(string? name) => name switch { "week" => CalendarSpan.Week, "list" => CalendarSpan.List, _ => CalendarSpan.Month };
}
