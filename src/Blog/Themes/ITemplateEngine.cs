namespace Blog.Themes;

/// <summary>A template language, chosen by the file extension of a theme's templates.</summary>
public interface ITemplateEngine
{
    /// <summary>With the dot: <c>.hbs</c>.</summary>
    string Extension { get; }

    /// <summary>Takes over a theme's templates. Nothing is compiled before it is needed or <see cref="ITemplateSet.Compile"/> asks for it.</summary>
    ITemplateSet Open(Theme theme);

    /// <summary>What a template says, for <see cref="ThemeCheck"/>. Never throws: what can't be read is left out.</summary>
    IReadOnlyList<TemplateNode> Parse(TemplateSource source);
}

/// <summary>The templates of one theme. Safe to use from many threads.</summary>
public interface ITemplateSet
{
    /// <summary>
    /// Compiles a template or partial (<c>partials/head</c>) unless that is done already. Throws <see cref="TemplateException"/> with file,
    /// line and reason.
    /// </summary>
    void Compile(string template);

    /// <summary>Makes what is compiled so far draw as fast as it can; takes a while and changes nothing else.</summary>
    void Finish();

    /// <summary>
    /// Writes the layout, and in it the page's own template. Strings are escaped, <see cref="Markup"/> is written as it is.
    /// Throws <see cref="TemplateException"/>.
    /// </summary>
    void Render(RenderScope scope, TextWriter output);
}

/// <summary>What a template's functions may know beside their arguments.</summary>
/// <param name="Theme">The theme that draws.</param>
/// <param name="View">The page.</param>
/// <param name="Words">The theme's own words, in the best language it has for this page.</param>
public sealed record RenderScope(Theme Theme, PageView View, Words Words);

/// <summary>A template can't be compiled or drawn. The message names file, line (if known) and reason.</summary>
public sealed class TemplateException(string file, int? line, string reason, Exception? inner = null)
    : Exception(line is null ? $"{file}: {reason}" : $"{file}, line {line}: {reason}", inner)
{
    /// <summary>Path inside the theme's folder.</summary>
    public string File { get; } = file;

    /// <summary>From 1; null if unknown.</summary>
    public int? Line { get; } = line;

    /// <summary>What is wrong.</summary>
    public string Reason { get; } = reason;
}
