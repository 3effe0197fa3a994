using Blog.Posts;
using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Journeys;

/// <summary>A site with its owner, a clock that is moved by hand, and no worker: what is tested is the author's word, not the network.</summary>
internal sealed class DeskSite : IDisposable
{
    public const string Url = "https://ines.example.com";

    private readonly BlogApp _app;

    private DeskSite(BlogApp app, FakeClock clock)
    {
        _app = app;
        Clock = clock;
    }

    public BlogApp App => _app;

    public FakeClock Clock { get; }

    public DeskDriver Desk { get; private set; } = null!;

    public ISyndicationStore Store => _app.Get<ISyndicationStore>();

    public static async Task<DeskSite> OpenAsync(Action<BlogApp>? set = null)
    {
        var clock = new FakeClock(new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero));
        var app = DeskDriver.QuickApp().Set("Blog:Url", Url).Set("Blog:Practice", "false").Configure(services => services.AddSingleton<TimeProvider>(clock)).Configure(RemoveWorkers);
        set?.Invoke(app);
        var site = new DeskSite(app, clock);
        site.Desk = await DeskDriver.SetUpAsync(app);
        return site;
    }

    public async Task<SyndicationTarget> TargetAsync(string network, string name, Func<SyndicationTarget, SyndicationTarget>? change = null)
    {
        var target = new SyndicationTarget
        {
            Id = Guid.CreateVersion7(),
            Network = network,
            Name = name,
            RemoteAccountId = name,
            ApiBase = "https://api.network.example",
            WebBase = "https://network.example",
            ProtectedSecret = "-",
            State = TargetState.Connected,
            CreatedAt = Clock.GetUtcNow(),
        };
        target = change?.Invoke(target) ?? target;
        await Store.SaveTargetAsync(target, default);
        return target;
    }

    public async Task<SyndicationTarget> FindTargetAsync(Guid id) => (await Store.FindTargetAsync(id, default))!;

    /// <summary>A published post with a copy that is queued for the target.</summary>
    public async Task<(Post Post, Delivery Copy)> SentAsync(SyndicationTarget target, string title = "Nine centimetres", string? ownText = null)
    {
        var own = ownText is null ? new Dictionary<Guid, string>() : new Dictionary<Guid, string> { [target.Id] = ownText };
        var saved = await _app.Get<Publisher>().SaveAsync(
            new PostDraft { Title = title, Markdown = "Since Tuesday.", Status = PostStatus.Published, Targets = [target.Id], OwnTexts = own }, default);
        return (saved.Post!, Assert.Single(await Store.ListForPostAsync(saved.Post!.Id, default)));
    }

    /// <summary>Lets the copy get where a worker would bring it.</summary>
    public async Task<Delivery> BringAsync(Delivery copy, DeliveryState state, Func<Delivery, Delivery>? change = null)
    {
        var now = Clock.GetUtcNow();
        var claimed = Assert.Single(await Store.ClaimAsync("test", now, TimeSpan.FromMinutes(5), 10, default), c => c.Delivery.Id == copy.Id).Delivery;
        claimed = claimed with { Parts = [new CopyPart("The words that went out.")] };
        Assert.True(await Store.BeginAttemptAsync(claimed, "The words that went out.", now, default));
        Assert.True(await Store.CompleteAsync(change?.Invoke(claimed) ?? claimed, state, state.ToString(), null, now, default));
        return await FindAsync(copy);
    }

    /// <summary>The same for a copy that the network took.</summary>
    public Task<Delivery> BringOutAsync(Delivery copy, string id = "1942") => BringAsync(
        copy,
        DeliveryState.Accepted,
        d => d with { RemoteId = id, RemoteUrl = "https://network.example/status/" + id, Parts = [d.Parts[0] with { RemoteId = id }], LookAt = Clock.GetUtcNow().AddMinutes(3) });

    public async Task<Delivery> FindAsync(Delivery copy) => (await Store.FindAsync(copy.Id, default))!;

    /// <summary>A button of a copy.</summary>
    public async Task<string> PressAsync(Delivery copy, string verb, params (string Name, string Value)[] fields)
    {
        using var answer = await Desk.PostAsync($"/desk/deliveries/{copy.Id}/{verb}", fields.ToDictionary(f => f.Name, f => f.Value), $"/desk/posts/{copy.PostId}");
        return DeskDriver.Describe(answer) + " " + DeskDriver.Read(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>A page as a person reads it.</summary>
    public async Task<string> ReadAsync(string path) => DeskDriver.Read(await Desk.PageAsync(path));

    public void Dispose()
    {
        Desk.Dispose();
        _app.Dispose();
    }

    private static void RemoveWorkers(IServiceCollection services)
    {
        foreach (var worker in services.Where(s => s.ImplementationType?.Name == "DeliveryWorker").ToList())
        {
            services.Remove(worker);
        }
    }
}
