using System.Globalization;
using System.Text.RegularExpressions;
using Blog.Accounts;
using Blog.Posts;
using Blog.Tests.Journeys;

namespace Blog.Tests.Security;

/// <summary>Bad input and bad days, for every form of the desk: a clear message, and no word is lost.</summary>
public sealed partial class DeskFormTests
{
    // A name that no form has, for what is slipped in.
    private const string Slipped = "slipped-in-7f3a";

    private const string Hostile = "\"><script>alert(1)</script><img src=x onerror=alert(2)>";

    // What a text at its limit, and one byte more, is made of.
    private const int TwoMegabytes = 2 * 1024 * 1024;

    [Fact]
    public async Task Every_form_of_the_desk_is_in_the_table()
    {
        using var site = await DeskFormSite.OpenAsync();
        var mapped = DeskFormSite.Routes(site.App, "POST");
        var known = DeskForm.All.Select(f => f.Route).ToList();

        Wrong(mapped.Except(known).Select(r => $"{r} has no line in {nameof(DeskForm)}.{nameof(DeskForm.All)}. Add: new(\"{r}\", \"fields in which people type words\", \"other=fields&of=a good request\"),"));
        Wrong(known.Except(mapped).Select(r => $"{r} is no form of the desk any more: take its line out of {nameof(DeskForm)}.{nameof(DeskForm.All)}."));
    }

    [Fact]
    public async Task Without_its_token_or_from_another_site_nothing_is_done_and_the_words_come_back()
    {
        using var site = await DeskFormSite.OpenAsync();
        var before = await site.TellAsync();
        var wrong = new List<string>();

        foreach (var form in DeskForm.All)
        {
            var bare = await site.SendAsync(form, form.Fill(site, DeskForm.Word), withToken: false);
            var foreign = await site.SendAsync(form, form.Fill(site, DeskForm.Word), change: r => r.Headers.Add("Origin", "https://evil.example"));

            wrong.AddRange(Expect(site, form, bare, 400, "Nothing was saved."));
            wrong.AddRange(Expect(site, form, foreign, 400, "Nothing was done."));
        }

        Wrong(wrong);
        Assert.Equal(before, await site.TellAsync());
    }

    [Fact]
    public async Task After_the_sign_in_ended_the_words_come_back_with_the_form_to_sign_in()
    {
        using var site = await DeskFormSite.OpenAsync();
        using var stranger = new DeskDriver(site.App, site.App.Browser());
        var before = await site.TellAsync();
        var wrong = new List<string>();

        foreach (var form in DeskForm.All.Where(f => !f.IsOpen))
        {
            var person = await site.SendAsync(form, form.Fill(site, DeskForm.Word), by: stranger);
            var script = await site.SendAsync(form, form.Fill(site, DeskForm.Word), change: r => r.Headers.Add("Accept", "application/json"), by: stranger);

            wrong.AddRange(Expect(site, form, person, 401, "Your sign-in has ended."));
            wrong.AddRange(script is (401, "", _) ? [] : [$"{form.Route} answered a script {script.Status}."]);
        }

        Wrong(wrong);
        Assert.Equal(before, await site.TellAsync());
    }

    [Fact]
    public async Task Fields_that_a_form_does_not_have_reach_nothing()
    {
        string[] names =
        [
            "status", "Status", "authors", "author", "path", "html", "text", "publishedAt", "createdAt", "origin", "email", "Email", "passwordHash", "securityStamp", "slugOfAccount",
            "addedBy", "hash", "state", "State", "reason", "remoteId", "remoteUrl", "protectedSecret", "apiBase", "network", "targetId", "postId", "ownText", "theme", "Id", "role", "Role",
        ];
        var wrong = new List<string>();
        var site = await DeskFormSite.OpenAsync();
        foreach (var form in DeskForm.All.OrderBy(f => f.Ends))
        {
            var fields = form.Fill(site, f => "Mine " + f);
            foreach (var name in names.Where(n => !fields.ContainsKey(n)))
            {
                fields[name] = name.ToUpperInvariant() switch { "STATUS" => "Published", "ROLE" => "Owner", _ => Slipped };
            }

            var answer = await site.SendAsync(form, fields);

            wrong.AddRange(answer.Status < 500 ? [] : [$"{form.Route} answered {answer.Status}."]);
            if (form.Ends)
            {
                wrong.AddRange(await SlippedAsync(site, form));
                site.Dispose();
                site = await DeskFormSite.OpenAsync();
            }
        }

        wrong.AddRange(await SlippedAsync(site, null));
        site.Dispose();
        Wrong(wrong);
    }

