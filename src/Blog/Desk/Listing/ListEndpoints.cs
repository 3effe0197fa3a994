using System.Globalization;
using Blog.Accounts;
using Blog.Posts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Blog.Desk.Listing;

/// <summary>The list of posts, and what is done to several of them at once.</summary>
internal static class ListEndpoints
{
    private const int MaxTag = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapSignedIn("/desk/posts");
        group.MapGet("", ShowAsync);
        group.MapPost("/bulk", DoAsync);
        group.MapPost("/bulk/{id:guid}/undo", UndoAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, ShellFactory shells, ListReader reader, IBulkDeeds deeds, CancellationToken ct)
    {
        var query = context.Request.Query;
        var filter = ListFilter.Read(query["state"], query["q"], query["tag"], query["by"]);
        var view = await reader.ReadAsync(filter, PostCursor.TryParse(query["before"], out var cursor) ? cursor : null, ct) with
        {
            Deed = Guid.TryParse(query["deed"], out var id) && await deeds.FindAsync(id, ct) is { } deed && MayUndo(context.Me(), deed) ? deed : null,
            Left = Number(query["left"]) ?? 0,
            Undone = Number(query["undone"]),
        };
        return Page(await shells.ForAsync(context, Place.Posts, ct), view);
    }

    private static async Task<IResult> DoAsync(HttpContext context, ShellFactory shells, ListReader reader, BulkWork bulk)
    {
        var ct = context.RequestAborted;
        var form = context.Request.Form;
        var filter = ListFilter.Read(form["state"], form["q"], form["tag-filter"], form["by"]);
        Guid[] ticked = [.. form["post"].Select(p => Guid.TryParse(p, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).Distinct().Take(ListReader.PageSize)];
        BulkKind? kind = form["do"].ToString() switch { "tag" => BulkKind.Tag, "publish" => BulkKind.Publish, "delete" => BulkKind.Delete, _ => null };
        var tag = form["tag"].ToString().Trim();
        var me = context.Me();
        var problem = ticked.Length == 0 ? "No post is ticked. Tick some, then choose what to do."
            : kind is null ? "Nothing was chosen for the ticked posts."
            : kind == BulkKind.Tag && (tag.Length > MaxTag || Slug.From(tag).Length == 0) ? "A tag has 1 to 100 characters, a letter or a number among them."
            : null;
        if (problem is null)
        {
            var (deed, left) = await bulk.DoAsync(me.Id, kind!.Value, kind == BulkKind.Tag ? tag : null, ticked, post => May(me, kind.Value, post), ct);
            if (deed is not null)
            {
                return DeskResult.See(filter.Link(more: string.Create(CultureInfo.InvariantCulture, $"deed={deed.Id}&left={left}")));
            }

            problem = kind switch
            {
                BulkKind.Publish => "None of them could be published: only drafts with something in them can be, by who may publish them.",
                BulkKind.Tag => "Nothing was changed: they have the tag already, or are not yours.",
                _ => "Nothing was changed: they are deleted already, or not yours.",
            };
        }

        var view = await reader.ReadAsync(filter, null, ct) with { Problem = problem, Ticked = ticked.ToHashSet() };
        return Page(await shells.ForAsync(context, Place.Posts, ct), view, StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> UndoAsync(HttpContext context, Guid id, ShellFactory shells, IBulkDeeds deeds, BulkWork bulk, CancellationToken ct)
    {
        if (await deeds.FindAsync(id, ct) is not { } deed || !MayUndo(context.Me(), deed))
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        var undone = await bulk.UndoAsync(deed, ct);
        var filter = new ListFilter();
        return DeskResult.See(undone is null
            ? filter.Link(more: "deed=" + id)
            : filter.Link(more: string.Create(CultureInfo.InvariantCulture, $"undone={undone}&left={deed.Entries.Count - undone}")));
    }

    private static IResult Page(Shell shell, ListView view, int status = StatusCodes.Status200OK) => DeskResult.Page<ListPage, ListView>(shell, view, status);

    private static bool MayUndo(Account me, BulkDeed deed) => me.Id == deed.AccountId || me.Role == AccountRole.Owner;

    private static bool May(Account me, BulkKind kind, Post post) => me.MayEdit(post) && (kind != BulkKind.Publish || me.MayPublish());

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= ListReader.PageSize ? number : null;
}
