using Blog.Site;
using Microsoft.AspNetCore.Http;

namespace Blog.Reading;

/// <summary>Answers requests for public pages: stored bytes, a redirect, or a page that says why there is nothing.</summary>
internal sealed class PageAnswers(PageCache cache, ProblemPages problems, SiteAddress address)
{
    /// <summary>Serves the page of this address, made by <paramref name="make"/> if it is not stored.</summary>
    public async Task ServeAsync(HttpContext context, Func<VersionSnapshot, CancellationToken, Task<PageOutcome>> make)
    {
        var (page, other) = await cache.GetAsync(ListQuery.Key(context.Request), make, context.RequestAborted);
        if (page is not null)
        {
            if (!cache.IsFresh(page))
            {
                context.Response.Headers.Warning = CacheRules.StoreAway;
            }

            await page.RespondAsync(context);
            return;
        }

        switch (other)
        {
            case PageOutcome.Moved moved:
                Redirect(context, moved.Path, moved.ForGood);
                break;
            case PageOutcome.Gone:
                await problems.WriteAsync(context, StatusCodes.Status410Gone);
                break;
            default:
                await problems.WriteAsync(context, StatusCodes.Status404NotFound);
                break;
        }
    }

    /// <summary>
    /// An endpoint of an engine address: another spelling of it (case, slash at the end, index file, decomposed letters) is led to the
    /// one that counts.
    /// </summary>
    public RequestDelegate Canonical(RequestDelegate serve) => context =>
    {
        var path = context.Request.Path.Value ?? "/";
        var canonical = CanonicalPath.Of(path);
        if (canonical == path)
        {
            return serve(context);
        }

        Redirect(context, canonical, forGood: true, context.Request.QueryString);
        return Task.CompletedTask;
    };

    /// <summary>
    /// Sends the reader to a path of this site. The address is always the configured one, so that no spelling of a path can lead elsewhere.
    /// </summary>
    public void Redirect(HttpContext context, string path, bool forGood, QueryString query = default)
    {
        var response = context.Response;
        response.StatusCode = forGood ? StatusCodes.Status301MovedPermanently : StatusCodes.Status302Found;
        response.Headers.Location = address.Absolute(path) + (IsPlain(query) ? query.Value : "");
        response.Headers.CacheControl = forGood ? CacheRules.Redirect : CacheRules.Never;
    }

    private static bool IsPlain(QueryString query) => query.HasValue && !query.Value.AsSpan().ContainsAnyExceptInRange('!', '~');
}
