using Blog.Accounts;
using Microsoft.AspNetCore.Http;

namespace Blog.Desk.Pictures;

/// <summary>Says in words for pictures that an upload is too large, before <see cref="PostGuard"/> says it in words for texts.</summary>
internal sealed class UploadLimit(ShellFactory shells) : IEndpointFilter
{
    /// <summary>Largest body of an upload, in bytes.</summary>
    public const long MaxBody = 40L * 1024 * 1024;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!HttpMethods.IsPost(http.Request.Method) || await PostGuard.ReadFormAsync(http) is not null)
        {
            return await next(context);
        }

        var shell = await shells.ForAsync(http, Place.Media, http.RequestAborted);
        return PictureAnswer.Refuse(
            http, shell, StatusCodes.Status413PayloadTooLarge, shell.Words.Say("What was sent is larger than 40 MB. Nothing was stored. Make the picture smaller, or send fewer at once."));
    }
}
