using Blog.Accounts;
using Blog.Media;
using Blog.Posts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Blog.Desk.Pictures;

/// <summary>The media library on the desk: look through it, describe what is in it, take something out.</summary>
internal static class PictureEndpoints
{
    /// <summary>Files on one screen.</summary>
    public const int PageSize = 24;

    /// <summary>Posts that are named where a file is used; more are counted.</summary>
    public const int NamedUses = 20;

    private const int MaxSearch = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        UploadEndpoints.Map(routes);
        ReplaceEndpoints.Map(routes);
        var group = routes.MapSignedIn("/desk/media");
        group.MapGet("", ShowAsync);
        group.MapGet("/{id:guid}", ShowOneAsync);
        group.MapPost("/{id:guid}/alt", DescribeAsync);
        group.MapGet("/{id:guid}/delete", AskAsync);
        group.MapPost("/{id:guid}/delete", DeleteAsync);
    }

    /// <summary>The library's page; a refused upload shows it with <paramref name="problem"/>.</summary>
    public static async Task<IResult> PageAsync(HttpContext context, Shell shell, IMediaStore media, string? problem, int status, CancellationToken ct)
    {
        var query = context.Request.Query;
        var search = query["q"].ToString().Trim() is { Length: > 0 } words ? words[..Math.Min(words.Length, MaxSearch)] : null;
        var show = query["show"].ToString() is "bare" or "unused" ? query["show"].ToString() : null;
        PostCursor? before = PostCursor.TryParse(query["before"], out var parsed) ? parsed : null;
        var filter = new MediaFilter(search, show == "bare", show == "unused", context.Me().Role == AccountRole.Contributor ? context.Me().Id : null);
        var items = await media.ListAsync(filter, before, PageSize + 1, ct);
        var shown = items.Take(PageSize).ToList();
        var uses = await media.CountUsesAsync([.. shown.Select(m => m.Id)], ct);
        var view = new PicturesView(shown, uses, search, show, before is null, items.Count > PageSize) { Problem = problem, JustAdded = query.ContainsKey("added"), JustDeleted = query.ContainsKey("deleted") };
        return DeskResult.Page<PicturesPage, PicturesView>(shell, view, status);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, ShellFactory shells, IMediaStore media, CancellationToken ct) =>
        await PageAsync(context, await shells.ForAsync(context, Place.Media, ct), media, null, StatusCodes.Status200OK, ct);

    private static async Task<IResult> ShowOneAsync(HttpContext context, Guid id, ShellFactory shells, IMediaStore media, CancellationToken ct)
    {
        if (await FindAsync(context, id, media, ct) is not { } view)
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        var shell = await shells.ForAsync(context, Place.Media, ct);
        return DeskResult.Page<PicturePage, PictureView>(shell, view with { JustSaved = context.Request.Query.ContainsKey("saved"), Replaced = Number(context, "replaced"), Left = Number(context, "left") ?? 0 });
    }

    private static async Task<IResult> DescribeAsync(HttpContext context, Guid id, ShellFactory shells, IMediaStore media, CancellationToken ct)
    {
        if (await FindAsync(context, id, media, ct) is not { MayChange: true } view)
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        var typed = context.Request.Form["alt"].ToString();
        if (PictureAlt.From(typed) is not { } alt)
        {
            var shell = await shells.ForAsync(context, Place.Media, ct);
            return PictureAnswer.IsScript(context)
                ? PictureAnswer.Refuse(context, shell, StatusCodes.Status400BadRequest, shell.Words.Say(PictureAlt.TooLong))
                : DeskResult.Page<PicturePage, PictureView>(shell, view with { Typed = typed, Problem = PictureAlt.TooLong }, StatusCodes.Status400BadRequest);
        }

        await media.SetAltAsync(id, alt, ct);
        return PictureAnswer.IsScript(context) ? PictureAnswer.Tell(view.Item with { Alt = alt }) : DeskResult.See($"/desk/media/{id}?saved");
    }

    private static async Task<IResult> AskAsync(HttpContext context, Guid id, ShellFactory shells, IMediaStore media, CancellationToken ct) =>
        await FindAsync(context, id, media, ct) is { MayChange: true } view
            ? DeskResult.Page<DeletePicturePage, PictureView>(await shells.ForAsync(context, Place.Media, ct), view)
            : await NotFound.PageAsync(context, shells, ct);

    private static async Task<IResult> DeleteAsync(HttpContext context, Guid id, ShellFactory shells, MediaLibrary library, IMediaStore media, CancellationToken ct)
    {
        if (await FindAsync(context, id, media, ct) is not { MayChange: true } view)
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        // What the author was shown and agreed to; a post that took the picture up meanwhile is not among it.
        var form = context.Request.Form;
        var known = form["known"] == "yes" && int.TryParse(form["uses"], System.Globalization.NumberStyles.None, null, out var uses) ? uses : 0;
        return await library.DeleteAsync(view.Item, known, ct)
            ? DeskResult.See("/desk/media?deleted")
            : DeskResult.Page<DeletePicturePage, PictureView>(await shells.ForAsync(context, Place.Media, ct), view with { IsRefused = true }, StatusCodes.Status409Conflict);
    }

    private static int? Number(HttpContext context, string name) =>
        int.TryParse(context.Request.Query[name], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Owner and editors change every file; everybody else what they brought. Contributors see no more than that.</summary>
    public static async Task<PictureView?> FindAsync(HttpContext context, Guid id, IMediaStore media, CancellationToken ct)
    {
        var me = context.Me();
        if (await media.FindAsync(id, ct) is not { } item || (me.Role == AccountRole.Contributor && item.AddedBy != me.Id))
        {
            return null;
        }

        var count = (await media.CountUsesAsync([id], ct)).GetValueOrDefault(id);
        return new PictureView(item, await media.ListUsesAsync(id, NamedUses, ct), count, me.Role is AccountRole.Owner or AccountRole.Editor || item.AddedBy == me.Id);
    }
}
