using Blog.Accounts;
using Blog.Media;
using Blog.Posts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Blog.Desk.Pictures;

/// <summary>The media library on the desk: bring files in, describe them.</summary>
internal static partial class PictureEndpoints
{
    /// <summary>Longest description, in characters.</summary>
    public const int MaxAlt = 1000;

    private const int Shown = 60;

    private const string Away = "The place where this blog keeps its pictures does not answer. Nothing was stored; try again in a minute.";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGroup("").AddEndpointFilter<UploadLimit>().MapSignedIn("/desk/media", maxBody: UploadLimit.MaxBody).MapPost("", AddAsync);

        var group = routes.MapSignedIn("/desk/media");
        group.MapGet("", ShowAsync);
        group.MapPost("/{id:guid}/alt", DescribeAsync);
    }

    /// <summary>Owner and editors every file; everybody else what they brought.</summary>
    public static bool MayChange(this Account account, MediaItem item) => account.Role is AccountRole.Owner or AccountRole.Editor || item.AddedBy == account.Id;

    private static async Task<IResult> ShowAsync(HttpContext context, ShellFactory shells, IMediaStore media, CancellationToken ct)
    {
        var shell = await shells.ForAsync(context, Place.Media, ct);
        return DeskResult.Page<PicturesPage, PicturesView>(shell, new PicturesView(await media.ListAsync(Shown, ct), null, context.Request.Query.ContainsKey("added")));
    }

    private static async Task<IResult> AddAsync(HttpContext context, ShellFactory shells, MediaLibrary library, IMediaStore media, ILogger<MediaLibrary> log, CancellationToken ct)
    {
        var shell = await shells.ForAsync(context, Place.Media, ct);
        var form = context.Request.Form;
        var sent = form.Files.GetFiles("file").Where(f => f.Length > 0).ToList();
        if (sent.Count == 0)
        {
            return await RefuseAsync(context, shell, media, StatusCodes.Status400BadRequest, shell.Words.Say("No picture came along. Choose one first."), ct);
        }

        var alt = AltOf(form["alt"].ToString());
        MediaItem? last = null;
        foreach (var file in sent)
        {
            var opened = new List<Stream>();
            try
            {
                // Smaller sizes belong to one picture.
                opened.AddRange(sent.Count > 1 ? [] : form.Files.GetFiles("smaller").Take(MediaLibrary.Widths.Count * 2).Select(f => f.OpenReadStream()));
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
                return await RefuseAsync(context, shell, media, StatusCodes.Status503ServiceUnavailable, shell.Words.Say(Away), ct);
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

    private static async Task<IResult> DescribeAsync(HttpContext context, Guid id, ShellFactory shells, IMediaStore media, CancellationToken ct)
    {
        if (await media.FindAsync(id, ct) is not { } item || !context.Me().MayChange(item))
        {
            return await NotFound.PageAsync(context, shells, ct);
        }

        var alt = AltOf(context.Request.Form["alt"].ToString());
        await media.SetAltAsync(id, alt, ct);
        return PictureAnswer.IsScript(context) ? PictureAnswer.Tell(item with { Alt = alt }) : DeskResult.See("/desk/media");
    }

    private static async Task<IResult> RefuseAsync(HttpContext context, Shell shell, IMediaStore media, int status, string sentence, CancellationToken ct) =>
        PictureAnswer.IsScript(context)
            ? PictureAnswer.Refuse(context, shell, status, sentence)
            : DeskResult.Page<PicturesPage, PicturesView>(shell, new PicturesView(await media.ListAsync(Shown, ct), sentence, false), status);

    // One line: it stands between the brackets of Markdown.
    private static string AltOf(string typed)
    {
        var alt = string.Join(' ', CleanText.From(typed).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return alt.Length > MaxAlt ? alt[..MaxAlt] : alt;
    }

    private static string NameOf(IFormFile file) => file.FileName.Length > 80 ? "…" + file.FileName[^80..] : file.FileName;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "An upload could not be stored. {Reason}")]
        public static partial void Away(ILogger log, string reason);
    }
}
