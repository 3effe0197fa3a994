using Blog.Rehearsal.Facebook;
using Blog.Rehearsal.LinkedIn;
using Blog.Rehearsal.Wire;
using Blog.Rehearsal.X;
using Blog.Site;
using Blog.Syndication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Blog.Rehearsal;

/// <summary>Registers this folder's services and addresses.</summary>
public static class RehearsalServices
{
    /// <summary>Two lines per network: to practise with, and to look at a copy before it goes.</summary>
    public static IServiceCollection AddRehearsal(this IServiceCollection services)
    {
        services.AddSingleton<InProcess>();
        services.AddSingleton<INetworkRehearsal, XRehearsal>();
        services.AddSingleton<INetworkRehearsal, FacebookRehearsal>();
        services.AddSingleton<INetworkRehearsal, LinkedInRehearsal>();
        services.AddPractice(XPractice.Create);
        services.AddPractice(FacebookPractice.Create);
        services.AddPractice(LinkedInPractice.Create);
        return services;
    }

    /// <summary>In practice mode each network has its timeline at <c>/practice/KEY</c>, its API and its own pages below <c>/practice/KEY/api</c>.</summary>
    public static IEndpointRouteBuilder MapRehearsal(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        if (services.GetRequiredService<PracticeMode>().IsOn)
        {
            foreach (var practice in services.GetServices<IPracticeNetwork>().OfType<PracticeNetwork>())
            {
                var pages = routes.MapGroup("/practice/" + practice.Network).AllowAnonymous();
                new PracticePages(practice, services.GetRequiredService<TimeProvider>()).Map(pages);
                practice.Endpoint.Map(pages.MapGroup("/api"));
            }
        }

        return routes;
    }

    private static void AddPractice(this IServiceCollection services, Func<TimeProvider, PracticeParts> create) =>
        services.AddSingleton<IPracticeNetwork>(provider => ActivatorUtilities.CreateInstance<PracticeNetwork>(provider, create(provider.GetRequiredService<TimeProvider>())));
}