    [Fact]
    public async Task A_text_of_two_megabytes_is_kept_or_comes_back_whole()
    {
        using var site = await DeskFormSite.OpenAsync();
        var huge = new string('x', TwoMegabytes) + " " + DeskForm.End;
        var wrong = new List<string>();

        foreach (var form in DeskForm.All.Where(f => !f.IsOpen))
        {
            foreach (var field in form.Fields(site))
            {
                var answer = await site.SendAsync(form, form.Fill(site, f => f == field ? huge : DeskForm.Word(f)));

                var isShown = answer.Page.Contains(DeskForm.End, StringComparison.Ordinal);
                var isSaid = answer.Status is 400 or 413 || (form.StaysInPage && answer.Status == 200);
                wrong.AddRange(isSaid && (isShown || form.StaysInPage) ? [] : [$"{form.Route}, {field}: {answer.Status} {answer.Where}; the text is {(isShown ? "" : "not ")}in the answer."]);
            }
        }

        Wrong(wrong);
        Assert.DoesNotContain(DeskForm.End, await site.TellAsync());
    }

    [Fact]
    public async Task Html_in_any_field_is_shown_as_text_on_every_page()
    {
        var site = await DeskFormSite.OpenAsync();
        var wrong = new List<string>();
        foreach (var form in DeskForm.All.OrderBy(f => f.Ends))
        {
            var answer = await site.SendAsync(form, form.Fill(site, f => DeskForm.Word(f).Replace("<b>", Hostile, StringComparison.Ordinal)));

            wrong.AddRange(answer.Status < 500 ? Live(form.Route, answer.Page) : [$"{form.Route} answered {answer.Status}."]);
            if (form.Ends)
            {
                site.Dispose();
                site = await DeskFormSite.OpenAsync();
            }
        }

        foreach (var form in DeskForm.All.Where(f => !f.Ends))
        {
            await site.SendAsync(form, form.Fill(site, f => DeskForm.Word(f).Replace("<b>", Hostile, StringComparison.Ordinal)));
        }

        var seen = 0;
        foreach (var route in DeskFormSite.Routes(site.App, "GET").Where(r => !r.Contains("/desk/assets", StringComparison.Ordinal)))
        {
            using var answer = await site.Desk.GetAsync(site.Address(route));
            var page = await answer.Content.ReadAsStringAsync();
            seen += page.Contains("alert(1)", StringComparison.Ordinal) ? 1 : 0;
            wrong.AddRange((int)answer.StatusCode < 500 ? Live(route, page) : [$"{route} answered {answer.StatusCode}."]);
        }

        site.Dispose();
        Wrong(wrong);
        Assert.True(seen > 5, $"Only {seen} pages show what was typed.");
    }

    [Fact]
    public async Task A_form_about_a_post_that_was_deleted_meanwhile_says_so_and_gives_the_words_back()
    {
        using var site = await DeskFormSite.OpenAsync();
        var publisher = site.App.Get<Publisher>();
        var wrong = new List<string>();
        foreach (var form in DeskForm.All.Where(f => f.Route.StartsWith("/desk/deliveries/", StringComparison.Ordinal) || f.Route.Contains("/posts/{id", StringComparison.Ordinal) || f.Route.Contains("/write/{id", StringComparison.Ordinal)))
        {
            await publisher.DeleteAsync(site.Draft.Id, "test", default);
            await publisher.DeleteAsync(site.Published.Id, "test", default);

            var answer = await site.SendAsync(form, form.Fill(site, DeskForm.Word));

            wrong.AddRange(form.ForDeleted && answer.Status == 303 ? [] : Expect(site, form, answer, 404, "Nothing was changed.") is { Count: > 0 } ? Gone(site, form, answer) : []);
        }

        Wrong(wrong);
    }

