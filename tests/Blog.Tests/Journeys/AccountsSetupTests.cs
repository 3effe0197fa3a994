using System.Net;
using Blog.Accounts;
using Blog.Site;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Journeys;

public sealed class AccountsSetupTests
{
    [Fact]
    public async Task The_set_up_link_makes_the_owner_and_signs_in()
    {
        using var app = DeskDriver.QuickApp();

        using var desk = await DeskDriver.SetUpAsync(app);

        Assert.Contains("Your camp stands", await desk.PageAsync("/desk"));
        var settings = await app.Get<ISiteStore>().LoadAsync(CancellationToken.None);
        Assert.Equal(("Refuge Notes", "en", "Europe/Madrid"), (settings.Title, settings.Language, settings.ZoneId));
        var owner = Assert.Single(await app.Get<IAccountStore>().ListAsync(CancellationToken.None));
        Assert.Equal((AccountRole.Owner, "ines-quintana"), (owner.Role, owner.Slug));
    }

    [Fact]
    public async Task A_set_up_link_works_once()
    {
        using var app = DeskDriver.QuickApp();
        var link = await app.Get<SetupLink>().CreateAsync(CancellationToken.None);
        using var first = new DeskDriver(app, app.Browser());
        using var second = new DeskDriver(app, app.Browser());
        var secondToken = DeskDriver.TokenOf(await second.PageAsync(link!));
        using var made = await first.PostAsync(link!, DeskDriver.SetupFields());

        using var shown = await second.GetAsync(link!);
        using var sent = await second.SendAsync(link!, new Dictionary<string, string>(DeskDriver.SetupFields()) { ["mail"] = "eve@evil.example", ["__RequestVerificationToken"] = secondToken });

        Assert.Equal(HttpStatusCode.Gone, shown.StatusCode);
        Assert.Equal(HttpStatusCode.Gone, sent.StatusCode);
        Assert.Contains("account reset", DeskDriver.Read(await sent.Content.ReadAsStringAsync()));
        Assert.Single(await app.Get<IAccountStore>().ListAsync(CancellationToken.None));
        Assert.Null(await app.Get<SetupLink>().CreateAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Two_who_set_up_at_the_same_moment_make_one_owner()
    {
        using var app = DeskDriver.QuickApp();
        var link = await app.Get<SetupLink>().CreateAsync(CancellationToken.None);
        var drivers = Enumerable.Range(0, 4).Select(_ => new DeskDriver(app, app.Browser())).ToList();

        // Each has the form open before the first of them sends it.
        var forms = await Task.WhenAll(drivers.Select(d => d.PageAsync(link!)));
        var answers = await Task.WhenAll(drivers.Select((d, n) => d.SendAsync(
            link!, new Dictionary<string, string>(DeskDriver.SetupFields()) { ["mail"] = $"{n}@refuge.example", ["__RequestVerificationToken"] = DeskDriver.TokenOf(forms[n]) })));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.SeeOther);
        Assert.Equal(3, answers.Count(a => a.StatusCode == HttpStatusCode.Gone));
        Assert.Single(await app.Get<IAccountStore>().ListAsync(CancellationToken.None));
        drivers.ForEach(d => d.Dispose());
    }

    [Fact]
    public async Task Each_printed_link_works_for_its_own_day_and_no_other_does()
    {
        var clock = new FakeClock(new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero));
        using var app = DeskDriver.QuickApp();
        app.Configure(s => s.AddSingleton<TimeProvider>(clock));
        var first = await app.Get<SetupLink>().CreateAsync(CancellationToken.None);
        clock.Advance(TimeSpan.FromHours(13));
        using var otherProcess = new SetupLink(app.Get<ISiteStore>(), app.Get<IAccountStore>(), clock);
        var second = await otherProcess.CreateAsync(CancellationToken.None);
        using var desk = new DeskDriver(app, app.Browser());

        var early = (await StatusAsync(desk, first!), await StatusAsync(desk, second!));
        clock.Advance(TimeSpan.FromHours(12));
        var late = (await StatusAsync(desk, first!), await StatusAsync(desk, second!), await StatusAsync(desk, second![..^1]));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), early);
        Assert.Equal((HttpStatusCode.Gone, HttpStatusCode.OK, HttpStatusCode.NotFound), late);
    }

    [Fact]
    public async Task Mistakes_are_named_all_at_once_and_what_was_typed_stays_except_the_password()
    {
        using var app = DeskDriver.QuickApp();
        var link = await app.Get<SetupLink>().CreateAsync(CancellationToken.None);
        using var desk = new DeskDriver(app, app.Browser());

        using var answer = await desk.PostAsync(link!, new Dictionary<string, string>(DeskDriver.SetupFields()) { ["mail"] = "ines.refuge.example", ["password"] = "refuge2026", ["zone"] = "Mars/Olympus" });

        var page = DeskDriver.Read(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("3 answers need another look.", page);
        Assert.Contains("An address has an @ in it", page);
        Assert.Contains("value=\"ines.refuge.example\"", page);
        Assert.DoesNotContain("refuge2026", page);
        Assert.Empty(await app.Get<IAccountStore>().ListAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Before_set_up_the_desk_says_where_the_link_is()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = new DeskDriver(app, app.Browser());

        using var answer = await desk.GetAsync("/desk");

        Assert.Equal("302 /sign-in?returnUrl=%2Fdesk", DeskDriver.Describe(answer));
        Assert.Contains("Nobody lives here yet", await desk.PageAsync("/sign-in"));
    }

    [Fact]
    public async Task A_token_for_programs_is_known_by_its_hash_until_it_ends()
    {
        var clock = new FakeClock(new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero));
        using var app = DeskDriver.QuickApp();
        app.Configure(s => s.AddSingleton<TimeProvider>(clock));
        var made = await app.Get<AccountSetup>().AddAsync(new NewAccount(DeskDriver.Email, "Inés", AccountRole.Owner), CancellationToken.None);
        var tokens = app.Get<ApiTokens>();

        var token = await tokens.CreateAsync(made.Account!, "laptop", ["read", "create"], clock.GetUtcNow().AddDays(30), CancellationToken.None);

        Assert.StartsWith("blog_", token.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(token.Text, token.Token.ToString(), StringComparison.Ordinal);
        Assert.NotNull(await tokens.VerifyAsync(token.Text, "create", CancellationToken.None));
        Assert.Null(await tokens.VerifyAsync(token.Text, "delete", CancellationToken.None));
        Assert.Null(await tokens.VerifyAsync(token.Text[..^1] + "?", "create", CancellationToken.None));
        clock.Advance(TimeSpan.FromDays(31));
        Assert.Null(await tokens.VerifyAsync(token.Text, "create", CancellationToken.None));
    }

    [Fact]
    public async Task A_reset_password_is_new_and_ends_every_session()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);

        var reset = await app.Get<AccountSetup>().ResetPasswordAsync(DeskDriver.Email, CancellationToken.None);

        Assert.Equal("302 /sign-in?returnUrl=%2Fdesk", DeskDriver.Describe(await desk.GetAsync("/desk")));
        Assert.Equal("303 /desk", DeskDriver.Describe(await desk.SignInAsync(DeskDriver.Email, reset.Password!)));
        var unknown = await app.Get<AccountSetup>().ResetPasswordAsync("nobody@refuge.example", CancellationToken.None);
        Assert.Null(unknown.Account);
    }

    [Fact]
    public async Task A_password_costs_a_quarter_of_a_million_rounds()
    {
        using var app = new BlogApp();

        var made = await app.Get<AccountSetup>().AddAsync(new NewAccount(DeskDriver.Email, "Inés", AccountRole.Owner), CancellationToken.None);

        // Identity's format 3: a marker byte, then the pseudo-random function and the rounds as big-endian numbers.
        var hash = Convert.FromBase64String(made.Account!.PasswordHash!);
        Assert.Equal(1, hash[0]);
        Assert.Equal(2u, System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(1)));
        Assert.True(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(5)) >= 250_000);
    }

    [Fact]
    [Trait("Engine", "Own")]
    public async Task The_key_ring_lies_in_a_folder_for_this_user_alone()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);

        var keys = app.Get<DataFolder>().Keys;

        Assert.NotEmpty(Directory.GetFiles(keys, "key-*.xml"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(keys));
        }
    }

    [Fact]
    public async Task A_second_owner_is_refused_and_an_author_is_made_with_a_password()
    {
        using var app = DeskDriver.QuickApp();
        using var desk = await DeskDriver.SetUpAsync(app);
        var setup = app.Get<AccountSetup>();

        var owner = await setup.AddAsync(new NewAccount("two@refuge.example", "Two", AccountRole.Owner), CancellationToken.None);
        var author = await setup.AddAsync(new NewAccount("leo@refuge.example", "Inés Quintana", AccountRole.Author), CancellationToken.None);
        var again = await setup.AddAsync(new NewAccount("LEO@refuge.example", "Leo", AccountRole.Author), CancellationToken.None);

        Assert.Contains("account", owner.Problems.Keys);
        Assert.Equal("ines-quintana-2", author.Account!.Slug);
        Assert.Equal(20, author.Password!.Length);
        Assert.Contains("mail", again.Problems.Keys);
    }

    private static async Task<HttpStatusCode> StatusAsync(DeskDriver desk, string path)
    {
        using var answer = await desk.GetAsync(path);
        return answer.StatusCode;
    }
}
