using Blog.Site;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Specs;

public sealed class SettingsCheckTests
{
    [Fact]
    public void Sound_settings_are_accepted()
    {
        Assert.Empty(Check(new() { ["Blog:Url"] = "https://ines.example", ["Blog:Practice"] = "false", ["Outgoing:AllowedPrivateHosts:0"] = "127.0.0.1:5001" }));
    }

    [Fact]
    public void Every_wrong_key_is_named_at_once()
    {
        var problems = Check(new()
        {
            ["Blog:Url"] = "ines.example/blog",
            ["Blog:Practice"] = "perhaps",
            ["Blog:Theme"] = "no-such-theme",
            ["Blog:Colour"] = "red",
            ["Outgoing:AllowedPrivateHosts:0"] = "127.0.0.1",
            ["Outgoing:Proxy"] = "x",
        });

        string[] keys = ["Blog:Url", "Blog:Practice", "Blog:Theme", "Blog:Colour", "AllowedPrivateHosts holds", "Outgoing:Proxy"];
        Assert.All(keys, key => Assert.Contains(problems, p => p.Contains(key, StringComparison.Ordinal) && p.Contains("Allowed", StringComparison.Ordinal)));
        Assert.Equal(keys.Length, problems.Count);
    }

    [Theory]
    [InlineData("ftp://ines.example")]
    [InlineData("https://ines.example/blog")]
    [InlineData("https://ines.example?x=1")]
    [InlineData("https://me@ines.example")]
    [InlineData("/")]
    public void An_address_that_is_no_site_is_refused(string url)
    {
        Assert.Single(Check(new() { ["Blog:Url"] = url }));
    }

    [Fact]
    public void Production_needs_the_public_address()
    {
        var problem = Assert.Single(Check(new() { ["Blog:Url"] = "" }, isProduction: true));

        Assert.Contains("Blog:Url is missing", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_may_not_lie_in_the_watched_program_folder()
    {
        var problem = Assert.Single(Check(new() { ["Blog:Data"] = Path.Combine(AppContext.BaseDirectory, "data") }));

        Assert.Contains("Blog:Data", problem, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Check(Dictionary<string, string?> settings, bool isProduction = false)
    {
        settings.TryAdd("Blog:Data", "/tmp/somewhere/data");
        settings.TryAdd("Blog:Themes", Path.Combine(Repository.Root, "themes"));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return SettingsCheck.Run(configuration, isProduction, AppContext.BaseDirectory);
    }
}
