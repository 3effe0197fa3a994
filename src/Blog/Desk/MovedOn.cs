using Blog.Accounts;
using Blog.Desk.Frame;
using Microsoft.AspNetCore.Http;

namespace Blog.Desk;

/// <summary>The desk's 409: what somebody wanted to change stands otherwise meanwhile. What was sent for it is shown, so that no word is lost.</summary>
internal static class MovedOn
{
    /// <param name="context">The request.</param>
    /// <param name="shell">Around the page.</param>
    /// <param name="what">What happened, in the language of the desk.</param>
    /// <param name="then">What was kept and what to do next, in the same.</param>
    /// <param name="link">Where it stands as it is now.</param>
    public static IResult Page(HttpContext context, Shell shell, string what, string then, string link) =>
        DeskResult.Page<ProblemPage, ProblemView>(
            shell, new ProblemView(what, then, TypedWords.Of(context.Request), link, shell.Words.Say("Look how it stands")), StatusCodes.Status409Conflict);
}
