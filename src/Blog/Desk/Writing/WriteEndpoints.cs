using Blog.Accounts;
using Blog.Posts;
using Blog.Site;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Blog.Desk.Writing;

/// <summary>The editor: one form, saved through <see cref="Publisher"/>.</summary>
internal static class WriteEndpoints
{
    private const string Door = "desk, ";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapSignedIn("/desk/write", maxBody: PrivateArea.WritingForm);
        group.MapGet("", ShowNewAsync);
        group.MapPost("", SaveNewAsync);
        group.MapGet("/{id:guid}", ShowAsync);
        group.MapPost("/{id:guid}", SaveAsync);
    }

    private static async Task<IResult> ShowNewAsync(HttpContext context, ShellFactory shells, SiteInfo site, CancellationToken ct)
    {
        var settings = await site.SettingsAsync(ct);
        var shell = await shells.ForAsync(context, Place.Write, ct);
        return Page(shell, new WriteView(WriteForm.Empty(settings.Language, settings.ZoneId) with { NewId = Guid.CreateVersion7() }, null, AccountRules.None, false, false, false, context.Me().MayPublish()));
    }

    /// <summary>How a save by this account is named among the revisions.</summary>
    public static string OriginOf(Account account) => Door + account.Name;

    /// <summary>Who made a revision of that origin; null if nobody at the desk did.</summary>
    public static string? WhoOf(string? origin) => origin?.StartsWith(Door, StringComparison.Ordinal) == true ? origin[Door.Length..] : null;

    private static async Task<IResult> ShowAsync(HttpContext context, Guid id, ShellFactory shells, IPostStore posts, WorkingCopyKeeper keeper, CancellationToken ct)
    {
        if (await posts.FindAsync(id, ct) is not { Status: not PostStatus.Deleted } post || !context.Me().MayEdit(post))
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        var shell = await shells.ForAsync(context, Place.Write, ct);
        var view = new WriteView(WriteForm.Of(post), post, AccountRules.None, false, false, context.Request.Query.ContainsKey("saved"), context.Me().MayPublish());
        return Page(shell, await keeper.FindAsync(id, context.Me(), ct) is { } typed
            ? view with { Form = typed.Form, TypedAt = typed.Copy.SavedAt, Conflict = typed.Copy.BaseRevision != post.Revision }
            : view);
    }

    private static Task<IResult> SaveNewAsync(HttpContext context, ShellFactory shells, IPostStore posts, Publisher publisher, WorkingCopyKeeper keeper, CancellationToken ct) =>
        StoreAsync(context, null, shells, posts, publisher, keeper, ct);

    private static Task<IResult> SaveAsync(HttpContext context, Guid id, ShellFactory shells, IPostStore posts, Publisher publisher, WorkingCopyKeeper keeper, CancellationToken ct) =>
        StoreAsync(context, id, shells, posts, publisher, keeper, ct);

    private static async Task<IResult> StoreAsync(HttpContext context, Guid? id, ShellFactory shells, IPostStore posts, Publisher publisher, WorkingCopyKeeper keeper, CancellationToken ct)
    {
        var me = context.Me();
        var form = WriteForm.Read(context.Request.Form);
        var shell = await shells.ForAsync(context, Place.Write, ct);
        var known = (id ?? form.NewId) is { } wanted ? await posts.FindAsync(wanted, ct) : null;
        if (id is null && known is not null)
        {
            // The script made a draft of it already, and its answer came too late.
            (id, form) = (known.Id, form with { Revision = Math.Max(1, form.Revision), NewId = null });
        }

        if (known is not null && known.Status != PostStatus.Deleted && !me.MayEdit(known))
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        var view = new WriteView(form, known, AccountRules.None, false, false, false, me.MayPublish());
        if (id is not null && known is null or { Status: PostStatus.Deleted })
        {
            return Page(shell, view with { Stored = null, Gone = true, Form = form with { Revision = 0, Stamp = null, NewId = Guid.CreateVersion7() } }, StatusCodes.Status409Conflict);
        }

        var errors = form.Check(out var at);
        if (keeper.Refuse(form) is { } tooMuch)
        {
            errors["post"] = tooMuch;
        }

        if (errors.Count > 0)
        {
            return Page(shell, view with { Errors = errors }, StatusCodes.Status400BadRequest);
        }

        var draft = form.ToDraft(known, at) with { Authors = known is null ? [new Byline(me.Id, me.Name, me.Slug)] : [], Origin = OriginOf(me) };
        var result = await publisher.SaveAsync(draft, ct);
        if (result.Outcome is PublishOutcome.Saved or PublishOutcome.Unchanged)
        {
            await keeper.SettleAsync(result.Post!, me, form, ct);
        }

        return result.Outcome switch
        {
            PublishOutcome.Saved or PublishOutcome.Unchanged => DeskResult.See(context.Request.Form["do"].ToString() switch
            {
                "review" => $"/desk/posts/{result.Post!.Id}/review",
                "abroad" => $"/desk/write/{result.Post!.Id}/abroad",
                _ => $"/desk/write/{result.Post!.Id}?saved",
            }),
            PublishOutcome.Stale => Page(shell, view with { Stored = await posts.FindAsync((known?.Id ?? form.NewId)!.Value, ct), Conflict = true }, StatusCodes.Status409Conflict),
            PublishOutcome.NotFound => Page(shell, view with { Stored = null, Gone = true, Form = form with { Revision = 0, Stamp = null, NewId = Guid.CreateVersion7() } }, StatusCodes.Status409Conflict),
            _ => Page(shell, view with { Errors = new Dictionary<string, string> { ["post"] = result.Problem! } }, StatusCodes.Status400BadRequest),
        };
    }

    private static IResult Page(Shell shell, WriteView view, int status = StatusCodes.Status200OK) => DeskResult.Page<WritePage, WriteView>(shell, view, status);
}
