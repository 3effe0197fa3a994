using System.Text.Json;
using Blog.Networks.X;
using Blog.Tests.Infrastructure;
using YamlDotNet.RepresentationModel;

namespace Blog.Tests.Networks;

public class WeightedTextTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("Hello, world! 👋", 16)]
    [InlineData("日本", 4)]
    [InlineData("a https://example.com/2026/a-very-long-address-of-a-post b", 27)]
    [InlineData("http://localhost:5000/2026/x", 28)]
    [InlineData("see asp.net", 27)]
    [InlineData("Node.js", 7)]
    [InlineData("👩‍💻👩🏽‍💻👨‍👩‍👧‍👦🏳️‍🌈", 8)]
    public void Length_is_what_X_counts(string text, int expected)
    {
        Assert.Equal(expected, WeightedText.Measure(text));
    }

    [Fact]
    public void A_lone_surrogate_is_counted_without_breaking()
    {
        Assert.InRange(WeightedText.Measure("a\uD800b"), 3, 4);
    }

    [SharedFact("contracts/data/x/weighted-length-extra.json")]
    public void Reference_lengths_are_met()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Shared!, "contracts/data/x/weighted-length-extra.json")));

        var wrong = file.RootElement.GetProperty("tests").EnumerateArray()
            .Select(t => (Name: t.GetProperty("description").GetString()!, Text: t.GetProperty("text").GetString()!, Expected: t.GetProperty("expected").GetProperty("weightedLength").GetInt32()))
            .Where(t => WeightedText.Measure(t.Text) != t.Expected)
            .Select(t => $"{t.Name}: {WeightedText.Measure(t.Text)} instead of {t.Expected}");

        Assert.Empty(wrong);
    }

    [SharedFact("contracts/data/x/twitter-text/conformance/validate.yml")]
    public void Conformance_lengths_are_met()
    {
        var yaml = new YamlStream();
        using var reader = new StreamReader(Path.Combine(Repository.Shared!, "contracts/data/x/twitter-text/conformance/validate.yml"));
        yaml.Load(reader);
        var tests = (YamlMappingNode)((YamlMappingNode)yaml.Documents[0].RootNode)["tests"];

        var wrong = new[] { "WeightedTweetsWithDiscountedEmojiCounterTest", "UnicodeDirectionalMarkerCounterTest" }
            .SelectMany(section => (YamlSequenceNode)tests[section])
            .Select(t => (Name: t["description"].ToString(), Text: t["text"].ToString(), Expected: int.Parse(t["expected"]["weightedLength"].ToString(), null)))
            .Where(t => WeightedText.Measure(t.Text) != t.Expected)
            .Select(t => $"{t.Name}: {WeightedText.Measure(t.Text)} instead of {t.Expected}");

        Assert.Empty(wrong);
    }

    [SharedFact("contracts/data/x/twitter-text/conformance/tlds.yml")]
    public void No_domain_that_X_links_is_counted_too_low()
    {
        var yaml = new YamlStream();
        using var reader = new StreamReader(Path.Combine(Repository.Shared!, "contracts/data/x/twitter-text/conformance/tlds.yml"));
        yaml.Load(reader);
        var tests = (YamlMappingNode)((YamlMappingNode)yaml.Documents[0].RootNode)["tests"];
        var all = new[] { "country", "generic" }.SelectMany(section => (YamlSequenceNode)tests[section]).Select(t => t["text"].ToString()).ToList();

        var low = all.Where(t => WeightedText.Measure(t) < WeightedText.LinkWeight);

        Assert.True(all.Count > 1500);
        Assert.Empty(low);
    }
}
