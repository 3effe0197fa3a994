using System.Text.Json;
using Blog.Networks.X;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Networks;

public class OAuth1Tests
{
    [SharedFact("contracts/data/x/oauth1-signature-vectors.json")]
    public void Signatures_match_every_worked_example()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Shared!, "contracts/data/x/oauth1-signature-vectors.json")));
        foreach (var test in file.RootElement.GetProperty("tests").EnumerateArray())
        {
            var request = test.GetProperty("request");
            var oauth = test.GetProperty("oauth");
            var query = Pairs(request.GetProperty("query"));
            var address = new Uri(request.GetProperty("url").GetString()! + (query.Count == 0 ? "" : "?" + string.Join('&', query.Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"))));
            var method = request.GetProperty("method").GetString()!;
            var form = Pairs(request.GetProperty("form"));

            var text = OAuth1.BaseString(method, address, [.. Pairs(oauth), .. form]);
            var signature = OAuth1.Sign(text, test.GetProperty("consumerSecret").GetString()!, test.GetProperty("tokenSecret").GetString()!);

            Assert.Equal(test.GetProperty("expected").GetProperty("signatureBaseString").GetString(), text);
            Assert.Equal(test.GetProperty("expected").GetProperty("signature").GetString(), signature);
        }
    }

    [Fact]
    public void The_header_carries_the_signature_and_no_secret()
    {
        var keys = new OAuth1Keys("key", "hidden-one", "token", "hidden-two");

        var header = OAuth1.Header("POST", new Uri("https://api.example.com/2/tweets"), [], keys, "nonce", DateTimeOffset.UnixEpoch);

        Assert.StartsWith("OAuth oauth_consumer_key=\"key\", oauth_nonce=\"nonce\", oauth_signature=\"", header, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", header, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", keys.ToString(), StringComparison.Ordinal);
    }

    private static List<KeyValuePair<string, string>> Pairs(JsonElement members) =>
        members.ValueKind == JsonValueKind.Object ? [.. members.EnumerateObject().Select(p => new KeyValuePair<string, string>(p.Name, p.Value.ToString()))] : [];
}
