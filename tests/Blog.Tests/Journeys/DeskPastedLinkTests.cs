using Blog.Syndication;

namespace Blog.Tests.Journeys;

/// <summary>"It is there": every form in which a network shows the address of a post is understood, and nothing else is.</summary>
public sealed class DeskPastedLinkTests
{
    private const string Page = "1353269864728879";
    private const string Opaque = "pfbid02Zt4oXqYkz6bGf9mTn1rVbC3dE5sW7uH8jK9lP0qR2aS4dF6gH8jK";

    [Theory]
    [InlineData("https://x.com/ines/status/1942000000000000001", "1942000000000000001")]
    [InlineData("https://twitter.com/ines/status/1942000000000000001?s=20&t=abc", "1942000000000000001")]
    [InlineData("https://mobile.twitter.com/ines/status/1942000000000000001", "1942000000000000001")]
    [InlineData("mobile.x.com/ines/status/1942000000000000001/photo/1", "1942000000000000001")]
    [InlineData("https://x.com/i/web/status/1942000000000000001", "1942000000000000001")]
    [InlineData("https://www.x.com/ines/statuses/1942000000000000001#m", "1942000000000000001")]
    [InlineData(" 1942000000000000001 ", "1942000000000000001")]
    public Task A_post_on_x_is_known_by_any_of_its_addresses(string pasted, string id) => IsKnownAsync("x", "@ines", pasted, id);

    [Theory]
    [InlineData("https://www.facebook.com/refugenotes/posts/122100000000000001", Page + "_122100000000000001")]
    [InlineData("https://www.facebook.com/refugenotes/posts/nine-centimetres/122100000000000001/?ref=share", Page + "_122100000000000001")]
    [InlineData("https://www.facebook.com/permalink.php?story_fbid=122100000000000001&id=" + Page, Page + "_122100000000000001")]
    [InlineData("https://m.facebook.com/story.php?story_fbid=122100000000000001&id=" + Page + "&refid=17", Page + "_122100000000000001")]
    [InlineData("https://www.facebook.com/refugenotes/posts/" + Opaque, Page + "_" + Opaque)]
    [InlineData("https://www.facebook.com/permalink.php?story_fbid=" + Opaque + "&id=61550000000000", Page + "_" + Opaque)]
    [InlineData("https://www.facebook.com/" + Page + "_122100000000000001", Page + "_122100000000000001")]
    [InlineData("https://www.facebook.com/refugenotes/posts/122100000000000001?comment_id=8877", "122100000000000001_8877")]
    [InlineData(Page + "_122100000000000001", Page + "_122100000000000001")]
    [InlineData("122100000000000001", Page + "_122100000000000001")]
    public Task A_post_on_facebook_is_known_by_any_of_its_addresses(string pasted, string id) => IsKnownAsync("facebook", Page, pasted, id);

    [Theory]
    [InlineData("https://www.linkedin.com/feed/update/urn:li:share:7123456789012345678/", "urn:li:share:7123456789012345678")]
    [InlineData("https://www.linkedin.com/feed/update/urn%3Ali%3AugcPost%3A7123456789012345678?trk=public", "urn:li:ugcPost:7123456789012345678")]
    [InlineData("https://www.linkedin.com/feed/update/urn:li:activity:7123456789012345678", "urn:li:activity:7123456789012345678")]
    [InlineData("https://www.linkedin.com/embed/feed/update/urn:li:share:7123456789012345678", "urn:li:share:7123456789012345678")]
    [InlineData("https://es.linkedin.com/posts/ines-quiroga_nine-centimetres-activity-7123456789012345678-AbC_?utm_source=share", "urn:li:activity:7123456789012345678")]
    [InlineData("https://www.linkedin.com/posts/taller-a%C3%B1il_nine-share-7123456789012345678-x9Yz", "urn:li:share:7123456789012345678")]
    [InlineData("https://www.linkedin.com/posts/taller_nine-ugcPost-7123456789012345678-x9Yz/", "urn:li:ugcPost:7123456789012345678")]
    [InlineData("https://www.linkedin.com/feed/update/urn:li:activity:7123456789012345678?commentUrn=urn%3Ali%3Acomment%3A%28activity%3A7123456789012345678%2C7123456789012345999%29", "urn:li:comment:(urn:li:activity:7123456789012345678,7123456789012345999)")]
    [InlineData("urn:li:share:7123456789012345678", "urn:li:share:7123456789012345678")]
    public Task A_post_on_linkedin_is_known_by_any_of_its_addresses(string pasted, string id) => IsKnownAsync("linkedin", "urn:li:person:782bbtaQ", pasted, id);

