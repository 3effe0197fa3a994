namespace Blog.Desk.Frame;

/// <summary>A page that says what did not work.</summary>
/// <param name="Title">What happened.</param>
/// <param name="Text">What was kept, and what to do next.</param>
/// <param name="Kept">Words that were sent and not saved, by field.</param>
/// <param name="Link">Where to go on; null: nowhere.</param>
/// <param name="LinkWord">Its words.</param>
public sealed record ProblemView(string Title, string Text, IReadOnlyList<KeyValuePair<string, string>> Kept, string? Link, string? LinkWord);
