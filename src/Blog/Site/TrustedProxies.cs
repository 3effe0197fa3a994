using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace Blog.Site;

/// <summary>
/// Whose word counts on where a visitor comes from: the proxies of <c>Blog:Proxies</c> may say it in <c>X-Forwarded-For</c>, a visitor may not. Host and
/// scheme are never taken from a request: absolute links come from <c>Blog:Url</c>.
/// </summary>
public static class TrustedProxies
{
    /// <summary>Where nothing is set: a proxy on the same machine.</summary>
    public const string Default = "127.0.0.0/8 ::1/128";

    /// <summary>Networks from addresses or networks in CIDR notation (RFC 4632, RFC 4291), with spaces or commas between; null if one of them is neither.</summary>
    public static IReadOnlyList<IPNetwork>? Read(string? setting)
    {
        var networks = new List<IPNetwork>();
        foreach (var word in (setting ?? Default).Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (IPNetwork.TryParse(word, out var network))
            {
                networks.Add(network);
            }
            else if (IPAddress.TryParse(word, out var address))
            {
                networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            }
            else
            {
                return null;
            }
        }

        return networks;
    }

    /// <summary>Puts the visitor's address in the place of the proxy's. Stands behind the page cache, which asks nobody where he comes from.</summary>
    public static IApplicationBuilder UseVisitorAddress(this IApplicationBuilder app)
    {
        var networks = Read(app.ApplicationServices.GetRequiredService<IOptions<BlogOptions>>().Value.Proxies)!;
        if (networks.Count == 0)
        {
            return app;
        }

        // As many steps back as there are trusted proxies in a row.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = null };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var network in networks)
        {
            options.KnownIPNetworks.Add(network);
        }

        return app.UseForwardedHeaders(options);
    }
}
