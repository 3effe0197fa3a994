using Blog.Media;
using Blog.Posts;
using Blog.Rehearsal.Wire;
using Blog.Syndication;
using Blog.Tests.Infrastructure;
using Blog.Tests.Networks;

namespace Blog.Tests.Journeys;

/// <summary>The real program with a clock that is moved by hand, and one network on a socket of its own, connected as a target.</summary>
internal sealed class DeliveryRig : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("blog-delivery-").FullName;
    private readonly List<Action<IServiceCollection>> _services = [];
    private readonly IAsyncDisposable _host;
    private readonly Uri _address;

    private DeliveryRig(IAsyncDisposable host, Emulator emulator, EmulatorEndpoint api, Uri address, FakeClock clock)
    {
        _host = host;
        _address = address;
        Emulator = emulator;
        Api = api;
        Clock = clock;
        App = null!;
    }

    public XHost X => (XHost)_host;

    public FacebookHost Facebook => (FacebookHost)_host;

    public LinkedInHost LinkedIn => (LinkedInHost)_host;

    public Emulator Emulator { get; }

    public EmulatorEndpoint Api { get; }

    public FakeClock Clock { get; }

    public BlogApp App { get; private set; }

    public SyndicationTarget Target { get; private set; } = null!;

    public Weather Weather => Emulator.Weather;

    public ISyndicationStore Store => App.Get<ISyndicationStore>();

    /// <summary>Connection string of the database from the next start on; null: the one of the tests' engine.</summary>
    public string? Database { get; set; }

    public string DataFolder => Path.Combine(_folder, "data");

    /// <summary>X, connected by the four keys.</summary>
    public static async Task<DeliveryRig> StartAsync(Action<IServiceCollection>? services = null, string? database = null)
    {
        var clock = NewClock();
        var x = await XHost.StartAsync(clock);
        var rig = Open(new DeliveryRig(x, x.Emulator, x.Api, x.Address, clock) { Database = database }, services);
        rig.Target = await rig.ConnectAsync();
        return rig;
    }

    /// <summary>A Page of Facebook.</summary>
    public static async Task<DeliveryRig> StartFacebookAsync(Action<IServiceCollection>? services = null)
    {
        var clock = NewClock();
        var facebook = await FacebookHost.StartAsync(clock);
        var rig = Open(new DeliveryRig(facebook, facebook.Emulator, facebook.Api, facebook.Address, clock), services);
        rig.Target = await rig.SaveAsync(facebook.Access());
        return rig;
    }

    /// <summary>LinkedIn: a profile, or a company page.</summary>
    public static async Task<DeliveryRig> StartLinkedInAsync(bool isPage, Action<IServiceCollection>? services = null)
    {
        var clock = NewClock();
        var linkedIn = await LinkedInHost.StartAsync(clock);
        var rig = Open(new DeliveryRig(linkedIn, linkedIn.Emulator, linkedIn.Api, linkedIn.Address, clock), services);
        rig.Target = await rig.SaveAsync(isPage ? linkedIn.AsPage() : linkedIn.AsMember());
        return rig;
    }

    /// <summary>Stops the program as its owner would and starts it again on the same folder.</summary>
    public async Task RestartAsync(Action? between = null)
    {
        await App.DisposeAsync();
        between?.Invoke();
        Open();
    }

    public async Task<SyndicationTarget> ConnectAsync(string token = XHost.Bearer, string? apiBase = null)
    {
        var request = new ConnectRequest("keys", apiBase ?? X.Base, apiBase ?? X.Base, XHost.KeyFields(token));
        var connected = await App.Get<TargetConnector>().ConnectAsync("x", request, default);
        Assert.Null(connected.Problem);
        return connected.Target!;
    }

    /// <summary>Stores an account whose keys are known; one that is there gets the new keys, and what waits for them goes on.</summary>
    public async Task<SyndicationTarget> SaveAsync(TargetAccess access, DateTimeOffset? refreshAt = null)
    {
        var (of, secret) = access;
        var made = new NewTarget(of.Network, of.Name, of.RemoteAccountId, of.ApiBase, IsPractice: false, secret);
        var target = await App.Get<TargetConnector>().SaveAsync(made, default);
        target = target with { WebBase = of.WebBase, RefreshAt = refreshAt };
        await Store.SaveTargetAsync(target, default);
        return target;
    }

    /// <summary>Another address for the calls of the target.</summary>
    public Task PointAtAsync(string? apiBase) => Store.SaveTargetAsync(Target with { ApiBase = apiBase ?? Target.ApiBase }, default);

    /// <summary>Another way to write copies for the target.</summary>
    public Task WriteAsync(CopyStyle style)
    {
        Target = Target with { Style = style };
        return Store.SaveTargetAsync(Target, default);
    }

    /// <summary>A picture in the media library; its path.</summary>
    public async Task<string> AddPictureAsync(byte shade, string name = "picture.png", byte[]? bytes = null)
    {
        using var file = new MemoryStream(bytes ?? Pictures.Png(8, 8, shade));
        var added = await App.Get<MediaLibrary>().AddAsync(file, name, "", default);
        Assert.Null(added.Problem);
        return added.Item!.Path;
    }

    /// <summary>Publishes a post to the targets (by default the one of this rig); the delivery of the last.</summary>
    public Task<Delivery> PublishAsync(string title = "Nine centimetres", params SyndicationTarget[] targets) => PublishAsync(new PostDraft
    {
        Title = title,
        Markdown = "Snow fell all night.",
        Status = PostStatus.Published,
        Targets = [.. (targets.Length == 0 ? [Target] : targets).Select(t => t.Id)],
    });

    /// <summary>Publishes a post as it is drafted; without targets to the one of this rig.</summary>
    public async Task<Delivery> PublishAsync(PostDraft draft)
    {
        var result = await App.Get<Publisher>().SaveAsync(draft.Targets.Count == 0 ? draft with { Status = PostStatus.Published, Targets = [Target.Id] } : draft, default);
        Assert.Equal(PublishOutcome.Saved, result.Outcome);
        return (await Store.ListForPostAsync(result.Post!.Id, default))[^1];
    }

    /// <summary>Changes the post of a delivery as its author would.</summary>
    public async Task ReviseAsync(Delivery delivery, Func<PostDraft, PostDraft> change)
    {
        var post = (await App.Get<IPostStore>().FindAsync(delivery.PostId, default))!;
        var saved = await App.Get<Publisher>().SaveAsync(change(Publisher.AsDraft(post)), default);
        Assert.Equal(PublishOutcome.Saved, saved.Outcome);
    }

    /// <summary>Deletes the post of a delivery.</summary>
    public Task DeleteAsync(Delivery delivery) => App.Get<Publisher>().DeleteAsync(delivery.PostId, "desk", default);

    /// <summary>Waits until a call hangs.</summary>
    public Task UntilHangingAsync() => Waiting.UntilAsync("the call hangs", () => Task.FromResult(Api.Hanging > 0));

    public Task<Delivery> UntilAsync(Delivery delivery, DeliveryState state) => UntilAsync(delivery, d => d.State == state);

    /// <inheritdoc cref="DeliveryDriver.UntilAsync"/>
    public Task<Delivery> UntilAsync(Delivery delivery, Func<Delivery, bool> isReached) => Driver.UntilAsync(delivery, isReached);

    /// <summary>Until somebody who is not signed in has looked at the copy once.</summary>
    public async Task<Delivery> UntilLookedAtAsync(Delivery delivery)
    {
        await MoveToAsync(delivery.LookAt!.Value.AddMinutes(1));
        var now = delivery;
        await Waiting.UntilAsync("a stranger looked", async () => (now = (await Store.FindAsync(delivery.Id, default))!).Looks > 0);
        return now;
    }

    /// <summary>Until nothing is being sent or could be; the moment of what falls due next, a day away if nothing does.</summary>
    public async Task<DateTimeOffset> NothingIsDueAsync()
    {
        DateTimeOffset? due = null;
        await Waiting.UntilAsync("nothing is due", async () =>
        {
            // Before and after: while a row is being sent, what falls due next is the end of its lease.
            var wasSending = await IsSendingAsync();
            due = await Store.FindNextDueAsync(default);
            return !wasSending && !(due <= Clock.GetUtcNow()) && !await IsSendingAsync();
        });
        return due ?? Clock.GetUtcNow().AddDays(1);
    }

    /// <inheritdoc cref="DeliveryDriver.MoveToAsync"/>
    public Task MoveToAsync(DateTimeOffset moment) => Driver.MoveToAsync(moment);

    public async Task<IReadOnlyList<string?>> OutcomesAsync(Delivery delivery) =>
        [.. (await Store.ListAttemptsAsync(delivery.Id, default)).Select(a => a.Outcome)];

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await App.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> IsSendingAsync() => (await Store.CountByStateAsync(default)).GetValueOrDefault(DeliveryState.Sending) > 0;

    private DeliveryDriver Driver => new(App, Clock, Api);

    private static FakeClock NewClock() => new(new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero));

    private static DeliveryRig Open(DeliveryRig rig, Action<IServiceCollection>? services)
    {
        if (services is not null)
        {
            rig._services.Add(services);
        }

        rig.Open();
        return rig;
    }

    private void Open()
    {
        App = new BlogApp(_folder)
            .Set("Blog:Url", "https://ines.example.com")
            .Set("Blog:Practice", "false")
            .Set("Outgoing:AllowedPrivateHosts:0", _address.Authority)
            .Set("Outgoing:AllowedPrivateHosts:1", "127.0.0.1:1")
            .Configure(services => services.AddSingleton<TimeProvider>(Clock));
        if (Database is not null)
        {
            App.Set("Blog:Database", Database).Set("Blog:KeySecret", TestEngine.Secret);
        }

        _services.ForEach(s => App.Configure(s));
        _ = App.Server;
    }
}
