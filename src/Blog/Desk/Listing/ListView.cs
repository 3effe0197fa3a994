using Blog.Posts;

namespace Blog.Desk.Listing;

/// <summary>The list of posts.</summary>
/// <param name="Page">One screenful.</param>
/// <param name="Abroad">How the copies of a post fare; absent: it lives only at home.</param>
/// <param name="Status">Filter; null: all but deleted.</param>
/// <param name="Search">Words looked for.</param>
/// <param name="IsFirst">False past the first screenful.</param>
public sealed record ListView(PostPage Page, IReadOnlyDictionary<Guid, AbroadSign> Abroad, PostStatus? Status, string? Search, bool IsFirst);

/// <summary>The copies of a post in one sign: the one that most needs the author.</summary>
/// <param name="Sign">Picture, word and tone of that state.</param>
/// <param name="Count">Copies in it.</param>
public sealed record AbroadSign(Sign Sign, int Count);
