using System.Globalization;
using System.Net;
using Blog.Site;
using Blog.Syndication;
using Blog.Tests.Infrastructure;
using Blog.Tests.Journeys;

namespace Blog.Tests.LiteDb;

/// <summary>An evening with the real program on a LiteDB file.</summary>
public sealed class LiteDbJourneyTests
{
    [Fact]
    public async Task A_post_is_written_published_read_found_and_sent_to_a_practice_network()
    {
        using var app = DeskDriver.QuickApp().Set("Blog:Database", "litedb:");
        app.StartOnSocket();
        using var desk = await DeskDriver.SetUpAsync(app);
        await app.Get<PracticeTargets>().EnsureAsync(default);
        var outbox = app.Get<ISyndicationStore>();
        var target = Assert.Single(await outbox.ListTargetsAsync(default), t => t.Network == "x");

        var draft = await desk.WriteAsync("Nine centimetres", "Since Tuesday the café is snowed in.");
        using var published = await desk.PostAsync(
            $"/desk/posts/{draft.Id}/review",
            new Dictionary<string, string> { ["revision"] = draft.Revision.ToString(CultureInfo.InvariantCulture), ["target"] = target.Id.ToString() });

        Assert.Equal(HttpStatusCode.SeeOther, published.StatusCode);
        Assert.Contains("Nine centimetres", await desk.PageAsync("/"), StringComparison.Ordinal);
        Assert.Contains("Since Tuesday", await desk.PageAsync((await desk.FindAsync(draft.Id)).Path), StringComparison.Ordinal);
        Assert.Contains("Nine centimetres", await desk.PageAsync("/search?q=cafe+snow"), StringComparison.Ordinal);
        Assert.DoesNotContain("Nine centimetres", await desk.PageAsync("/search?q=kettle"), StringComparison.Ordinal);
        await Waiting.UntilAsync("the copy is there", async () => Assert.Single(await outbox.ListForPostAsync(draft.Id, default)).State is DeliveryState.Accepted or DeliveryState.Seen);
        Assert.Contains("Nine centimetres", await desk.PageAsync("/practice/x"), StringComparison.Ordinal);
        Assert.Single(await outbox.ListAttemptsAsync(Assert.Single(await outbox.ListForPostAsync(draft.Id, default)).Id, default));
        Assert.Equal("LiteDB", (await app.Get<IStoreHealth>().DescribeAsync(default)).Engine);
    }

    [Fact]
    public async Task Doctor_names_the_engine_and_what_it_does_not_promise()
    {
        var folder = Directory.CreateTempSubdirectory("blog-doctor-").FullName;
        try
        {
            var (exit, output, error) = await BlogProcess.RunAsync(folder, "doctor", "--Blog:Content=", "--Blog:Database=litedb:");

            Assert.True(exit == 0, output + error);
            Assert.Contains("LiteDB 5.0.21", output, StringComparison.Ordinal);
            Assert.Contains("a power cut can lose the last changes", output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("litedb:", "Data Source=other.db")]
    [InlineData("", "litedb:")]
    public async Task A_store_is_not_moved_to_or_from_it_and_says_so(string from, string to)
    {
        var folder = Directory.CreateTempSubdirectory("blog-move-").FullName;
        try
        {
            var (exit, output, error) = await BlogProcess.RunAsync(folder, "move-store", "--to", to, "--Blog:Content=", "--Blog:Database=" + from);

            Assert.True(exit != 0, output);
            Assert.Contains("move-store copies between SQLite and PostgreSQL", output + error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
