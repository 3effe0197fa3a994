using Blog.Posts;
using Blog.Rehearsal.X;
using Blog.Syndication;
using Blog.Tests.Infrastructure;
using Blog.Tests.Networks;

namespace Blog.Tests.Journeys;

/// <summary>The real program with a clock that is moved by hand, and X on a socket of its own, connected as a target.</summary>
internal sealed class DeliveryRig : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("blog-delivery-").FullName;
    private readonly List<Action<IServiceCollection>> _services = [];

    private DeliveryRig(XHost x, FakeClock clock)
    {
        X = x;
        Clock = clock;
        App = null!;
    }

    public XHost X { get; }

    public FakeClock Clock { get; }

    public BlogApp App { get; private set; }

    public SyndicationTarget Target { get; private set; } = null!;

    public XWeather Weather => X.Emulator.Weather;

    public ISyndicationStore Store => App.Get<ISyndicationStore>();

    public static async Task<DeliveryRig> StartAsync(Action<IServiceCollection>? services = null)
    {
        var clock = new FakeClock(new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero));
        var rig = new DeliveryRig(await XHost.StartAsync(clock), clock);
        if (services is not null)
        {
            rig._services.Add(services);
        }

        rig.Open();
        rig.Target = await rig.ConnectAsync();
        return rig;
    }

    /// <summary>Stops the program as its owner would and starts it again on the same folder.</summary>
    public async Task RestartAsync()
    {
        await App.DisposeAsync();
        Open();
    }

    public async Task<SyndicationTarget> ConnectAsync(string bearer = XHost.Bearer, string? apiBase = null)
    {
        var request = new ConnectRequest(apiBase ?? X.ApiBase, new Dictionary<string, string> { ["bearer"] = bearer });
        var connected = await App.Get<TargetConnector>().ConnectAsync("x", request, default);
        Assert.Null(connected.Problem);
        return connected.Target!;
    }

    /// <summary>Publishes a post to the targets (by default the one of this rig); the delivery of the last.</summary>
    public async Task<Delivery> PublishAsync(string title = "Nine centimetres", params SyndicationTarget[] targets)
    {
        var draft = new PostDraft
        {
            Title = title,
            Markdown = "Snow fell all night.",
            Status = PostStatus.Published,
            Targets = [.. (targets.Length == 0 ? [Target] : targets).Select(t => t.Id)],
        };
        var result = await App.Get<Publisher>().SaveAsync(draft, default);
        Assert.Equal(PublishOutcome.Saved, result.Outcome);
        return (await Store.ListForPostAsync(result.Post!.Id, default))[^1];
    }

    public Task<Delivery> UntilAsync(Delivery delivery, DeliveryState state) => UntilAsync(delivery, d => d.State == state);

    /// <inheritdoc cref="DeliveryDriver.UntilAsync"/>
    public Task<Delivery> UntilAsync(Delivery delivery, Func<Delivery, bool> isReached) => Driver.UntilAsync(delivery, isReached);

    /// <inheritdoc cref="DeliveryDriver.MoveToAsync"/>
    public Task MoveToAsync(DateTimeOffset moment) => Driver.MoveToAsync(moment);

    public async Task<IReadOnlyList<string?>> OutcomesAsync(Delivery delivery) =>
        [.. (await Store.ListAttemptsAsync(delivery.Id, default)).Select(a => a.Outcome)];

    public async ValueTask DisposeAsync()
    {
        await X.DisposeAsync();
        await App.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private DeliveryDriver Driver => new(App, Clock, X.Api);

    private void Open()
    {
        App = new BlogApp(_folder)
            .Set("Blog:Url", "https://ines.example.com")
            .Set("Outgoing:AllowedPrivateHosts:0", X.Address.Authority)
            .Set("Outgoing:AllowedPrivateHosts:1", "127.0.0.1:1")
            .Configure(services => services.AddSingleton<TimeProvider>(Clock));
        _services.ForEach(s => App.Configure(s));
        _ = App.Server;
    }
}