    [Fact]
    public async Task A_stale_revision_never_wins_and_the_words_come_back()
    {
        using var site = await DeskFormSite.OpenAsync();
        var before = await site.TellAsync();
        var wrong = new List<string>();

        foreach (var form in DeskForm.All.Where(f => f.HasRevision))
        {
            var fields = form.Fill(site, DeskForm.Word);
            fields["revision"] = (int.Parse(fields["revision"], CultureInfo.InvariantCulture) - 1).ToString(CultureInfo.InvariantCulture);
            var answer = await site.SendAsync(form, fields);

            wrong.AddRange(Expect(site, form, answer, 409, form.StaysInPage ? "saved another version" : "Nothing was "));
        }

        Wrong(wrong);
        Assert.Equal((2, "Second words."), ((await site.Desk.FindAsync(site.Draft.Id)).Revision, (await site.Desk.FindAsync(site.Draft.Id)).Markdown));
        Assert.Equal(before, await site.TellAsync());
    }

    private static List<string> Gone(DeskFormSite site, DeskForm form, (int Status, string Where, string Page) answer) =>
        answer.Status is 404 or 409 or 410 && answer.Page.Length > 0 && Lost(site, form, answer.Page).Count == 0 ? [] : Expect(site, form, answer, 404, "Nothing was changed.");

    // The right status, a sentence, every word that was typed, and none of it alive.
    private static List<string> Expect(DeskFormSite site, DeskForm form, (int Status, string Where, string Page) answer, int status, string sentence)
    {
        var wrong = Live(form.Route, answer.Page).ToList();
        if (answer.Status != status || !DeskForm.Shows(answer.Page, sentence))
        {
            wrong.Add($"{form.Route} answered {answer.Status} {answer.Where}, not {status} with “{sentence}”.");
        }

        wrong.AddRange(Lost(site, form, answer.Page));
        return wrong;
    }

    private static List<string> Lost(DeskFormSite site, DeskForm form, string page) => form.StaysInPage
        ? []
        : [.. form.Fields(site).Where(f => !DeskForm.Shows(page, DeskForm.Word(f))).Select(f => $"{form.Route} lost what was typed into “{f}”: show it again, or add the field to {nameof(TypedWords)}.")];

    private static IEnumerable<string> Live(string route, string page) =>
        page.Contains("<script>alert", StringComparison.OrdinalIgnoreCase) || page.Contains("<img src=x", StringComparison.OrdinalIgnoreCase) || EventAttribute().IsMatch(page)
            ? [$"{route} runs what was typed."]
            : [];

    private static async Task<List<string>> SlippedAsync(DeskFormSite site, DeskForm? last)
    {
        var told = await site.TellAsync();
        var accounts = await site.App.Get<IAccountStore>().ListAsync(default);
        var draft = await site.Desk.FindAsync(site.Draft.Id);
        var wrong = told.Contains(Slipped, StringComparison.Ordinal) ? [$"Something slipped in ({last?.Route}): {told[Math.Max(0, told.IndexOf(Slipped, StringComparison.Ordinal) - 60)..][..90]}"] : new List<string>();
        wrong.AddRange(accounts.Count(a => a.Role == AccountRole.Owner) == 1 ? [] : [$"{last?.Route} made an owner."]);
        wrong.AddRange(draft.Status == PostStatus.Published && last?.Route.EndsWith("/review", StringComparison.Ordinal) != true ? [$"{last?.Route} published a draft."] : []);
        return wrong;
    }

    private static void Wrong(IEnumerable<string> sentences)
    {
        var all = sentences.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }

    [GeneratedRegex("<[a-z]([^<>\"]|\"[^\"]*\")* on[a-z]+=", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex EventAttribute();
}
