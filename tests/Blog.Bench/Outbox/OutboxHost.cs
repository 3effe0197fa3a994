using Blog.Media;
using Blog.Posts;
using Blog.Server;
using Blog.Site;
using Blog.Syndication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Blog.Bench.Outbox;

/// <summary>An account as the trial hands it to a process.</summary>
public sealed record TrialTarget(string Network, string Account, string Base, string Secret, DateTimeOffset? RefreshAt);

/// <summary>The whole program on a data folder, with the clock of the trial and, if asked for, something around its outbox store.</summary>
public sealed class OutboxHost : IAsyncDisposable
{
    private const string Dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    /// <summary>Whoever is looked for at longer intervals than this waits for the author.</summary>
    public static readonly TimeSpan LongLook = TimeSpan.FromHours(20);

    private readonly WebApplication _app;

    private OutboxHost(WebApplication app) => _app = app;

    public ISyndicationStore Store => Get<ISyndicationStore>();

    /// <summary>Starts it. Without <paramref name="delivers"/> it only publishes, and others carry the copies.</summary>
    public static async Task<OutboxHost> StartAsync(
        string folder, TimeProvider clock, IEnumerable<string> networks, Func<ISyndicationStore, ISyndicationStore>? around = null, IEnumerable<string>? settings = null, bool delivers = true)
    {
        var builder = BlogProgram.Prepare(["--urls=http://127.0.0.1:0", .. Settings(folder, networks), .. settings ?? []]);
        builder.Logging.ClearProviders().AddFilter(level => level >= LogLevel.Error).AddConsole(c => c.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Host.UseServiceProviderFactory(new LateServices(services =>
        {
            services.AddSingleton(clock);
            if (clock is IStoreClock shared)
            {
                services.AddSingleton(shared);
            }

            // Hardly anybody reads this blog: the themes need not be made ready. Who does must see what other processes changed.
            foreach (var idle in services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType is { Namespace: "Blog.Themes" or "Blog.Reading" or "Blog.Server.Commands", Name: not "ContentWatcher" }).ToList())
            {
                services.Remove(idle);
            }

            if (!delivers)
            {
                services.Remove(services.Single(s => s.ImplementationType?.Name == "DeliveryWorker"));
            }

            if (around is not null)
            {
                var known = services.Last(s => s.ServiceType == typeof(ISyndicationStore));
                services.AddSingleton(provider => around((ISyndicationStore)ActivatorUtilities.CreateInstance(provider, known.ImplementationType!)));
            }
        }));
        var app = BlogProgram.Build(builder);
        await app.Services.GetRequiredService<IStoreHealth>().OpenAsync(default);
        await app.StartAsync();
        return new OutboxHost(app);
    }

    /// <summary>Arguments of every process of a trial.</summary>
    public static IEnumerable<string> Settings(string folder, IEnumerable<string> networks) =>
    [
        "--environment=Development", "--Blog:Url=https://ines.example.com", "--Blog:Practice=false", "--Blog:Content=",
        "--Blog:Data=" + folder, "--Blog:Themes=" + Themes(), .. networks.Select((host, n) => $"--Outgoing:AllowedPrivateHosts:{n}={host}"),
    ];

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>A page as a reader gets it.</summary>
    public async Task<string> ReadAsync(string path)
    {
        using var reader = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(_app.Urls.First()) };
        return await reader.GetStringAsync(new Uri(path, UriKind.Relative));
    }

    /// <summary>Connects an account, or gives it new keys.</summary>
    public async Task<Guid> ConnectAsync(TrialTarget made, bool pictures)
    {
        var now = Get<TimeProvider>().GetUtcNow();
        var known = (await Store.ListTargetsAsync(default)).FirstOrDefault(t => t.Network == made.Network && t.RemoteAccountId == made.Account);
        var id = known?.Id ?? Guid.CreateVersion7(now);
        await Store.SaveTargetAsync(
            new SyndicationTarget
            {
                Id = id,
                Network = made.Network,
                Name = made.Account,
                RemoteAccountId = made.Account,
                ApiBase = made.Base,
                WebBase = made.Base,
                ProtectedSecret = Get<TargetSecrets>().Protect(id, made.Secret),
                State = TargetState.Connected,
                RefreshAt = made.RefreshAt,
                Style = new CopyStyle { Pictures = pictures },
                CreatedAt = known?.CreatedAt ?? now,
            },
            default);
        await Store.ReleaseTargetAsync(id, now, default);
        Get<DeliverySignal>().Wake();
        return id;
    }

    /// <summary>Publishes a post with a picture to these targets (none named: to all).</summary>
    public async Task<Post> PublishAsync(string title, params Guid[] targets)
    {
        var picture = await Get<MediaLibrary>().AddAsync(new MemoryStream(Convert.FromBase64String(Dot)), "dot.png", "A dot", default);
        var to = targets.Length > 0 ? targets : [.. (await Store.ListTargetsAsync(default)).Select(t => t.Id)];
        var draft = new PostDraft { Title = title, Markdown = $"Snow fell all night.\n\n![A dot]({picture.Item!.Path})", Status = PostStatus.Published, Targets = to };
        var result = await Get<Publisher>().SaveAsync(draft, default);
        return result.Outcome == PublishOutcome.Saved ? result.Post! : throw new InvalidOperationException($"{title} was not saved: {result.Problem}");
    }

    /// <summary>The only delivery of the post with this title; null: there is none.</summary>
    public async Task<Delivery?> FindAsync(string title)
    {
        foreach (var delivery in await Store.ListRecentAsync(100, default))
        {
            if ((await Get<IPostStore>().FindAsync(delivery.PostId, default))?.Title == title)
            {
                return delivery;
            }
        }

        return null;
    }

    /// <summary>True if nothing happens to it by itself any more, but for a look once a day.</summary>
    public bool HasEnded(Delivery delivery) => delivery.State switch
    {
        DeliveryState.Queued or DeliveryState.Sending => false,
        DeliveryState.Unknown => delivery.NotBefore > Get<TimeProvider>().GetUtcNow() + LongLook,
        _ => true,
    };

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static string Themes()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Blog.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return Path.Combine(folder ?? throw new InvalidOperationException("Blog.sln was not found above the program."), "themes");
    }

    /// <summary>Changes the services after the program has registered all of its own.</summary>
    private sealed class LateServices(Action<IServiceCollection> change) : IServiceProviderFactory<IServiceCollection>
    {
        public IServiceCollection CreateBuilder(IServiceCollection services)
        {
            change(services);
            return services;
        }

        public IServiceProvider CreateServiceProvider(IServiceCollection containerBuilder) => containerBuilder.BuildServiceProvider();
    }
}
