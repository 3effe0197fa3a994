namespace Blog.Accounts;

/// <summary>Where to go after signing in: a path of the desk and nothing else.</summary>
internal static class LocalReturn
{
    public const string Desk = "/desk";

    /// <summary>
    /// The path if it lies under <c>/desk</c>, else <c>/desk</c>. An allow-list, so that <c>//evil</c>, <c>/\evil</c>,
    /// <c>/%2Fevil</c>, a tab or a line break never reach the Location header.
    /// </summary>
    public static string From(string? path) =>
        path is not null
        && (path == Desk || path.StartsWith("/desk/", StringComparison.Ordinal) || path.StartsWith("/desk?", StringComparison.Ordinal))
        && path.All(c => c is > ' ' and < '\u007f' and not '\\')
        && !path.Contains("//", StringComparison.Ordinal)
        && !path.Contains("..", StringComparison.Ordinal)
        && !path.Contains("%2f", StringComparison.OrdinalIgnoreCase)
        && !path.Contains("%5c", StringComparison.OrdinalIgnoreCase)
            ? path
            : Desk;
}
