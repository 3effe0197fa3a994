using System.Net;

namespace Blog.Tests.Security;

/// <summary>A form of the desk, as the table of bad input knows it.</summary>
/// <param name="Route">Its address as the program maps it.</param>
/// <param name="Typed">Fields in which people type words; <c>{target}</c> stands for the id of the connected account.</param>
/// <param name="Also">Further fields of a good request, as <c>name=value&amp;name=value</c>.</param>
public sealed record DeskForm(string Route, string Typed = "", string Also = "")
{
    /// <summary>What the end of a long text is known by; nothing of the desk says it.</summary>
    public const string End = "the-very-last-word";

    /// <summary>Has the revision that was edited: an older one must not win.</summary>
    public bool HasRevision { get; init; }

    /// <summary>About a public post, where others are about a draft.</summary>
    public bool OfPublic { get; init; }

    /// <summary>Sent by a script, or into a frame beside the text: the words stay in the page that sent them.</summary>
    public bool StaysInPage { get; init; }

    /// <summary>Ends a sign-in or takes something away: a site of its own for it.</summary>
    public bool Ends { get; init; }

    /// <summary>Makes sense for a post that is deleted, too.</summary>
    public bool ForDeleted { get; init; }

    /// <summary>Open to people without an account.</summary>
    public bool IsOpen { get; init; }

    /// <summary>All forms: a new POST of the desk gets a line here.</summary>
    public static IReadOnlyList<DeskForm> All { get; } =
    [
        new("/sign-in", "", "email=ines@refuge.example&password=wrong one here") { IsOpen = true },
        new("/sign-out") { Ends = true },
        new("/setup/{token}", "site name mail", "language=en&zone=Europe/Madrid&password=nine centimetres of snow") { IsOpen = true },
        new("/invite/{token}", "name mail", "password=nine centimetres of snow") { IsOpen = true, Ends = true },

        new("/desk/write", "title markdown slug excerpt tags alt", "language=en&zone=Europe/Madrid&do=save&revision=0"),
        new("/desk/write/{id:guid}", "title markdown slug excerpt tags alt", "language=en&zone=Europe/Madrid&do=save") { HasRevision = true },
        new("/desk/write/keep", "title markdown slug excerpt tags alt", "language=en&zone=Europe/Madrid&revision=0") { StaysInPage = true },
        new("/desk/write/{id:guid}/keep", "title markdown slug excerpt tags alt", "language=en&zone=Europe/Madrid") { HasRevision = true, StaysInPage = true },
        new("/desk/write/{id:guid}/drop") { ForDeleted = true },
        new("/desk/write/{id:guid}/abroad", "text-{target} comment-{target}", "do=save&kind-{target}=own&send-{target}=yes&when-{target}=post"),
        new("/desk/preview", "title markdown excerpt tags alt", "language=en&zone=Europe/Madrid") { StaysInPage = true },

        new("/desk/posts/{id:guid}/review", "text-{target}", "as=post&target={target}") { HasRevision = true, Ends = true },
        new("/desk/posts/{id:guid}/send", "text-{target}", "target={target}") { OfPublic = true },
        new("/desk/posts/{id:guid}/correct", "words-{copy} answer-{copy}", "do-{copy}=leave") { OfPublic = true },
        new("/desk/posts/{id:guid}/unpublish") { OfPublic = true, ForDeleted = true, Ends = true },
        new("/desk/posts/{id:guid}/delete") { ForDeleted = true, Ends = true },
        new("/desk/posts/{id:guid}/preview-link"),
        new("/desk/posts/{id:guid}/preview-link/revoke"),
        new("/desk/posts/{id:guid}/revisions/{number:int}/restore"),

        new("/desk/posts/bulk", "tag", "do=tag&post={draft}"),
        new("/desk/posts/bulk/{id:guid}/undo") { ForDeleted = true },
        new("/desk/calendar/{id:guid}", "", "date=2027-03-02&time=09:00&view=month") { HasRevision = true },

        new("/desk/deliveries/{id:guid}/words", "words"),
        new("/desk/deliveries/{id:guid}/found", "link"),
        new("/desk/deliveries/{id:guid}/stop") { ForDeleted = true },
        new("/desk/deliveries/{id:guid}/again") { ForDeleted = true },
        new("/desk/deliveries/{id:guid}/absent") { ForDeleted = true },
        new("/desk/deliveries/{id:guid}/check") { ForDeleted = true },
        new("/desk/deliveries/{id:guid}/withdraw") { ForDeleted = true },

        new("/desk/media"),
        new("/desk/media/{id:guid}/alt", "alt"),
        new("/desk/media/{id:guid}/replace"),
        new("/desk/media/{id:guid}/delete", "", "known=yes&uses=0") { Ends = true },

        new("/desk/networks/{id:guid}/pause"),
        new("/desk/networks/{id:guid}/rehearsal", "", "minutes=15"),
        new("/desk/networks/{id:guid}/rehearsal/end"),
        new("/desk/networks/{id:guid}/resume"),
        new("/desk/networks/{id:guid}/disconnect") { Ends = true },
        new("/desk/networks/{id:guid}/style", "template"),
        new("/desk/networks/{id:guid}/test"),
        new("/desk/networks/outbox"),
        new("/desk/networks/connect/{key}"),
        new("/desk/networks/connect/{key}/choose"),

        new("/desk/people/invite", "whom", "role=Author"),
        new("/desk/people/invitations/{id:guid}/revoke") { Ends = true },
        new("/desk/people/{id:guid}/role", "", "role=Editor"),
        new("/desk/people/{id:guid}/remove") { Ends = true },

        new("/desk/settings/profile", "name bio links"),
        new("/desk/settings/password", "", "current=wrong one here&password=another nine centimetres"),
        new("/desk/settings/sign-out-everywhere") { Ends = true },
        new("/desk/settings/site", "title tagline navigation", "language=en&zone=Europe/Madrid&perPage=10"),
    ];

    /// <summary>The fields of a good request, with <paramref name="say"/> in every field that takes words.</summary>
    internal Dictionary<string, string> Fill(DeskFormSite site, Func<string, string> say)
    {
        var fields = Also.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => site.Name(p[1]));
        foreach (var field in Fields(site))
        {
            fields[field] = say(field);
        }

        if (HasRevision)
        {
            fields["revision"] = site.RevisionOf(this);
        }

        return fields;
    }

    internal IEnumerable<string> Fields(DeskFormSite site) => Typed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(site.Name);

    /// <summary>Words that fit into the field and are known again.</summary>
    internal static string Word(string field) => field switch
    {
        "navigation" => $"Mine <b> {field} = /about",
        "links" => "https://ines.example.com/<b>links",
        "link" => "https://ines.example.com/<b>link",
        "template" => "Mine <b> template {link}",
        "mail" => "mine@refuge.example",
        _ => $"Mine <b> {field}",
    };

    /// <summary>What a person reads on a page that shows <paramref name="typed"/>.</summary>
    internal static bool Shows(string page, string typed) => WebUtility.HtmlDecode(page).ReplaceLineEndings("\n").Contains(typed, StringComparison.Ordinal);
}
