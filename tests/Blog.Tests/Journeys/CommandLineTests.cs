using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Journeys;

/// <summary>The program as its owner meets it: started, asked, stopped, started wrongly.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("blog-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    [Trait("Engine", "Own")]
    public async Task A_first_start_says_where_everything_is_and_stops_cleanly()
    {
        var address = $"http://127.0.0.1:{Ports.Free()}";
        using var blog = BlogProcess.Start(_folder, "--urls", address);
        var setup = (await blog.WaitForLineAsync("Set up")).Split("Set up")[1].Trim();
        await blog.WaitForLineAsync("Ctrl-C");

        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler);
        using var home = await client.GetAsync(new Uri(address));
        using var page = await client.GetAsync(new Uri(setup));
        blog.Interrupt();
        var exit = await blog.WaitAsync();

        Assert.Equal(HttpStatusCode.OK, home.StatusCode);
        Assert.StartsWith(address + "/setup/", setup, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal(0, exit);
        Assert.True(File.Exists(Path.Combine(_folder, "data", "blog.db")));
        Assert.Contains(address + "/desk", blog.Output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_folder, "data"), blog.Output, StringComparison.Ordinal);
        Assert.Contains("SQLite 3.", blog.Output, StringComparison.Ordinal);
        Assert.Empty(blog.Error);
    }

    [Fact]
    public async Task Wrong_settings_are_all_named_and_nothing_is_made()
    {
        var (exit, _, error) = await BlogProcess.RunAsync(_folder, "--Blog:Url=nonsense", "--Blog:Practice=perhaps");

        Assert.Equal(2, exit);
        Assert.Contains("Blog:Url", error, StringComparison.Ordinal);
        Assert.Contains("Blog:Practice", error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task A_port_in_use_is_named_with_the_remedy()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var (exit, _, error) = await BlogProcess.RunAsync(_folder, "--urls", $"http://127.0.0.1:{port}");

        Assert.Equal(3, exit);
        Assert.Contains($"{port}", error, StringComparison.Ordinal);
        Assert.Contains("--urls", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_reports_as_json_and_its_exit_code_is_usable()
    {
        var (exit, output, _) = await BlogProcess.RunAsync(_folder, "doctor", "--json", "--Blog:Content=");

        Assert.Equal(0, exit);
        var parts = JsonDocument.Parse(output).RootElement.EnumerateArray().ToDictionary(f => f.GetProperty("part").GetString()!, f => f.GetProperty("ok").GetBoolean());
        Assert.True(parts["Integrity"]);
        Assert.True(parts["Clock"]);
    }

    [Fact]
    public async Task Doctor_lists_the_targets_and_says_which_need_a_new_sign_in_soon()
    {
        await using (var app = new BlogApp(_folder))
        {
            var now = TimeProvider.System.GetUtcNow();
            foreach (var (name, days, state) in new[] { ("@soon", 2, TargetState.Connected), ("@later", 40, TargetState.Connected), ("@out", 50, TargetState.NeedsSignIn) })
            {
                await app.Get<ISyndicationStore>().SaveTargetAsync(
                    new SyndicationTarget
                    {
                        Id = Guid.CreateVersion7(),
                        Network = "linkedin",
                        Name = name,
                        RemoteAccountId = name,
                        ApiBase = "https://api.network.example",
                        ProtectedSecret = "-",
                        State = state,
                        Reason = state == TargetState.NeedsSignIn ? "The password was changed." : null,
                        EndsAt = now.AddDays(days),
                        CreatedAt = now,
                    },
                    default);
            }
        }

        var (exit, output, _) = await BlogProcess.RunAsync(_folder, "doctor", "--Blog:Content=");

        Assert.Equal(1, exit);
        var lines = output.Split('\n');
        Assert.Contains(lines, l => l.StartsWith("MEND  Target", StringComparison.Ordinal) && l.Contains("linkedin @soon: Connected, access ends 2", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("ok    Target", StringComparison.Ordinal) && l.Contains("linkedin @later: Connected, access ends 2", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("MEND  Target", StringComparison.Ordinal) && l.Contains("linkedin @out: NeedsSignIn, The password was changed., access ends 2", StringComparison.Ordinal));

        var (again, json, _) = await BlogProcess.RunAsync(_folder, "doctor", "--json", "--Blog:Content=");

        Assert.Equal(1, again);
        var targets = JsonDocument.Parse(json).RootElement.EnumerateArray().Where(f => f.GetProperty("part").GetString() == "Target").ToList();
        Assert.Equal([false, true, false], targets.Select(t => t.GetProperty("ok").GetBoolean()));
        Assert.StartsWith("linkedin @soon: Connected, access ends 2", targets[0].GetProperty("says").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verb_typed_beside_the_running_blog_is_carried_out_by_it()
    {
        using var blog = BlogProcess.Start(_folder, "--urls", $"http://127.0.0.1:{Ports.Free()}", "--Blog:Content=");
        await blog.WaitForLineAsync("Ctrl-C");

        var (exit, output, error) = await BlogProcess.RunAsync(_folder, "doctor", "--Blog:Content=");

        Assert.True(exit == 0, output + error);
        Assert.Contains("Integrity", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("import markdown")]
    [InlineData("publish")]
    [InlineData("account add")]
    [InlineData("account reset")]
    [InlineData("token add")]
    [InlineData("theme check")]
    [InlineData("doctor")]
    public async Task Every_verb_explains_itself(string verb)
    {
        var (exit, output, _) = await BlogProcess.RunAsync(_folder, [.. verb.Split(' '), "--help"]);

        Assert.Equal(0, exit);
        Assert.Contains("Usage:", output, StringComparison.Ordinal);
        Assert.Contains(verb, output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task An_unknown_verb_is_refused_and_named()
    {
        var (exit, output, error) = await BlogProcess.RunAsync(_folder, "exprot");

        Assert.NotEqual(0, exit);
        Assert.Contains("exprot", output + error, StringComparison.Ordinal);
    }
}
