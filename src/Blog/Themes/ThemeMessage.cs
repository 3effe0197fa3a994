namespace Blog.Themes;

/// <summary>How much a message of <see cref="ThemeCheck"/> matters.</summary>
public enum ThemeLevel
{
    /// <summary>Works; could be better.</summary>
    Recommendation,

    /// <summary>Works, but some readers or programs get less.</summary>
    Warning,

    /// <summary>Something is shown wrongly, not at all, or unsafely.</summary>
    Error,

    /// <summary>The theme can't be used.</summary>
    Fatal,
}

/// <summary>One finding about a theme.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="File">Path inside the theme.</param>
/// <param name="Line">From 1; null if it concerns the whole file.</param>
/// <param name="Text">What is wrong and what to do.</param>
public sealed record ThemeMessage(ThemeLevel Level, string File, int? Line, string Text)
{
    /// <summary><c>error: partials/head.hbs, line 4: …</c></summary>
    public override string ToString() =>
        Line is null ? $"{Level.ToString().ToLowerInvariant()}: {File}: {Text}" : $"{Level.ToString().ToLowerInvariant()}: {File}, line {Line}: {Text}";
}
