using Blog.Rehearsal.Wire;
using Blog.Rehearsal.X;

namespace Blog.Tests.Networks;

/// <summary>What the emulators keep, and how long.</summary>
public sealed class EmulatorShelfTests
{
    private readonly Shelf<Thing> _shelf = new(t => t.Id, t => t.Owner);

    [Fact]
    public void Things_stand_in_the_order_in_which_they_came_for_all_and_for_each_owner()
    {
        Put("1", "ines");
        Put("2", "tom");
        Put("3", "ines");

        Assert.Equal(["1", "2", "3"], _shelf.Select(t => t.Id));
        Assert.Equal(["1", "3"], _shelf.Of("ines").Select(t => t.Id));
        Assert.Equal(("1", "3", 3), (_shelf.Oldest?.Id, _shelf.Newest?.Id, _shelf.Count));
        Assert.Empty(_shelf.Of("nobody"));
        Assert.Null(_shelf.Find("4"));
    }

    [Fact]
    public void A_changed_thing_and_one_with_a_known_name_stay_in_their_place()
    {
        Put("1", "ines");
        Put("2", "ines");

        _shelf.Replace(_shelf.Find("1")!, new Thing("1", "ines", "changed"));
        Put("1", "ines", "again");

        Assert.Equal(["again", ""], _shelf.Of("ines").Select(t => t.Text));
        Assert.Equal(["1", "2"], _shelf.Select(t => t.Id));
        Put("1", "tom");
        Assert.Equal(["2"], _shelf.Of("ines").Select(t => t.Id));
        Assert.Equal(["2", "1"], _shelf.Select(t => t.Id));
    }

    [Fact]
    public void What_is_taken_away_is_gone_everywhere()
    {
        Put("1", "ines");
        Put("2", "ines");

        Assert.True(_shelf.Remove(_shelf.Oldest!));

        Assert.Equal(["2"], _shelf.Select(t => t.Id));
        Assert.Equal(["2"], _shelf.Of("ines").Select(t => t.Id));
        Assert.Null(_shelf.Find("1"));
        Assert.False(_shelf.Remove(new Thing("1", "ines", "")));
    }

    [Fact]
    public async Task An_endpoint_remembers_the_newest_calls_and_no_more_than_it_shall()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        var endpoint = new EmulatorEndpoint(new XEmulator(TimeProvider.System), TimeProvider.System) { MaxCalls = 2 };
        endpoint.Map(app);
        await app.StartAsync();
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(app.Urls.First()) };

        foreach (var path in new[] { "first", "second", "third" })
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        }

        Assert.Equal(["/second", "/third"], endpoint.Calls.Select(c => c.Path));
    }

    private void Put(string id, string owner, string text = "") => _shelf.Add(new Thing(id, owner, text));

    private sealed record Thing(string Id, string Owner, string Text);
}
