using System.Text.RegularExpressions;
using Blog.Syndication;

namespace Blog.Networks.Facebook;

/// <summary>
/// Reads the addresses under which Facebook shows a post: <c>/PAGE/posts/ID</c>, <c>/PAGE/posts/WORDS/ID</c>, <c>/permalink.php?story_fbid=ID</c>,
/// <c>/story.php?story_fbid=ID</c>, <c>/PAGE_ID</c>, each with a comment in <c>comment_id</c>. An id is digits or an opaque <c>pfbid…</c>, which the API may
/// refuse: then a change of the copy says so.
/// </summary>
internal static partial class FacebookLinks
{
    /// <summary>True for an opaque id below a Page.</summary>
    public static bool IsOpaque(string id) => id.Split('_') is [var page, var post] && page.All(char.IsAsciiDigit) && Opaque().IsMatch(post);

    /// <summary>See <see cref="INetwork.ReadLink"/>.</summary>
    public static RemoteCopy? Read(string pasted, SyndicationTarget target, FacebookFacts facts)
    {
        if (PostOf(pasted.Trim()) is { } bare)
        {
            return new RemoteCopy(Whole(bare, target), null);
        }

        if (PastedLink.Read(pasted, facts.PostHosts, target) is not { } link)
        {
            return null;
        }

        var named = link.Segments switch
        {
            ["permalink.php" or "story.php", ..] => link.Asked("story_fbid"),
            [_, "posts", .., var last] => last,
            ["status", var id] => id,
            [var id] when id.Contains('_', StringComparison.Ordinal) => id,
            _ => null,
        };
        if (PostOf(named) is not { } post)
        {
            return null;
        }

        return link.Asked("comment_id") is { } comment
            ? FacebookAnswers.IsId(comment) && !comment.Contains('_', StringComparison.Ordinal) ? new RemoteCopy($"{post.Split('_')[^1]}_{comment}", link.Address.AbsoluteUri) : null
            : new RemoteCopy(Whole(post, target), link.Address.AbsoluteUri);
    }

    private static string? PostOf(string? id) => id is not null && (FacebookAnswers.IsId(id) || Opaque().IsMatch(id) || IsOpaque(id)) ? id : null;

    // The API names a post together with its Page.
    private static string Whole(string post, SyndicationTarget target) => post.Contains('_', StringComparison.Ordinal) ? post : $"{target.RemoteAccountId}_{post}";

    [GeneratedRegex("^pfbid[A-Za-z0-9]{10,120}$", RegexOptions.NonBacktracking)]
    private static partial Regex Opaque();
}
