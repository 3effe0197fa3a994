using System.Net;
using Blog.Accounts;
using Blog.Posts;
using Blog.Site;
using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Journeys;

/// <summary>Copies as the author sees them. The worker is kept away: what is tested is the author's word, not the network.</summary>
public sealed class DeskPublishingTests
{
    [Fact]
    public async Task Only_the_ticked_network_gets_a_copy()
    {
        using var app = WithoutWorker();
        using var desk = await DeskDriver.SetUpAsync(app);
        var (a, b) = (await TargetAsync(app, "@a"), await TargetAsync(app, "@b"));
        var draft = await desk.WriteAsync("Nine centimetres", "Since Tuesday.");

        var review = DeskDriver.Read(await desk.PageAsync($"/desk/posts/{draft.Id}/review"));
        using var answer = await desk.PostAsync($"/desk/posts/{draft.Id}/review", new Dictionary<string, string> { ["revision"] = "1", ["target"] = b.Id.ToString() });

        Assert.Contains("@a", review);
        Assert.Contains("Practice: stays on this machine.", review);
        var delivery = Assert.Single(await app.Get<ISyndicationStore>().ListForPostAsync(draft.Id, CancellationToken.None));
        Assert.Equal((b.Id, DeliveryState.Queued), (delivery.TargetId, delivery.State));
        var page = DeskDriver.Read(await desk.PageAsync($"/desk/posts/{draft.Id}"));
        Assert.Contains("Queued", page);
        Assert.Contains($"value=\"{a.Id}\"", page);
        Assert.DoesNotContain($"value=\"{b.Id}\"", page);
    }

    [Fact]
    public async Task A_review_of_an_older_revision_publishes_nothing()
    {
        using var app = WithoutWorker();
        using var desk = await DeskDriver.SetUpAsync(app);
        var draft = await desk.WriteAsync("Nine centimetres", "Since Tuesday.");
        using var edit = await desk.PostAsync($"/desk/write/{draft.Id}", DeskDriver.WriteFields("Nine centimetres", "Since Wednesday.", 1));

        using var answer = await desk.PostAsync($"/desk/posts/{draft.Id}/review", new Dictionary<string, string> { ["revision"] = "1" });

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("It was not published.", await answer.Content.ReadAsStringAsync());
        Assert.Equal(PostStatus.Draft, (await desk.FindAsync(draft.Id)).Status);
    }

    [Fact]
    public async Task A_queued_copy_can_be_stopped()
    {
        using var app = WithoutWorker();
        using var desk = await DeskDriver.SetUpAsync(app);
        var (post, delivery) = await SentAsync(desk);

        using var answer = await desk.PostAsync($"/desk/deliveries/{delivery.Id}/stop", new Dictionary<string, string>(), $"/desk/posts/{post.Id}");

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal(DeliveryState.Withdrawn, (await FindAsync(app, delivery)).State);
        Assert.Contains("Stopped. Nothing more is sent.", await desk.PageAsync($"/desk/posts/{post.Id}"));
    }

