using System.Globalization;
using Blog.Accounts;
using Blog.Media;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Blog.Desk.Pictures;

/// <summary>Another picture for the posts that show one.</summary>
internal static class ReplaceEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGroup("").AddEndpointFilter<UploadLimit>().MapSignedIn("/desk/media/{id:guid}/replace", maxBody: UploadLimit.MaxBody).MapPost("", ReplaceAsync);

    private static async Task<IResult> ReplaceAsync(HttpContext context, Guid id, ShellFactory shells, MediaLibrary library, IMediaStore media, PictureReplacer replacer)
    {
        var ct = context.RequestAborted;
        if (await PictureEndpoints.FindAsync(context, id, media, ct) is not { MayChange: true, Item: { Width: not null } old })
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        var shell = await shells.ForAsync(context, Place.Media, ct);
        var form = context.Request.Form;
        if (form.Files.GetFile("file") is not { Length: > 0 } file)
        {
            return PictureAnswer.Refuse(context, shell, StatusCodes.Status400BadRequest, shell.Words.Say("No picture came along. Choose one first."));
        }

        var (added, problem) = await AddAsync(context, library, old, file, ct);
        if (added?.Id == old.Id)
        {
            problem = "This is the same picture. Nothing was changed.";
        }

        if (problem is not null)
        {
            return PictureAnswer.Refuse(context, shell, StatusCodes.Status400BadRequest, shell.Words.Say(problem));
        }

        var (changed, left) = await replacer.ReplaceAsync(old, added!, context.Me(), ct);
        return DeskResult.See(string.Create(CultureInfo.InvariantCulture, $"/desk/media/{added!.Id}?replaced={changed}&left={left}"));
    }

    private static async Task<(MediaItem? Added, string? Problem)> AddAsync(HttpContext context, MediaLibrary library, MediaItem old, IFormFile file, CancellationToken ct)
    {
        var opened = new List<Stream>();
        try
        {
            opened.AddRange(context.Request.Form.Files.GetFiles("smaller").Take(MediaLibrary.Widths.Count * 2).Select(f => f.OpenReadStream()));
            await using var content = file.OpenReadStream();
            if (MediaSniffer.Look(content).Kind is { Width: null })
            {
                return (null, "This is no picture, and posts would show a gap. Nothing was changed; choose a picture.");
            }

            content.Position = 0;

            // What the old one shows is most likely what the new one shows; the author sees it beside the picture and may say otherwise.
            var (item, problem) = await library.AddAsync(new NewMedia(content, file.FileName) { Alt = old.Alt, AddedBy = context.Me().Id, Smaller = opened }, ct);
            return (item, problem);
        }
        catch (IOException)
        {
            return (null, "The place where this blog keeps its pictures does not answer. Nothing was stored; try again in a minute.");
        }
        finally
        {
            foreach (var stream in opened)
            {
                await stream.DisposeAsync();
            }
        }
    }
}
