using Blog.Interactions;
using Blog.Posts;

namespace Blog.Desk.Publishing;

/// <summary>What is lost with a copy, as far as it is known here.</summary>
/// <param name="Likes">Likes and reposts.</param>
/// <param name="Answers">Answers.</param>
public sealed record CopyPrice(int Likes, int Answers)
{
    /// <summary>As a sentence, the link with it.</summary>
    public string Say(Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return (Likes, Answers) switch
        {
            (0, 0) => words.Say("Its likes and answers there are lost with it; none are known here."),
            (var likes, 0) => likes == 1 ? words.Say("Loses one like there.") : words.Say("Loses {0} likes there.", likes),
            (0, var answers) => answers == 1 ? words.Say("Loses one answer there. Here it stays.") : words.Say("Loses {0} answers there. Here they stay.", answers),
            var (likes, answers) => words.Say("Loses there: likes {0}, answers {1}. Here they stay.", likes, answers),
        };
    }
}

/// <summary>Counts what came in for the copies of a post.</summary>
internal sealed class CopyPrices(IInteractionStore interactions)
{
    // More than this and the exact number no longer decides anything.
    private const int MostCounted = 1000;

    /// <summary>By network key; a network from which nothing came is missing.</summary>
    public async Task<IReadOnlyDictionary<string, CopyPrice>> ReadAsync(Post post, CancellationToken ct) =>
        (await interactions.ListVisibleAsync(post.Id, null, MostCounted, ct))
            .Where(i => i.State == InteractionState.Visible)
            .GroupBy(i => i.Origin)
            .ToDictionary(g => g.Key, g => new CopyPrice(
                g.Count(i => i.Kind is InteractionKind.Like or InteractionKind.Repost or InteractionKind.Bookmark),
                g.Count(i => i.Kind is InteractionKind.Reply or InteractionKind.Comment or InteractionKind.Mention)));
}
