using AngleSharp.Html.Parser;
using Blog.Posts;
using Blog.Syndication;

namespace Blog.Desk.Publishing;

/// <summary>How much a line of the checklist matters.</summary>
public enum CheckKind
{
    /// <summary>Better mended first; nothing is forbidden.</summary>
    Mend,

    /// <summary>Good to know.</summary>
    Know,

    /// <summary>Looked at, and well.</summary>
    Good,
}

/// <summary>A line of the checklist before publishing.</summary>
/// <param name="Kind">How much it matters.</param>
/// <param name="What">A sentence.</param>
/// <param name="Then">What it means; null: nothing more to say.</param>
/// <param name="Link">Where to mend it; null: nowhere.</param>
/// <param name="LinkWord">What the link says.</param>
public sealed record ReviewCheck(CheckKind Kind, string What, string? Then = null, string? Link = null, string? LinkWord = null);

/// <summary>A reviewed post with what was chosen for it.</summary>
/// <param name="Post">As it will stand.</param>
/// <param name="Chosen">Accounts that get a copy.</param>
/// <param name="HomeAt">UTC moment at which it is live.</param>
/// <param name="Zone">Zone of the post.</param>
internal sealed record Reviewed(Post Post, IReadOnlyList<TargetView> Chosen, DateTimeOffset HomeAt, TimeZoneInfo Zone);

/// <summary>Looks a post over before it goes. Calls nobody; what was found out about links that lead elsewhere is known already or not said.</summary>
internal sealed class ReviewChecks(PostLinks links, OutsideLinks outside)
{
    private const int MostNamed = 4;

    /// <summary>All that is to be said, what is to be mended first.</summary>
    public async Task<IReadOnlyList<ReviewCheck>> MakeAsync(Shell shell, Reviewed reviewed, CancellationToken ct)
    {
        var words = shell.Words;
        var text = $"/desk/write/{reviewed.Post.Id}";
        var checks = new List<ReviewCheck>();
        checks.AddRange(OfText(words, reviewed.Post, text));
        checks.AddRange((await links.DeadAsync(reviewed.Post, ct)).Select(d => Dead(words, d, text)));
        checks.AddRange(Outside(words, reviewed.Post, text));
        checks.AddRange(OfCopies(shell, reviewed));
        return [.. checks.OrderBy(c => c.Kind)];
    }

    /// <summary>Links that lead elsewhere and that nobody has looked at lately.</summary>
    public IReadOnlyList<Uri> Unseen(Post post) => [.. links.Outside(post).Take(OutsideLinks.Most).Where(u => outside.Find(u) is null)];

    /// <summary>Looks at them now.</summary>
    public Task LookAsync(Post post, CancellationToken ct) => outside.LookAsync(links.Outside(post), ct);

    private static IEnumerable<ReviewCheck> OfText(Words words, Post post, string text)
    {
        if (string.IsNullOrWhiteSpace(post.Markdown))
        {
            yield return new ReviewCheck(CheckKind.Mend, words.Say("There is no text yet."), words.Say("Readers would see the title alone."), text, words.Say("Write it"));
        }

        if (Undescribed(post.Html) is { Count: > 0 } bare)
        {
            var what = bare.Count == 1 ? words.Say("One picture has no description.") : words.Say("{0} pictures have no description.", bare.Count);
            yield return new ReviewCheck(CheckKind.Mend, what, words.Say("{0}. People who can’t see it would hear “image”.", Named(bare)), text, words.Say("Describe it"));
        }

        if (post.Cover is { Alt.Length: 0 })
        {
            yield return new ReviewCheck(CheckKind.Mend, words.Say("The cover has no description."), words.Say("Say in a few words what it shows."), text + "#f-alt", words.Say("Describe it"));
        }

        if (OpenMarks.Count(post) is > 0 and var open)
        {
            var what = open == 1 ? words.Say("One TK stands in the text.") : words.Say("{0} TKs stand in the text.", open);
            yield return new ReviewCheck(CheckKind.Mend, what, words.Say("Something was still to come there."), text, words.Say("Find it"));
        }
        else
        {
            yield return new ReviewCheck(CheckKind.Good, words.Say("No TK is left in the text."));
        }
    }

    private static ReviewCheck Dead(Words words, DeadLink link, string text) => new(
        CheckKind.Mend,
        words.Say("The link to {0} leads nowhere.", link.Address),
        link.Why switch
        {
            DeadEnd.Deleted => words.Say("That post was deleted; its address says so for ever."),
            DeadEnd.NotPublic => words.Say("That post is not public yet: readers would get “not found”."),
            _ => words.Say("Nothing on this site has that address."),
        },
        text,
        words.Say("Mend it"));