    [Theory]
    [InlineData("x", "https://x.com/ines", "https://x.com/yourname/status/1234567890123456789")]
    [InlineData("x", "https://www.facebook.com/refugenotes/posts/122100000000000001", "https://x.com/yourname/status/1234567890123456789")]
    [InlineData("x", "https://x.com.elsewhere.example/ines/status/1942", "https://x.com/yourname/status/1234567890123456789")]
    [InlineData("x", "javascript:alert(1942)", "https://x.com/yourname/status/1234567890123456789")]
    [InlineData("facebook", "https://www.facebook.com/share/p/1AbCdEfGhI/", "https://www.facebook.com/yourpage/posts/1234567890123456")]
    [InlineData("facebook", "https://www.facebook.com/refugenotes", "https://www.facebook.com/yourpage/posts/1234567890123456")]
    [InlineData("facebook", "https://x.com/ines/status/1942", "https://www.facebook.com/yourpage/posts/1234567890123456")]
    [InlineData("linkedin", "https://lnkd.in/eAbCdEf", "https://www.linkedin.com/feed/update/urn:li:share:1234567890123456789/")]
    [InlineData("linkedin", "https://www.linkedin.com/in/ines-quiroga-7123456789012345678", "https://www.linkedin.com/feed/update/urn:li:share:1234567890123456789/")]
    [InlineData("linkedin", "1942", "https://www.linkedin.com/feed/update/urn:li:share:1234567890123456789/")]
    public async Task What_is_no_address_of_a_copy_there_says_what_one_looks_like_and_stays_in_the_form(string network, string pasted, string expected)
    {
        using var site = await DeskSite.OpenAsync();
        var copy = await UnknownAsync(site, network, Page);

        var answer = await site.PressAsync(copy, "found", ("link", pasted));

        Assert.StartsWith("400 ", answer, StringComparison.Ordinal);
        Assert.Contains($"It looks like {expected};", answer);
        Assert.Contains($"value=\"{pasted}\"", answer);
        Assert.Equal((DeliveryState.Unknown, (string?)null), ((await site.FindAsync(copy)).State, (await site.FindAsync(copy)).RemoteId));
    }

    [Theory]
    [InlineData("https://ines.example.com/practice/x/status/1942", "1942")]
    [InlineData("https://ines.example.com/practice/x/api/yourblog/status/1942", "1942")]
    [InlineData("https://ines.example.com/practice/facebook/status/1942", "")]
    [InlineData("https://x.com/ines/status/1942", "")]
    public async Task A_copy_on_a_practice_network_is_known_by_its_page_here(string pasted, string id)
    {
        using var site = await DeskSite.OpenAsync();
        var copy = await UnknownAsync(site, "x", "1000000001", t => t with { IsPractice = true });

        var answer = await site.PressAsync(copy, "found", ("link", pasted));

        Assert.Equal(id.Length == 0 ? null : id, (await site.FindAsync(copy)).RemoteId);
        Assert.Equal(id.Length == 0, answer.Contains("It looks like https://ines.example.com/practice/x/status/", StringComparison.Ordinal));
    }

    private static async Task IsKnownAsync(string network, string account, string pasted, string id)
    {
        using var site = await DeskSite.OpenAsync();
        var copy = await UnknownAsync(site, network, account);

        await site.PressAsync(copy, "found", ("link", pasted));

        var found = await site.FindAsync(copy);
        Assert.Equal((DeliveryState.Accepted, id), (found.State, found.RemoteId));
        Assert.Equal(pasted.Contains('/', StringComparison.Ordinal), found.RemoteUrl?.StartsWith("https://", StringComparison.Ordinal) == true);
    }

    private static async Task<Delivery> UnknownAsync(DeskSite site, string network, string account, Func<SyndicationTarget, SyndicationTarget>? change = null)
    {
        var target = await site.TargetAsync(network, account, change);
        var (_, copy) = await site.SentAsync(target);
        return await site.BringAsync(copy, DeliveryState.Unknown, d => d with { Reason = "No answer.", NotBefore = site.Clock.GetUtcNow().AddHours(1) });
    }
}
