using Blog.Homecoming;
using Blog.Posts;
using Blog.Syndication;

namespace Blog.Desk.Home;

/// <summary>The desk's first page: what needs the author, and nothing that doesn't.</summary>
/// <param name="Troubles">Copies that need a word or wait for something.</param>
/// <param name="Drafts">Newest drafts.</param>
/// <param name="Scheduled">What goes out by itself.</param>
/// <param name="Recent">Newest published posts.</param>
/// <param name="HasTargets">Whether any network is connected.</param>
/// <param name="Problems">Files of the content folder that could not be brought in.</param>
public sealed record HomeView(
    IReadOnlyList<TroubleView> Troubles, IReadOnlyList<PostSummary> Drafts, IReadOnlyList<PostSummary> Scheduled, IReadOnlyList<PostSummary> Recent,
    bool HasTargets, IReadOnlyList<ImportNote> Problems)
{
    /// <summary>True on the very first day.</summary>
    public bool IsNew => Drafts.Count == 0 && Scheduled.Count == 0 && Recent.Count == 0 && Troubles.Count == 0 && Problems.Count == 0;
}

/// <summary>A copy that needs the author, or waits.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="PostName">Title or first words.</param>
/// <param name="NetworkName">As people call the network.</param>
public sealed record TroubleView(Delivery Delivery, string PostName, string NetworkName);
