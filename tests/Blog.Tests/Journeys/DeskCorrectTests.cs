using System.Net;
using Blog.Interactions;
using Blog.Posts;
using Blog.Rehearsal.Wire;
using Blog.Syndication;

namespace Blog.Tests.Journeys;

/// <summary>After an edit the copies are corrected as the author chooses, with the price of each choice, and by the rules of the outbox.</summary>
public sealed class DeskCorrectTests
{
    [Fact]
    public async Task Each_copy_has_the_choices_of_its_network_with_their_price_in_numbers()
    {
        using var site = await DeskSite.OpenAsync();
        var (post, x) = await site.SentAsync(await site.TargetAsync("x", "@ines"));
        await site.BringOutAsync(x);
        var facebook = await SendFurtherAsync(site, post, await site.TargetAsync("facebook", "Refuge Notes"));
        await site.BringOutAsync(facebook, "77");
        foreach (var (kind, n) in new[] { (InteractionKind.Like, 1), (InteractionKind.Like, 2), (InteractionKind.Reply, 3) })
        {
            await LetterAsync(site, post, "facebook", kind, n);
        }

        var page = await site.ReadAsync($"/desk/posts/{post.Id}/correct");

        Assert.DoesNotContain($"name=\"do-{x.Id}\" value=\"edit\"", page);
        Assert.Contains($"name=\"do-{x.Id}\" value=\"answer\"", page);
        Assert.Contains($"name=\"do-{facebook.Id}\" value=\"edit\"", page);
        Assert.Contains("Loses there: likes 2, answers 1. Here they stay. Its link dies.", page);
        Assert.Contains("Its likes and answers there are lost with it; none are known here. Its link dies.", page);
        Assert.Contains($"href=\"/desk/posts/{post.Id}/correct\"", await site.ReadAsync($"/desk/posts/{post.Id}"));
    }

    [Fact]
    public async Task A_correction_goes_out_once_as_an_answer_to_the_copy_and_is_looked_for_before_it_is_sent_again()
    {
        await using var rig = await DeliveryRig.StartAsync();
        using var desk = await DeskDriver.SetUpAsync(rig.App);
        rig.Weather.Strike(2, Fault.CutAfterCommit);
        var copy = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);

        using var sent = await ChooseAsync(desk, copy, "answer", ("answer-" + copy.Id, "It was ten centimetres."));
        var done = await rig.UntilAsync(copy, d => d is { State: DeliveryState.Accepted, Parts.Count: 2 });

