using Blog.Accounts;
using Blog.Desk;
using Blog.Media;
using Blog.Networks;
using Blog.Posts;
using Blog.Reading;
using Blog.Rehearsal;
using Blog.Site;
using Blog.Storage;
using Blog.Syndication;
using Blog.Themes;

namespace Blog.Server;

/// <summary>Puts the parts together; every verb of the command line starts from the same services.</summary>
internal static class BlogProgram
{
    public static async Task<int> RunAsync(string[] args)
    {
        var app = Build(args);
        await app.Services.GetRequiredService<IStoreHealth>().OpenAsync(CancellationToken.None);
        await app.RunAsync();
        return 0;
    }

    /// <summary>The whole application, not started.</summary>
    public static WebApplication Build(string[] args)
    {
        // The host watches its content root: it must be the small folder with the program, never the one with data and media.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);

        builder.Services
            .AddSite(builder.Configuration)
            .AddStorage()
            .AddPosts()
            .AddMedia()
            .AddThemes()
            .AddReading()
            .AddSyndication()
            .AddNetworks()
            .AddRehearsal()
            .AddAccounts()
            .AddDesk();

        var app = builder.Build();
        app.UseReading();
        app.UseRouting();
        app.UseAccounts();
        app.MapReading();
        app.MapMedia();
        app.MapAccounts();
        app.MapDesk();
        app.MapSyndication();
        app.MapRehearsal();
        return app;
    }
}
