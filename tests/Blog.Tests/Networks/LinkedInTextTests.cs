using System.Text.Json;
using System.Text.Json.Nodes;
using Blog.Networks.LinkedIn;
using Blog.Rehearsal.LinkedIn;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Networks;

/// <summary>LinkedIn's markup for texts, and how it writes keys into addresses.</summary>
public sealed class LinkedInTextTests
{
    [SharedFact("contracts/data/linkedin/little-text-vectors.json")]
    public void Every_vector_of_the_markup_is_written_as_the_contract_says()
    {
        using var file = Read("little-text-vectors.json");

        Assert.Equal(LittleText.Reserved, string.Concat(file.RootElement.GetProperty("reserved").EnumerateArray().Select(r => r.GetString())));
        foreach (var vector in file.RootElement.GetProperty("escape").EnumerateArray())
        {
            var (plain, expected) = (vector.GetProperty("plain").GetString()!, vector.GetProperty("commentary").GetString());
            Assert.Equal(expected, LittleText.Escape(plain));
            Assert.Equal(expected, LittleText.Commentary(plain));
            Assert.Equal(plain, LittleText.Plain(expected!));
            Assert.Equal((plain, false), (LinkedInCommentary.Read(expected!).Text, LinkedInCommentary.Read(expected!).WasCut));
        }

        foreach (var vector in file.RootElement.GetProperty("compose").EnumerateArray())
        {
            var written = string.Concat(vector.GetProperty("parts").EnumerateArray().Select(Part));
            Assert.Equal(vector.GetProperty("commentary").GetString(), written);
            Assert.False(LinkedInCommentary.Read(written).WasCut);
        }
    }

    [SharedFact("contracts/data/linkedin/little-text-vectors.json")]
    public void The_emulator_reads_the_markup_as_the_contract_says()
    {
        using var file = Read("little-text-vectors.json");

        foreach (var vector in file.RootElement.GetProperty("decode").EnumerateArray())
        {
            var read = LinkedInCommentary.Read(vector.GetProperty("commentary").GetString()!);
            if (vector.TryGetProperty("observedPublishedText", out var published))
            {
                Assert.Equal((published.GetString(), true), (read.Text, read.WasCut));
            }
            else
            {
                Assert.Equal(vector.GetProperty("elements").EnumerateArray().Where(e => e.TryGetProperty("hashtag", out _)).Select(e => e.GetProperty("hashtag").GetString()), read.Hashtags);
            }
        }
    }

    [SharedFact("contracts/data/linkedin/restli-encoding-vectors.json")]
    public void Every_vector_of_addresses_is_encoded_as_the_official_client_does()
    {
        using var file = Read("restli-encoding-vectors.json");

        foreach (var vector in file.RootElement.GetProperty("values").EnumerateArray())
        {
            Assert.Equal(vector.GetProperty("encoded").GetString(), Restli.Encode(JsonNode.Parse(vector.GetProperty("value").GetRawText())));
        }

        foreach (var vector in file.RootElement.GetProperty("queryStrings").EnumerateArray())
        {
            Assert.Equal(vector.GetProperty("encoded").GetString(), Restli.Query((JsonObject)JsonNode.Parse(vector.GetProperty("params").GetRawText())!));
        }
    }

    [Theory]
    [InlineData("Read #dotnet now", @"Read {hashtag|\#|dotnet} now", "dotnet")]
    [InlineData("#Añil, (#blau)", @"{hashtag|\#|Añil}, \({hashtag|\#|blau}\)", "Añil blau")]
    [InlineData("#日本 and #ภาษาไทย", @"{hashtag|\#|日本} and {hashtag|\#|ภาษาไทย}", "日本 ภาษาไทย")]
    [InlineData("C# and F#, number #1, a#b, #", @"C\# and F\#, number \#1, a\#b, \#", "")]
    [InlineData("https://ines.example.com/a#part #tag", @"https://ines.example.com/a\#part {hashtag|\#|tag}", "tag")]
    [InlineData("#snake_case stays text", @"\#snake\_case stays text", "")]
    public void A_hashtag_is_one_only_where_a_person_would_see_one(string text, string commentary, string tags)
    {
        var written = LittleText.Commentary(text);
        var read = LinkedInCommentary.Read(written);

        Assert.Equal(commentary, written);
        Assert.Equal((text, tags, false), (read.Text, string.Join(' ', read.Hashtags), read.WasCut));
        Assert.Equal(text, LittleText.Plain(written));
    }

    [Fact]
    public void The_emulator_cuts_a_text_that_was_not_escaped()
    {
        var read = LinkedInCommentary.Read("A note (with brackets) and more");

        Assert.Equal(("A note ", true), (read.Text, read.WasCut));
    }

    private static string Part(JsonElement part) =>
        part.TryGetProperty("text", out var text) ? LittleText.Escape(text.GetString()!)
        : part.TryGetProperty("hashtag", out var tag) ? LittleText.Hashtag(tag.GetString()!)
        : LittleText.Mention(part.GetProperty("mention").GetProperty("name").GetString()!, part.GetProperty("mention").GetProperty("urn").GetString()!);

    private static JsonDocument Read(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Shared!, "contracts/data/linkedin", name)));
}
