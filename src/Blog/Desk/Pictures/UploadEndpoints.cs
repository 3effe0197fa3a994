using Blog.Accounts;
using Blog.Media;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Blog.Desk.Pictures;

/// <summary>Files come in: from a plain form, or from the editor with smaller sizes beside them.</summary>
internal static partial class UploadEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGroup("").AddEndpointFilter<UploadLimit>().MapSignedIn("/desk/media", maxBody: UploadLimit.MaxBody).MapPost("", AddAsync);

    private static async Task<IResult> AddAsync(HttpContext context, ShellFactory shells, MediaLibrary library, IMediaStore media, ILogger<MediaLibrary> log, CancellationToken ct)
    {
        var shell = await shells.ForAsync(context, Place.Media, ct);
        var form = context.Request.Form;
        var sent = form.Files.GetFiles("file").Where(f => f.Length > 0).ToList();
        if (sent.Count == 0)
        {
            return await RefuseAsync(context, shell, media, StatusCodes.Status400BadRequest, shell.Words.Say("No picture came along. Choose one first."), ct);
        }

        // Smaller sizes belong to one picture.
        var smaller = sent.Count > 1 ? [] : form.Files.GetFiles("smaller").Take(MediaLibrary.Widths.Count * 2).ToList();
        if (PictureAlt.From(form["alt"].ToString()) is not { } alt)
        {
            return await RefuseAsync(context, shell, media, StatusCodes.Status400BadRequest, shell.Words.Say(PictureAlt.TooLong), ct);
        }

        MediaItem? last = null;
        foreach (var file in sent)
        {
            var opened = new List<Stream>();
            try
            {
                opened.AddRange(smaller.Select(f => f.OpenReadStream()));
                await using var content = file.OpenReadStream();
                var added = await library.AddAsync(new NewMedia(content, file.FileName) { Alt = alt, AddedBy = context.Me().Id, Smaller = opened }, ct);
                if (added.Item is null)
                {
                    return await RefuseAsync(context, shell, media, StatusCodes.Status400BadRequest, shell.Words.Say("{0}: {1}", NameOf(file), shell.Words.Say(added.Problem!)), ct);
                }

                last = added.Item;
            }
            catch (IOException e)
            {
                Log.Away(log, e.Message);
                return await RefuseAsync(context, shell, media, StatusCodes.Status503ServiceUnavailable, shell.Words.Say("The place where this blog keeps its pictures does not answer. Nothing was stored; try again in a minute."), ct);
            }
            finally
            {
                foreach (var stream in opened)
                {
                    await stream.DisposeAsync();
                }
            }
        }

        return PictureAnswer.IsScript(context) ? PictureAnswer.Tell(last!) : DeskResult.See("/desk/media?added");
    }

    private static async Task<IResult> RefuseAsync(HttpContext context, Shell shell, IMediaStore media, int status, string sentence, CancellationToken ct) =>
        PictureAnswer.IsScript(context)
            ? PictureAnswer.Refuse(context, shell, status, sentence)
            : await PictureEndpoints.PageAsync(context, shell, media, sentence, status, ct);

    private static string NameOf(IFormFile file) => file.FileName.Length > 80 ? "…" + file.FileName[^80..] : file.FileName;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "An upload could not be stored. {Reason}")]
        public static partial void Away(ILogger log, string reason);
    }
}
