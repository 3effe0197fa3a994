using System.Text;
using Blog.Interactions;
using Blog.Site;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Blog.Reading;

/// <summary>
/// Headers that tell a browser what a page of this site may do. They are set on every response, errors included, before an endpoint runs;
/// an endpoint that needs another policy (the desk) writes its own value over them.
/// </summary>
public sealed class SecurityHeaders(SiteAddress address)
{
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues Deny = "DENY";
    private static readonly StringValues Referrer = "strict-origin-when-cross-origin";
    private static readonly StringValues SameOrigin = "same-origin";
    private static readonly StringValues Permissions =
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()";

    // 30 days; a longer time is a promise that the owner makes in front of the blog.
    private static readonly StringValues Transport = "max-age=2592000";

    private sealed record Values(StringValues Policy, bool IsSecure, byte[] Fingerprint);

    private Values? _values;

    /// <summary>Changes when the headers of public pages change; part of a page's tag.</summary>
    public ReadOnlySpan<byte> Fingerprint => Current.Fingerprint;

    private Values Current => _values ??= Make();

    /// <summary>Writes the headers of a public page.</summary>
    public void Apply(IHeaderDictionary headers)
    {
        var values = Current;
        headers.ContentSecurityPolicy = values.Policy;
        headers.XContentTypeOptions = NoSniff;
        headers.XFrameOptions = Deny;
        headers["Referrer-Policy"] = Referrer;
        headers["Permissions-Policy"] = Permissions;
        headers["Cross-Origin-Opener-Policy"] = SameOrigin;
        if (values.IsSecure)
        {
            headers.StrictTransportSecurity = Transport;
        }
    }

    private Values Make()
    {
        var secure = address.Base.Scheme == Uri.UriSchemeHttps;

        var frames = HtmlSanitizer.EmbedHosts.Count == 0 ? "'none'" : string.Join(' ', HtmlSanitizer.EmbedHosts.Select(h => "https://" + h));

        // No script runs that is not a file of this site. JSON-LD is data, not script, and needs no exception.
        var policy = "default-src 'none'; img-src 'self' https: data:; media-src 'self' https:; style-src 'self'; script-src 'self'; "
            + "font-src 'self'; connect-src 'self'; manifest-src 'self'; frame-src " + frames + "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
            + (secure ? "; upgrade-insecure-requests" : "");
        return new Values(policy, secure, Encoding.UTF8.GetBytes(policy));
    }
}
