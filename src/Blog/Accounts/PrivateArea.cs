using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Blog.Accounts;

/// <summary>Marks an address as private: never stored by anybody, its own strict headers, and every POST through <see cref="PostGuard"/>.</summary>
/// <param name="MaxBody">Largest body in bytes that is read as a form.</param>
internal sealed record PrivateArea(long MaxBody)
{
    /// <summary>Enough for every form but the editor's.</summary>
    public const long SmallForm = 256 * 1024;

    /// <summary>A text of 2 MB, every byte percent-encoded, and the fields beside it.</summary>
    public const long WritingForm = 8 * 1024 * 1024;

    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors ";

    /// <summary>Sets headers and the limit of the body before anything else looks at the request.</summary>
    public static Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<PrivateArea>() is { } area)
        {
            SetHeaders(context.Response, "'none'");
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            {
                size.MaxRequestBodySize = PostGuard.MostDrained;
            }

            LimitForm(context, area.MaxBody);
        }

        return next(context);
    }

    /// <summary>Lets a form that was not read yet have at most <paramref name="bytes"/>.</summary>
    public static void LimitForm(HttpContext context, long bytes) => context.Features.Set<IFormFeature>(new FormFeature(context.Request, new FormOptions
    {
        ValueCountLimit = 64,
        ValueLengthLimit = (int)bytes,
        MultipartBodyLengthLimit = bytes,
        BufferBodyLengthLimit = bytes,
    }));

    /// <summary>Headers of a private page; <paramref name="ancestors"/> may frame it.</summary>
    public static void SetHeaders(HttpResponse response, string ancestors)
    {
        var headers = response.Headers;
        headers.CacheControl = "no-cache, no-store";
        headers.ContentSecurityPolicy = Policy + ancestors;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = ancestors == "'none'" ? "DENY" : "SAMEORIGIN";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["X-Robots-Tag"] = "noindex";
    }
}

/// <summary>How private addresses are mapped.</summary>
internal static class PrivateRoutes
{
    /// <summary>A group of private addresses that anybody may open (sign-in, set-up).</summary>
    public static RouteGroupBuilder MapPrivate(this IEndpointRouteBuilder routes, string prefix, long maxBody = PrivateArea.SmallForm)
    {
        var group = routes.MapGroup(prefix);
        group.WithMetadata(new PrivateArea(maxBody));
        group.AddEndpointFilter<PostGuard>();
        return group;
    }

    /// <summary>A group of private addresses for accounts.</summary>
    public static RouteGroupBuilder MapSignedIn(this IEndpointRouteBuilder routes, string prefix, string policy = AccountServices.Anyone, long maxBody = PrivateArea.SmallForm)
    {
        var group = routes.MapPrivate(prefix, maxBody);
        group.RequireAuthorization(policy);
        return group;
    }
}
