using Blog.Accounts;
using Blog.Desk;
using Blog.Homecoming;
using Blog.Media;
using Blog.Networks;
using Blog.Outgoing;
using Blog.Posts;
using Blog.Reading;
using Blog.Rehearsal;
using Blog.Server.Commands;
using Blog.Site;
using Blog.Syndication;
using Blog.Themes;
using Microsoft.AspNetCore.Connections;

namespace Blog.Server;

/// <summary>Puts the parts together; every verb of the command line starts from the same services.</summary>
internal static class BlogProgram
{
    // A request is answered or given up well within the five seconds that a stop may take.
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(4);

    public static Task<int> RunAsync(string[] args)
    {
        // Running is by far the most frequent verb; it does not wait for the parser.
        if (args is [] || (args[0].StartsWith('-') && args[0] is not ("-h" or "-?" or "--help" or "--version")))
        {
            return RunCommand.ExecuteAsync(args, CancellationToken.None);
        }

        var (settings, words) = CommandLine.Split(args);
        var local = new LocalCommands(settings, words);
        return BlogCommands.Create(local.RunAsync).Parse(words).InvokeAsync();
    }

    /// <summary>Configuration and environment, before anything is made of them.</summary>
    public static WebApplicationBuilder Prepare(string[] args) =>
        // The host watches its content root: it must be the small folder with the program, never the one with data and media.
        WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

    /// <summary>The whole application, not started.</summary>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
        });

        var isReadOnly = builder.Configuration.GetValue("Blog:ReadOnly", false);
        if (!isReadOnly)
        {
            // Without the lock on the data folder, typed verbs may be another process's to carry out.
            builder.Services.AddHostedService<CommandListener>();
        }

        builder.Services.AddSingleton<IConnectionListenerFactory, LastOnesIn>();
        builder.Services
            .Configure<HostOptions>(host => host.ShutdownTimeout = StopWithin + TimeSpan.FromSeconds(builder.Configuration.GetValue("Blog:DrainSeconds", 0)))
            .AddSite(builder.Configuration)
            .AddStores(builder.Configuration)
            .AddPosts(isReadOnly)
            .AddMedia()
            .AddThemes()
            .AddReading()
            .AddOutgoing()
            .AddSyndication(isReadOnly)
            .AddNetworks()
            .AddRehearsal()
            .AddAccounts()
            .AddHomecoming()
            .AddDesk();

        var app = builder.Build();
        app.UseReading();
        app.UseVisitorAddress();
        app.UseRouting();
        app.UseAccounts();
        app.MapThemes();
        app.MapHealth();
        app.MapReading();
        app.MapMedia();
        app.MapAccounts();
        app.MapDesk();
        app.MapSyndication();
        app.MapRehearsal();
        return app;
    }

    /// <summary>Writes every wrong setting to standard error; the exit code then, or null if all is well.</summary>
    public static int? ReportSettings(WebApplicationBuilder builder)
    {
        var problems = SettingsCheck.Run(builder.Configuration, builder.Environment.IsProduction(), builder.Environment.ContentRootPath);
        if (problems.Count == 0)
        {
            return null;
        }

        Console.Error.WriteLine("The blog did not start: its settings are wrong (appsettings.json, environment such as Blog__Url, or arguments such as --Blog:Url=…).");
        foreach (var problem in problems)
        {
            Console.Error.WriteLine("  " + problem);
        }

        return ExitCode.Usage;
    }
}