    [Theory]
    [InlineData("found", DeliveryState.Accepted)]
    [InlineData("absent", DeliveryState.Queued)]
    [InlineData("check", DeliveryState.Unknown)]
    public async Task Of_an_unknown_copy_the_author_decides(string verb, DeliveryState expected)
    {
        using var app = WithoutWorker();
        using var desk = await DeskDriver.SetUpAsync(app);
        var (post, delivery) = await SentAsync(desk);
        await MakeUnknownAsync(app, delivery);
        var before = DeskDriver.Read(await desk.PageAsync($"/desk/posts/{post.Id}"));
        var home = DeskDriver.Read(await desk.PageAsync("/desk"));

        using var answer = await desk.PostAsync(
            $"/desk/deliveries/{delivery.Id}/{verb}", new Dictionary<string, string> { ["link"] = "http://127.0.0.1:9/practice/x/status/1942" }, $"/desk/posts/{post.Id}");

        Assert.Contains("Unknown: checking", before);
        Assert.Contains("One copy needs you", home);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var decided = await FindAsync(app, delivery);
        Assert.Equal(expected, decided.State);
        Assert.Equal(verb == "found" ? "1942" : null, decided.RemoteId);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("x.example/ines/status/1942")]
    [InlineData("")]
    public async Task A_pasted_link_must_be_one(string link)
    {
        using var app = WithoutWorker();
        using var desk = await DeskDriver.SetUpAsync(app);
        var (post, delivery) = await SentAsync(desk);
        await MakeUnknownAsync(app, delivery);

        using var answer = await desk.PostAsync($"/desk/deliveries/{delivery.Id}/found", new Dictionary<string, string> { ["link"] = link }, $"/desk/posts/{post.Id}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("This is no address of a copy on X.", await answer.Content.ReadAsStringAsync());
        Assert.Equal(DeliveryState.Unknown, (await FindAsync(app, delivery)).State);
    }

    [Fact]
    public async Task A_decision_about_a_copy_that_moved_on_changes_nothing_and_says_so()
    {
        using var app = WithoutWorker();
        using var desk = await DeskDriver.SetUpAsync(app);
        var (post, delivery) = await SentAsync(desk);

        using var answer = await desk.PostAsync($"/desk/deliveries/{delivery.Id}/absent", new Dictionary<string, string>(), $"/desk/posts/{post.Id}");

        Assert.StartsWith($"303 /desk/posts/{post.Id}?done=moved", DeskDriver.Describe(answer), StringComparison.Ordinal);
        Assert.Equal(DeliveryState.Queued, (await FindAsync(app, delivery)).State);
    }

    [Fact]
    public async Task A_paused_network_holds_what_is_queued_until_it_goes_on()
    {
        using var app = WithoutWorker();
        using var desk = await DeskDriver.SetUpAsync(app);
        var target = await TargetAsync(app, "@ines");

        using var paused = await desk.PostAsync($"/desk/networks/{target.Id}/pause", new Dictionary<string, string>(), "/desk/networks");
        var state = (await app.Get<ISyndicationStore>().FindTargetAsync(target.Id, CancellationToken.None))!.State;
        using var resumed = await desk.PostAsync($"/desk/networks/{target.Id}/resume", new Dictionary<string, string>(), "/desk/networks");

        Assert.Equal(TargetState.Paused, state);
        Assert.Equal(TargetState.Connected, (await app.Get<ISyndicationStore>().FindTargetAsync(target.Id, CancellationToken.None))!.State);
    }

    [Fact]
    public async Task The_connect_form_is_drawn_from_the_network_and_never_shows_a_secret()
    {
        using var app = WithoutWorker();
        using var desk = await DeskDriver.SetUpAsync(app);
        var network = app.Get<NetworkCatalog>().All[0].Descriptor;
        var path = "/desk/networks/connect/" + network.Key;
        var fields = network.Ways[0].Fields.ToDictionary(f => "c-" + f.Key, f => f.IsSecret ? "the-secret-words" : "");

        var form = DeskDriver.Read(await desk.PageAsync(path));
        using var answer = await desk.PostAsync(path, new Dictionary<string, string>(fields) { ["c-" + network.Ways[0].Fields[^1].Key] = new('s', 4001) });

        Assert.All(network.Ways[0].Fields, f => Assert.Contains(f.Label, form));
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain("the-secret-words", page);
        Assert.Contains("At most 4,000 characters.", page);
        using var empty = await desk.PostAsync(path, new Dictionary<string, string>());
        Assert.Contains("Every field is empty.", await empty.Content.ReadAsStringAsync());
        Assert.DoesNotContain(" required", form);
    }

    [Fact]
    public async Task Settings_are_checked_saved_and_shown_on_every_page()
    {
        using var app = WithoutWorker();
        using var desk = await DeskDriver.SetUpAsync(app);
        var fields = new Dictionary<string, string>
        {
            ["title"] = "Cabin Letters",
            ["tagline"] = "Weather and paths.",
            ["language"] = "es",
            ["zone"] = "America/Bogota",
            ["perPage"] = "7",
            ["navigation"] = "About = /about\r\nCode = https://code.example/ines",
        };

        using var bad = await desk.PostAsync("/desk/settings/site", new Dictionary<string, string>(fields) { ["perPage"] = "700", ["navigation"] = "Bad = javascript:alert(1)" }, "/desk/settings");
        using var good = await desk.PostAsync("/desk/settings/site", fields, "/desk/settings");

        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
        Assert.Contains("A number from 5 to 50.", await bad.Content.ReadAsStringAsync());
        var settings = await app.Get<ISiteStore>().LoadAsync(CancellationToken.None);
        Assert.Equal(("Cabin Letters", "America/Bogota", 7, 2), (settings.Title, settings.ZoneId, settings.PostsPerPage, settings.Navigation.Count));
        Assert.Contains("Cabin Letters", await desk.PageAsync("/"));
        Assert.Contains("<html lang=\"es\">", await desk.PageAsync("/desk"));
    }

    [Fact]
    public async Task Each_role_reaches_what_is_its_own()
    {
        using var app = WithoutWorker();
        using var owner = await DeskDriver.SetUpAsync(app);
        var theirs = await owner.WriteAsync("The owner’s", "Text.");
        var made = await app.Get<AccountSetup>().AddAsync(new NewAccount("leo@refuge.example", "Leo", AccountRole.Contributor), CancellationToken.None);
        using var leo = new DeskDriver(app, app.Browser());
        using var signedIn = await leo.SignInAsync("leo@refuge.example", made.Password!);

        var own = await leo.WriteAsync("Leo’s", "Text.");
        using var publish = await leo.PostAsync($"/desk/posts/{own.Id}/review", new Dictionary<string, string> { ["revision"] = "1" });
        using var foreign = await leo.GetAsync($"/desk/write/{theirs.Id}");
        using var edit = await leo.PostAsync($"/desk/write/{theirs.Id}", DeskDriver.WriteFields("Mine now", "Text.", 1), "/desk/write");
        using var settings = await leo.PostAsync("/desk/settings/site", new Dictionary<string, string> { ["title"] = "Leo’s site" }, "/desk/settings");

        Assert.Equal("Leo", Assert.Single(own.Authors).Name);
        Assert.Equal(
            (HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.Forbidden),
            (publish.StatusCode, foreign.StatusCode, edit.StatusCode, settings.StatusCode));
        Assert.Equal("The owner’s", (await owner.FindAsync(theirs.Id)).Title);
        Assert.Equal(PostStatus.Draft, (await owner.FindAsync(own.Id)).Status);
    }

    private static BlogApp WithoutWorker() => DeskDriver.QuickApp().Set("Blog:Practice", "false").Configure(services =>
    {
        foreach (var worker in services.Where(s => s.ImplementationType?.Name == "DeliveryWorker").ToList())
        {
            services.Remove(worker);
        }
    });

    private static async Task<SyndicationTarget> TargetAsync(BlogApp app, string name)
    {
        var target = new SyndicationTarget
        {
            Id = Guid.CreateVersion7(),
            Network = "x",
            Name = name,
            RemoteAccountId = name,
            ApiBase = "http://127.0.0.1:9/practice/x/api",
            IsPractice = true,
            ProtectedSecret = "-",
            State = TargetState.Connected,
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        await app.Get<ISyndicationStore>().SaveTargetAsync(target, CancellationToken.None);
        return target;
    }

    private static async Task<(Post Post, Delivery Delivery)> SentAsync(DeskDriver desk)
    {
        var target = await TargetAsync(desk.App, "@ines");
        var draft = await desk.WriteAsync("Nine centimetres", "Since Tuesday.");
        using var answer = await desk.PostAsync($"/desk/posts/{draft.Id}/review", new Dictionary<string, string> { ["revision"] = "1", ["target"] = target.Id.ToString() });
        return (await desk.FindAsync(draft.Id), Assert.Single(await desk.App.Get<ISyndicationStore>().ListForPostAsync(draft.Id, CancellationToken.None)));
    }

    private static async Task MakeUnknownAsync(BlogApp app, Delivery delivery)
    {
        var store = app.Get<ISyndicationStore>();
        var now = app.Get<TimeProvider>().GetUtcNow();
        var claimed = Assert.Single(await store.ClaimAsync("test", now.AddMinutes(1), TimeSpan.FromMinutes(5), 10, CancellationToken.None)).Delivery;
        Assert.True(await store.BeginAttemptAsync(claimed, "the text", now, CancellationToken.None));
        Assert.True(await store.CompleteAsync(
            claimed with { Reason = "The line broke; X gave no answer.", NotBefore = now.AddHours(1) }, DeliveryState.Unknown, "Unknown", "no answer", now, CancellationToken.None));
        Assert.Equal(DeliveryState.Unknown, (await FindAsync(app, delivery)).State);
    }

    private static async Task<Delivery> FindAsync(BlogApp app, Delivery delivery) =>
        (await app.Get<ISyndicationStore>().FindAsync(delivery.Id, CancellationToken.None))!;
}
