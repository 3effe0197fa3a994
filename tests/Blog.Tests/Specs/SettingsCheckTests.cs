using Blog.Site;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Specs;

public sealed class SettingsCheckTests
{
    [Fact]
    public void Sound_settings_are_accepted()
    {
        Assert.Empty(Check(new() { ["Blog:Url"] = "https://ines.example", ["Blog:Practice"] = "false", ["Blog:Proxies"] = "10.0.0.7, 2001:db8::/32", ["Outgoing:AllowedPrivateHosts:0"] = "127.0.0.1:5001" }));
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
            ["Blog:Proxies"] = "10.0.0.7 nginx",
            ["Outgoing:AllowedPrivateHosts:0"] = "127.0.0.1",
            ["Outgoing:Proxy"] = "x",
        });

        string[] keys = ["Blog:Url", "Blog:Practice", "Blog:Theme", "Blog:Colour", "Blog:Proxies", "AllowedPrivateHosts holds", "Outgoing:Proxy"];
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

    [Theory]
    [InlineData("")]
    [InlineData("/tmp")]
    [InlineData("s3://blog?region=eu-south-2")]
    [InlineData("s3://blog/ines/media/?endpoint=http://127.0.0.1:9000&pathStyle=true")]
    [InlineData("s3://blog/media?endpoint=https://minio.example&region=us-east-1&pathStyle=false")]
    public void A_place_for_media_is_accepted(string media)
    {
        Assert.Empty(Check(new() { ["Blog:Media"] = media }));
    }

    [Theory]
    [InlineData("/no/such/folder", "Mount or create")]
    [InlineData("https://blog.example/media", "Allowed")]
    [InlineData("s3://b?region=x", "3 to 63")]
    [InlineData("s3://Blog/media?region=x", "3 to 63")]
    [InlineData("s3://blog/a/../b?region=x", "prefix")]
    [InlineData("s3://blog", "neither an endpoint nor a region")]
    [InlineData("s3://blog?endpoint=minio:9000", "endpoint=https://")]
    [InlineData("s3://blog?endpoint=http://a:b@minio:9000", "endpoint=https://")]
    [InlineData("s3://blog?region=EU", "region=eu-south-2")]
    [InlineData("s3://blog?region=x&pathStyle=perhaps", "pathStyle=true")]
    [InlineData("s3://blog?region=x&secretKey=hush", "Allowed: endpoint, region, pathStyle")]
    [InlineData("s3://me:hush@blog?region=x", "Blog__MediaSecret")]
    public void A_place_for_media_that_is_none_is_refused_with_the_remedy_and_without_a_key(string media, string remedy)
    {
        var problem = Assert.Single(Check(new() { ["Blog:Media"] = media }));

        Assert.StartsWith("Blog:Media", problem, StringComparison.Ordinal);
        Assert.Contains(remedy, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("key", null, "s3://blog?region=x", "Blog:MediaSecret is missing")]
    [InlineData(null, "hush", "s3://blog?region=x", "Blog:MediaKey is missing")]
    [InlineData("key", "hush", "", "names no store")]
    public void Keys_for_media_come_together_and_with_a_store(string? key, string? secret, string media, string said)
    {
        var problem = Assert.Single(Check(new() { ["Blog:Media"] = media, ["Blog:MediaKey"] = key, ["Blog:MediaSecret"] = secret }));

        Assert.Contains(said, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", problem, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Check(Dictionary<string, string?> settings, bool isProduction = false)
    {
        settings.TryAdd("Blog:Data", "/tmp/somewhere/data");
        settings.TryAdd("Blog:Themes", Path.Combine(Repository.Root, "themes"));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return SettingsCheck.Run(configuration, isProduction, AppContext.BaseDirectory);
    }
}