    private IEnumerable<ReviewCheck> Outside(Words words, Post post, string text)
    {
        var seen = links.Outside(post).Select(u => (Address: u, Look: outside.Find(u))).ToList();
        foreach (var (address, _) in seen.Where(s => s.Look == LinkLook.Dead))
        {
            yield return new ReviewCheck(CheckKind.Mend, words.Say("The link to {0} leads nowhere.", address.AbsoluteUri), words.Say("The server there says that the page is not found."), text, words.Say("Mend it"));
        }

        if (seen.Where(s => s.Look == LinkLook.Unclear).Select(s => s.Address.Host).Distinct().ToList() is { Count: > 0 } unclear)
        {
            yield return new ReviewCheck(CheckKind.Know, words.Say("It could not be told whether these links answer: {0}.", Named(unclear)), words.Say("Open them yourself if you are not sure."));
        }

        if (seen.Count(s => s.Look == LinkLook.Answers) is > 0 and var well)
        {
            yield return new ReviewCheck(CheckKind.Good, well == 1 ? words.Say("One link that leads elsewhere answers.") : words.Say("{0} links that lead elsewhere answer.", well));
        }
    }

    private static IEnumerable<ReviewCheck> OfCopies(Shell shell, Reviewed reviewed)
    {
        var words = shell.Words;
        var chosen = reviewed.Chosen;
        foreach (var target in chosen)
        {
            var name = Outlook.NameOf(target, chosen);
            if (target.Preview is { TooLong: { } part } preview)
            {
                yield return new ReviewCheck(CheckKind.Mend, words.Say("The text for {0} is too long by {1}.", name, part.Length - preview.Network.MaxLength), words.Say("{0} would refuse it. The other copies go out all the same.", name), target.EditAt, words.Say("Shorten it"));
            }
            else if (target.Preview is { Refusal: { } refusal })
            {
                yield return new ReviewCheck(CheckKind.Mend, words.Say("{0} would not take it.", name), words.Say(refusal), target.EditAt, words.Say("Mend it"));
            }

            if (target.Target is { State: TargetState.Connected, EndsAt: { } end } && (TargetEnd.IsNear(target.Target, shell.Now) || end <= target.GoesAt(reviewed.HomeAt)))
            {
                var before = end <= target.GoesAt(reviewed.HomeAt);
                var days = TargetEnd.DaysLeft(end, shell.Now);
                var what = days == 1 ? words.Say("The access to {0} ends within a day.", name) : words.Say("The access to {0} ends in {1} days.", name, days);
                var then = before ? words.Say("This copy would go out after that: it would be held until you sign in again.") : words.Say("This copy goes out before that.");
                yield return new ReviewCheck(before ? CheckKind.Mend : CheckKind.Know, what, then, "/desk/networks", words.Say("Reconnect"));
            }
        }

        foreach (var twins in TargetView.Twins(chosen))
        {
            yield return new ReviewCheck(CheckKind.Know, words.Say("{0} would say the same words.", string.Join(", ", twins.Select(t => t.NetworkName))), words.Say("They may; who follows you on both reads them twice."));
        }

        var firm = chosen.Where(t => t.Preview is { Network.CanEdit: false }).ToList();
        if (firm.Count > 0)
        {
            var soft = chosen.Where(t => t.Preview is { Network.CanEdit: true }).ToList();
            var can = soft.Count == 0 ? null : words.Say("{0} can be.", words.List([.. soft.Select(t => Outlook.NameOf(t, chosen))]));
            yield return new ReviewCheck(
                CheckKind.Know,
                words.Say("Once out, the copy on {0} can’t be edited.", words.List([.. firm.Select(t => Outlook.NameOf(t, chosen))])),
                string.Join(' ', new[] { words.Say("It can be answered with a correction, or taken away."), can }.OfType<string>()));
        }
    }

    // Only named pictures: an empty name in our own HTML is one that nobody described.
    private static List<string> Undescribed(string html)
    {
        if (!html.Contains("<img", StringComparison.Ordinal))
        {
            return [];
        }

        using var page = new HtmlParser().ParseDocument(html);
        return [.. page.QuerySelectorAll("img").Where(i => string.IsNullOrWhiteSpace(i.GetAttribute("alt"))).Select(i => i.GetAttribute("src") ?? "").Select(s => s[(s.LastIndexOf('/') + 1)..])];
    }

    private static string Named(List<string> names) => string.Join(", ", names.Take(MostNamed)) + (names.Count > MostNamed ? " …" : "");
}
