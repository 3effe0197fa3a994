namespace Blog.Themes;

/// <summary>What a template says, in the same terms for every template language; only <see cref="ThemeCheck"/> reads it.</summary>
/// <param name="Line">From 1.</param>
public abstract record TemplateNode(int Line);

/// <summary>Text of the template itself.</summary>
public sealed record TextNode(int Line, string Text) : TemplateNode(Line);

/// <summary>Writes a value.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Value">What is written.</param>
/// <param name="IsRaw">Without escaping.</param>
public sealed record OutputNode(int Line, TemplateExpression Value, bool IsRaw) : TemplateNode(Line);

/// <summary>Draws another template.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Name">Name inside <c>partials/</c>; null if it is computed.</param>
/// <param name="Context">What it is drawn for; null: the same as here.</param>
public sealed record PartialNode(int Line, string? Name, TemplateExpression? Context) : TemplateNode(Line);

/// <summary>A part that is drawn under a condition, for each member of a list, or for another value.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Name"><c>if</c>, <c>unless</c>, <c>each</c>, <c>with</c>, or a name that the language does not know.</param>
/// <param name="Arguments">What decides.</param>
/// <param name="Body">First part.</param>
/// <param name="Otherwise">Part after <c>else</c>.</param>
public sealed record BlockNode(
    int Line, string Name, IReadOnlyList<TemplateExpression> Arguments, IReadOnlyList<TemplateNode> Body, IReadOnlyList<TemplateNode> Otherwise)
    : TemplateNode(Line);

/// <summary>A value in a template.</summary>
public abstract record TemplateExpression;

/// <summary>A field: <c>post.title</c>, <c>this</c>, <c>../name</c>, <c>@root.site</c>.</summary>
public sealed record PathExpression(string Path) : TemplateExpression;

/// <summary>A string, a number, true or false.</summary>
public sealed record LiteralExpression(string Text) : TemplateExpression;

/// <summary>A function with its arguments.</summary>
public sealed record CallExpression(string Function, IReadOnlyList<TemplateExpression> Arguments) : TemplateExpression;
