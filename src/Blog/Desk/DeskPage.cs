using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Blog.Desk;

/// <summary>A page of the desk: a Razor component that is rendered once, on the server, from its model alone.</summary>
/// <typeparam name="TModel">All that the page shows.</typeparam>
public abstract class DeskPage<TModel> : ComponentBase
{
    /// <summary>What the page shows.</summary>
    [Parameter]
    [EditorRequired]
    public TModel Model { get; set; } = default!;

    /// <summary>What is around it.</summary>
    [Parameter]
    [EditorRequired]
    public Shell Shell { get; set; } = default!;

    /// <summary>The sentence in the language of the page.</summary>
    protected string T(string sentence, params object?[] values) => Shell.Words.Say(sentence, values);
}

/// <summary>Answers with a page.</summary>
internal static class DeskResult
{
    public static IResult Page<TPage, TModel>(Shell shell, TModel model, int status = StatusCodes.Status200OK)
        where TPage : DeskPage<TModel> =>
        new RazorComponentResult<TPage>(new Dictionary<string, object?>
        {
            [nameof(DeskPage<>.Model)] = model,
            [nameof(DeskPage<>.Shell)] = shell,
        })
        {
            StatusCode = status,
            PreventStreamingRendering = true,
        };

    /// <summary>After a successful POST: the browser asks for the page again with GET, so that a reload repeats nothing.</summary>
    public static IResult See(string path) => new SeeOther(path);

    private sealed class SeeOther(string path) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = path;
            return Task.CompletedTask;
        }
    }
}
