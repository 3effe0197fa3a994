using Blog.Media;

namespace Blog.Desk.Pictures;

/// <summary>The media library.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Problem">Why something was not stored; null: nothing is wrong.</param>
/// <param name="JustAdded">True right after an upload.</param>
public sealed record PicturesView(IReadOnlyList<MediaItem> Items, string? Problem, bool JustAdded);
