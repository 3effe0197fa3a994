using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Blog.Site;

/// <summary>
/// The public address, for every absolute link. It comes from <see cref="BlogOptions.Url"/>, or in Development from the first
/// address the server listens on; never from the Host header, which the caller chooses.
/// </summary>
public sealed class SiteAddress(IOptions<BlogOptions> options, IServer server)
{
    private Uri? _known = options.Value.Url is { Length: > 0 } url ? new Uri(url.TrimEnd('/') + "/") : null;

    /// <summary>Absolute, with a trailing slash.</summary>
    public Uri Base => _known ?? FromServer();

    /// <summary>Absolute URL of a path of this site (<c>/2026/añil</c> becomes percent-encoded); absolute URLs stay as they are.</summary>
    public string Absolute(string path) =>
        path.StartsWith('/') ? new Uri(Base, "./" + path[1..]).AbsoluteUri : path;

    private Uri FromServer()
    {
        var first = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        if (first is null || first.EndsWith(":0", StringComparison.Ordinal))
        {
            return new Uri("http://localhost:5000/");
        }

        // "http://[::]:5000" and "http://0.0.0.0:5000" listen everywhere and are the address of nothing.
        var open = first.Replace("[::]", "localhost", StringComparison.Ordinal)
            .Replace("0.0.0.0", "localhost", StringComparison.Ordinal)
            .Replace("//+", "//localhost", StringComparison.Ordinal)
            .Replace("//*", "//localhost", StringComparison.Ordinal);
        return _known = new Uri(open.TrimEnd('/') + "/");
    }
}
