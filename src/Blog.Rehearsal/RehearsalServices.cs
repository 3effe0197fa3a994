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
    /// <summary>One practice network per network.</summary>
    public static IServiceCollection AddRehearsal(this IServiceCollection services)
    {
        services.AddSingleton<XPractice>();
        services.AddSingleton<IPracticeNetwork>(provider => provider.GetRequiredService<XPractice>());
        return services;
    }

    /// <summary>In practice mode each network has its timeline below <c>/practice</c> and its API below that.</summary>
    public static IEndpointRouteBuilder MapRehearsal(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        if (services.GetRequiredService<PracticeMode>().IsOn)
        {
            var practice = services.GetRequiredService<XPractice>();
            var pages = routes.MapGroup("/practice/x").AllowAnonymous();
            new XPracticePages(practice, services.GetRequiredService<TimeProvider>()).Map(pages);
            practice.Api.Map(pages.MapGroup("/api"));
        }

        return routes;
    }
}