        Assert.Equal($"303 /desk/posts/{copy.PostId}?done=corrected", DeskDriver.Describe(sent));
        var shown = rig.X.Emulator.Posts.ToList();
        Assert.Equal(2, shown.Count);
        Assert.Equal([null, copy.RemoteId], shown.Select(p => p.InReplyTo));
        Assert.Equal(["Delivered", "Decided", "Unknown", "Adopted"], await rig.OutcomesAsync(copy));
        Assert.Equal("It was ten centimetres.", shown[1].Text);
        Assert.Equal(copy.RemoteId, done.RemoteId);
        Assert.Equal(2, done.Parts.Count);
    }

    [Fact]
    public async Task Posting_again_takes_the_old_copy_away_first_and_makes_one_new_one()
    {
        await using var rig = await DeliveryRig.StartAsync();
        using var desk = await DeskDriver.SetUpAsync(rig.App);
        var copy = await rig.UntilAsync(await rig.PublishAsync(), DeliveryState.Accepted);
        await rig.ReviseAsync(copy, d => d with { Title = "Ten centimetres" });
        await rig.UntilAsync(copy, DeliveryState.Accepted);

        using var sent = await ChooseAsync(desk, copy, "replace");
        await rig.UntilAsync(copy, d => d.State == DeliveryState.Accepted && d.RemoteId != copy.RemoteId);

        Assert.Equal($"303 /desk/posts/{copy.PostId}?done=corrected", DeskDriver.Describe(sent));
        Assert.Contains("Ten centimetres", Assert.Single(rig.Emulator.Shown).Text);
    }

    [Fact]
    public async Task An_empty_correction_and_one_that_is_too_long_change_nothing()
    {
        using var site = await DeskSite.OpenAsync();
        var (post, copy) = await site.SentAsync(await site.TargetAsync("x", "@ines"));
        copy = await site.BringOutAsync(copy);

        using var empty = await ChooseAsync(site.Desk, copy, "answer", ("answer-" + copy.Id, " "));
        using var tooLong = await ChooseAsync(site.Desk, copy, "answer", ("answer-" + copy.Id, new string('a', 281)));

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (empty.StatusCode, tooLong.StatusCode));
        Assert.Contains("Say in a sentence what was wrong", await empty.Content.ReadAsStringAsync());
        var page = DeskDriver.Read(await tooLong.Content.ReadAsStringAsync());
        Assert.Contains("X takes 280; this counts 281.", page);
        Assert.Contains(new string('a', 281) + "</textarea>", page);
        Assert.Equal(DeliveryState.Accepted, (await site.FindAsync(copy)).State);
        Assert.NotNull(post);
    }

    [Fact]
    public async Task What_a_network_can_not_do_is_not_done_even_if_a_form_asks_for_it()
    {
        using var site = await DeskSite.OpenAsync();
        var (_, copy) = await site.SentAsync(await site.TargetAsync("x", "@ines"));
        copy = await site.BringOutAsync(copy);

        using var answer = await ChooseAsync(site.Desk, copy, "edit", ("words-" + copy.Id, "New."));

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var now = await site.FindAsync(copy);
        Assert.Equal((DeliveryState.Accepted, DeliveryAction.Publish, 1), (now.State, now.Action, now.Parts.Count));
    }

    [Fact]
    public async Task A_copy_that_moved_meanwhile_is_left_as_it_is()
    {
        using var site = await DeskSite.OpenAsync();
        var (_, copy) = await site.SentAsync(await site.TargetAsync("x", "@ines"));
        copy = await site.BringOutAsync(copy);
        var form = DeskDriver.TokenOf(await site.Desk.PageAsync($"/desk/posts/{copy.PostId}/correct"));
        await site.PressAsync(copy, "withdraw");

        using var answer = await site.Desk.SendAsync($"/desk/posts/{copy.PostId}/correct", new Dictionary<string, string> { ["__RequestVerificationToken"] = form, [$"do-{copy.Id}"] = "replace" });

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var now = await site.FindAsync(copy);
        Assert.Equal((DeliveryState.Queued, DeliveryAction.Delete, (DeliveryAction?)null), (now.State, now.Action, now.Next));
    }

    [Fact]
    public async Task Unpublishing_says_for_each_copy_what_becomes_of_it_before_the_button()
    {
        using var site = await DeskSite.OpenAsync();
        var (post, x) = await site.SentAsync(await site.TargetAsync("x", "@ines"));
        await site.BringOutAsync(x);
        await LetterAsync(site, post, "x", InteractionKind.Like, 1);
        var linkedIn = await site.TargetAsync("linkedin", "Marta Ferrer");
        await site.BringOutAsync(await SendFurtherAsync(site, post, linkedIn), "88");
        await SendFurtherAsync(site, post, await site.TargetAsync("facebook", "Refuge Notes"));
        await site.Store.SaveTargetAsync(linkedIn with { State = TargetState.NeedsSignIn }, default);

        var unpublish = await site.ReadAsync($"/desk/posts/{post.Id}/unpublish");
        var delete = await site.ReadAsync($"/desk/posts/{post.Id}/delete");
        using var done = await site.Desk.PostAsync($"/desk/posts/{post.Id}/unpublish", new Dictionary<string, string>());

        foreach (var page in new[] { unpublish, delete })
        {
            Assert.Contains("posting it again makes a new one with a new link. Loses one like there.", page);
            Assert.Contains("It was not sent, and is not sent any more.", page);
            Assert.Contains("It stays there until you sign in to LinkedIn again; then it is taken away.", page);
        }

        Assert.Contains("Unpublish “Nine centimetres”?", unpublish);
        Assert.Contains("answers “not found” until you publish it again.", unpublish);
        Assert.Equal($"303 /desk/posts/{post.Id}?done=unpublished", DeskDriver.Describe(done));
    }

    private static async Task<HttpResponseMessage> ChooseAsync(DeskDriver desk, Delivery copy, string choice, params (string Name, string Value)[] more)
    {
        var fields = more.ToDictionary(f => f.Name, f => f.Value);
        fields[$"do-{copy.Id}"] = choice;
        return await desk.PostAsync($"/desk/posts/{copy.PostId}/correct", fields);
    }

    private static async Task<Delivery> SendFurtherAsync(DeskSite site, Post post, SyndicationTarget target)
    {
        await site.App.Get<Publisher>().SyndicateAsync(post.Id, [target.Id], default);
        return Assert.Single(await site.Store.ListForPostAsync(post.Id, default), d => d.TargetId == target.Id);
    }

    private static Task<Interaction> LetterAsync(DeskSite site, Post post, string origin, InteractionKind kind, int number) => site.App.Get<IInteractionStore>().UpsertAsync(
        Storage.Samples.Letter(post, $"https://network.example/{number}") with { Origin = origin, Kind = kind }, default);
}
