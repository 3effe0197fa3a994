using System.Text.Json.Serialization;
using Blog.Desk.Frame;
using Blog.Media;
using Microsoft.AspNetCore.Http;

namespace Blog.Desk.Pictures;

/// <summary>What a script of the desk is told about a file of the library.</summary>
/// <param name="Id">Id.</param>
/// <param name="Path">Public path.</param>
/// <param name="Name">The file's name as it came in.</param>
/// <param name="Alt">Description; empty: nobody gave one yet.</param>
/// <param name="Width">Pixels for pictures.</param>
/// <param name="Height">Pixels for pictures.</param>
public sealed record PictureFacts(Guid Id, string Path, string Name, string Alt, int? Width, int? Height);

/// <summary>Why something was not done.</summary>
/// <param name="Problem">A sentence in the language of the desk.</param>
public sealed record PictureProblem(string Problem);

/// <summary>Answers to scripts (JSON, if they ask for it) and to forms.</summary>
internal static class PictureAnswer
{
    public static bool IsScript(HttpContext http) => http.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.OrdinalIgnoreCase);

    public static IResult Tell(MediaItem item) =>
        TypedResults.Json(new PictureFacts(item.Id, item.Path, item.Name, item.Alt, item.Width, item.Height), PictureJson.Default.PictureFacts);

    public static IResult Refuse(HttpContext http, Shell shell, int status, string sentence) => IsScript(http)
        ? TypedResults.Json(new PictureProblem(sentence), PictureJson.Default.PictureProblem, statusCode: status)
        : DeskResult.Page<ProblemPage, ProblemView>(shell, new ProblemView(shell.Words.Say("Nothing was stored"), sentence, [], "/desk/media", shell.Words.Say("To the pictures")), status);
}

/// <summary>Their wire form.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PictureFacts))]
[JsonSerializable(typeof(PictureProblem))]
internal sealed partial class PictureJson : JsonSerializerContext;
