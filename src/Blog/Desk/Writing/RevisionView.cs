using Blog.Posts;

namespace Blog.Desk.Writing;

/// <summary>Every save of a post.</summary>
/// <param name="Post">The post as it is.</param>
/// <param name="Revisions">Newest first.</param>
/// <param name="Shown">The one that is opened; null: none.</param>
/// <param name="Changes">What is different in the opened one against the post as it is, line by line; null: too large to compare.</param>
public sealed record RevisionView(Post Post, IReadOnlyList<PostRevision> Revisions, PostRevision? Shown, IReadOnlyList<LineChange>? Changes);

/// <summary>A line of a comparison.</summary>
/// <param name="Kind"><c>=</c> the same, <c>-</c> only in the older text, <c>+</c> only in the newer.</param>
/// <param name="Text">The line.</param>
public readonly record struct LineChange(char Kind, string Text);
