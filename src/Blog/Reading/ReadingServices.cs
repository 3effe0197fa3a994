using Blog.Posts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Blog.Reading;

/// <summary>Registers this folder's services and addresses.</summary>
public static class ReadingServices
{
    private static readonly string[] Readable = [HttpMethods.Get, HttpMethods.Head];

    // Where feeds are looked for by habit, and where the blogs that move in had theirs.
    private static readonly (string From, string To)[] FamiliarFeeds =
    [
        ("/feed", "/feed.xml"), ("/rss", "/feed.xml"), ("/rss.xml", "/feed.xml"), ("/index.xml", "/feed.xml"), ("/feed.atom", "/atom.xml"), ("/atom", "/atom.xml"),
    ];

    /// <summary>Services.</summary>
    public static IServiceCollection AddReading(this IServiceCollection services)
    {
        services.AddSingleton<ContentVersion>();
        services.AddSingleton(new PageCacheLimits());
        services.AddSingleton(new SitemapLimits());
        services.AddSingleton<SecurityHeaders>();
        services.AddSingleton<PageCache>();
        services.AddHostedService<PageCompressor>();
        services.AddHostedService<ContentWatcher>();
        services.AddSingleton<PageWarmer>();
        services.AddHostedService(provider => provider.GetRequiredService<PageWarmer>());
        services.AddSingleton<ViewFactory>();
        services.AddSingleton<ProblemPages>();
        services.AddSingleton<PageAnswers>();
        services.AddSingleton<PostPages>();
        services.AddSingleton<ListPages>();
        services.AddSingleton<SearchPages>();
        services.AddSingleton<FeedPages>();
        services.AddSingleton<Sitemap>();
        return services;
    }

    /// <summary>Addresses. Posts and pages take every address that nothing else has.</summary>
    public static IEndpointRouteBuilder MapReading(this IEndpointRouteBuilder routes)
    {
        var answers = routes.ServiceProvider.GetRequiredService<PageAnswers>();
        var lists = routes.ServiceProvider.GetRequiredService<ListPages>();
        var feeds = routes.ServiceProvider.GetRequiredService<FeedPages>();
        var sitemap = routes.ServiceProvider.GetRequiredService<Sitemap>();
        var search = routes.ServiceProvider.GetRequiredService<SearchPages>();

        void Map(string pattern, RequestDelegate serve) => routes.MapMethods(pattern, Readable, answers.Canonical(serve));

        Map("/", lists.HomeAsync);
        Map("/index.html", lists.HomeAsync);
        Map("/tag/{slug}", lists.TagAsync);
        Map("/author/{slug}", lists.AuthorAsync);
        Map("/archive", lists.ArchiveAsync);
        Map("/archive/{year}", lists.ArchiveAsync);
        Map("/search", search.ShowAsync);
        Map("/sitemap.xml", sitemap.IndexAsync);
        Map("/sitemap-{number}.xml", sitemap.PartAsync);
        Map("/robots.txt", sitemap.RobotsAsync);
        foreach (var format in FeedPages.Formats)
        {
            Map("/" + format.File, context => feeds.SiteAsync(context, format));
            Map("/tag/{slug}/" + format.File, context => feeds.TagAsync(context, format));
            Map("/author/{slug}/" + format.File, context => feeds.AuthorAsync(context, format));
        }

        foreach (var (from, to) in FamiliarFeeds)
        {
            routes.MapMethods(from, Readable, context =>
            {
                answers.Redirect(context, to, forGood: true);
                return Task.CompletedTask;
            });
        }

        routes.MapMethods("/{**path}", Readable, routes.ServiceProvider.GetRequiredService<PostPages>().ShowAsync);
        return routes;
    }

    /// <summary>Middleware that comes before routing: page cache, security headers, problem pages.</summary>
    public static IApplicationBuilder UseReading(this IApplicationBuilder app) => app.UseMiddleware<ReadingFront>();
}
