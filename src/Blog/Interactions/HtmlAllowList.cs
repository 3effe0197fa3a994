using System.Buffers;
using System.Collections.Frozen;

namespace Blog.Interactions;

/// <summary>What becomes of an element.</summary>
internal enum TagFate
{
    /// <summary>Its tags go, its content stays.</summary>
    Unwrap,

    /// <summary>Stays with its listed attributes.</summary>
    Keep,

    /// <summary>Goes with all that is in it: its content is code, data or a control, never prose.</summary>
    Drop,
}

/// <summary>One element of the allow-list.</summary>
/// <param name="Fate">What becomes of it.</param>
/// <param name="Name">The name it is written with.</param>
/// <param name="IsBlock">Separates words in the plain text.</param>
/// <param name="IsVoid">Has no content and no end tag.</param>
/// <param name="Attributes">Attributes beside the global ones.</param>
internal sealed record TagRule(TagFate Fate, string Name, bool IsBlock = false, bool IsVoid = false, string[]? Attributes = null);

/// <summary>The allow-lists of the two policies. Whatever is not named here is unwrapped; foreign namespaces are dropped whole.</summary>
internal static class HtmlAllowList
{
    private static readonly string[] Dropped =
    [
        "script", "style", "template", "noscript", "iframe", "frame", "frameset", "xmp", "noembed", "noframes", "plaintext", "textarea",
        "title", "select", "option", "optgroup", "datalist", "form", "button", "object", "embed", "applet", "param", "svg", "math", "head",
        "base", "basefont", "bgsound", "link", "meta", "input", "keygen", "isindex", "canvas", "dialog", "portal", "fencedframe",
    ];

    private static readonly FrozenDictionary<string, TagRule> Author = Build(
        phrasing: "abbr b bdi bdo cite code del dfn em i ins kbd mark q rp rt ruby s samp small span strong sub sup time u var",
        blocks: "address aside blockquote dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre section summary table caption thead tbody tfoot tr th td ul",
        voids: "br wbr",
        renamed: "strike=s tt=code acronym=abbr center=div article=div main=div header=div footer=div nav=div hgroup=div listing=pre menu=ul dir=ul",
        attributes: new()
        {
            ["a"] = ["href", "hreflang"],
            ["blockquote"] = ["cite"],
            ["q"] = ["cite"],
            ["del"] = ["datetime"],
            ["ins"] = ["datetime"],
            ["time"] = ["datetime"],
            ["details"] = ["open"],
            ["ol"] = ["start", "type", "reversed"],
            ["li"] = ["value"],
            ["th"] = ["colspan", "rowspan", "scope"],
            ["td"] = ["colspan", "rowspan"],
            ["source"] = ["src", "type"],
            ["track"] = ["src", "kind", "srclang", "label", "default"],
        },
        special: "a img video audio source track");

    private static readonly FrozenDictionary<string, TagRule> Guest = Build(
        phrasing: "code em strong",
        blocks: "blockquote li ol p pre ul",
        voids: "br",
        renamed: "b=strong i=em tt=code",
        attributes: new() { ["a"] = ["href"] },
        special: "a");

    private static readonly FrozenSet<string> Classes = FrozenSet.ToFrozenSet(
    [
        "hl-k", "hl-s", "hl-n", "hl-f", "hl-c", "hl-d", "scroll", "footnotes", "ref", "math", "wide", "embed",
        "contains-task-list", "task-list-item", "ta-l", "ta-c", "ta-r",
    ]);

    private static readonly FrozenSet<string> Roles = FrozenSet.ToFrozenSet(["doc-noteref", "doc-backlink", "doc-endnotes", "region"]);

    private static readonly FrozenSet<string> Relations = FrozenSet.ToFrozenSet(["nofollow", "sponsored", "ugc", "noopener", "noreferrer", "license", "author"]);

    private static readonly SearchValues<char> LanguageName = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789+#.-_");

    private static readonly TagRule Unknown = new(TagFate.Unwrap, "");

    /// <summary>The rule for an element of the HTML namespace.</summary>
    public static TagRule For(string localName, HtmlPolicy policy) =>
        (policy == HtmlPolicy.Author ? Author : Guest).GetValueOrDefault(localName, Unknown);

    /// <summary>True for a class that this program styles itself; any other could imitate the theme or microformats.</summary>
    public static bool IsClass(string name, string tag) => Classes.Contains(name) || (tag == "code" && IsLanguageClass(name));

    /// <summary>True for a role that belongs to writing.</summary>
    public static bool IsRole(string role) => Roles.Contains(role);

    /// <summary>True for a link relation that says something about the target only.</summary>
    public static bool IsRelation(string relation) => Relations.Contains(relation);

    private static bool IsLanguageClass(string name) =>
        name.StartsWith("language-", StringComparison.Ordinal) && name.Length is > 9 and <= 40
        && !name.AsSpan(9).ContainsAnyExcept(LanguageName);

    private static FrozenDictionary<string, TagRule> Build(
        string phrasing, string blocks, string voids, string renamed, Dictionary<string, string[]> attributes, string special)
    {
        var rules = Dropped.ToDictionary(name => name, name => new TagRule(TagFate.Drop, name));
        void Keep(string name, string written, bool isBlock, bool isVoid) =>
            rules[name] = new TagRule(TagFate.Keep, written, isBlock, isVoid, attributes.GetValueOrDefault(written));

        foreach (var name in phrasing.Split(' '))
        {
            Keep(name, name, isBlock: false, isVoid: false);
        }

        foreach (var name in blocks.Split(' '))
        {
            Keep(name, name, isBlock: true, isVoid: name == "hr");
        }

        foreach (var name in voids.Split(' '))
        {
            Keep(name, name, isBlock: false, isVoid: true);
        }

        foreach (var name in special.Split(' '))
        {
            Keep(name, name, isBlock: name is "video" or "audio", isVoid: name is "img" or "source" or "track");
        }

        foreach (var pair in renamed.Split(' '))
        {
            var (from, to) = (pair[..pair.IndexOf('=', StringComparison.Ordinal)], pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            Keep(from, to, rules[to].IsBlock, isVoid: false);
        }

        // Block elements that are only unwrapped still end a line of the plain text.
        foreach (var name in (string[])["div", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "dt", "dd", "table", "figure", "figcaption", "details", "summary"])
        {
            rules.TryAdd(name, new TagRule(TagFate.Unwrap, name, IsBlock: true));
        }

        return rules.ToFrozenDictionary();
    }
}
