namespace Blog.Accounts.Pages;

/// <summary>Why signing in did not work, or can't.</summary>
public enum SignInProblem
{
    /// <summary>It was not tried yet.</summary>
    None,

    /// <summary>Address and password do not belong together.</summary>
    Wrong,

    /// <summary>Too many tries from here.</summary>
    Resting,

    /// <summary>The session ended while something was sent.</summary>
    SessionEnded,

    /// <summary>There is no account at all.</summary>
    NoOwner,
}

/// <summary>The sign-in page.</summary>
/// <param name="Email">As typed.</param>
/// <param name="ReturnUrl">Where to go then; a path of the desk.</param>
/// <param name="Problem">See <see cref="SignInProblem"/>.</param>
/// <param name="Until">UTC end of the rest.</param>
/// <param name="Left">Tries left from here.</param>
/// <param name="Kept">Words that were sent when the session had ended.</param>
public sealed record SignInView(
    string Email, string ReturnUrl, SignInProblem Problem, DateTimeOffset? Until, int Left, IReadOnlyList<KeyValuePair<string, string>> Kept);
