namespace Blog.Syndication;

/// <summary>What the author filled in, and what the network sent back by the browser.</summary>
/// <param name="Way">See <see cref="ConnectWay.Key"/>.</param>
/// <param name="ApiBase">Where to call, without a slash at the end.</param>
/// <param name="WebBase">Where the pages are, without a slash at the end.</param>
/// <param name="Fields">Values by <see cref="ConnectField.Key"/>.</param>
public sealed record ConnectRequest(string Way, string ApiBase, string WebBase, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>Set once the browser came back.</summary>
    public ConsentAnswer? Consent { get; init; }

    /// <summary>A filled field, trimmed; null if it is empty.</summary>
    public string? Field(string key) => Fields.TryGetValue(key, out var value) && value.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>Never prints what was filled in.</summary>
    public override string ToString() => $"{Way} at {ApiBase}";
}

/// <summary>Where the browser comes back to.</summary>
/// <param name="Address">Absolute; must be registered with the network's app letter by letter.</param>
/// <param name="State">Random; the network sends it back.</param>
/// <param name="Verifier">Random, for PKCE (RFC 7636): 43 to 128 characters.</param>
public sealed record ConsentReturn(Uri Address, string State, string Verifier);

/// <summary>Answer of <see cref="INetwork.BeginConsent"/>: exactly one of the two is set.</summary>
/// <param name="Address">Where the browser goes.</param>
/// <param name="Problem">What is missing, for the author.</param>
public sealed record ConsentStart(Uri? Address, string? Problem);

/// <summary>What came back by the browser, with what was sent.</summary>
/// <param name="Back">As it was given to <see cref="INetwork.BeginConsent"/>.</param>
/// <param name="Query">Parameters of the address that the browser came back to: <c>code</c>, or <c>error</c> and its explanation.</param>
public sealed record ConsentAnswer(ConsentReturn Back, IReadOnlyDictionary<string, string> Query);

/// <summary>Answer of <see cref="INetwork.ConnectAsync"/>: a problem, or at least one account.</summary>
/// <param name="Problem">Null if it worked, else a sentence for the author with the remedy.</param>
/// <param name="Accounts">Accounts that the keys can post as; the author chooses if there are several.</param>
public sealed record ConnectResult(string? Problem, IReadOnlyList<ConnectedAccount> Accounts)
{
    /// <summary>A page of the network on which the author can do by hand what no program can; null: none.</summary>
    public Uri? ByHand { get; init; }

    /// <summary>It did not work.</summary>
    public static ConnectResult Failed(string problem) => new(problem, []);
}

/// <summary>An account that can be posted as.</summary>
/// <param name="Id">On the network.</param>
/// <param name="Name">Handle or page name.</param>
/// <param name="Kind">What it is, in one or two words for the author: "Page", "your profile", "company page".</param>
/// <param name="Secret">What to keep, in the clear; the caller protects it.</param>
public sealed record ConnectedAccount(string Id, string Name, string Kind, string Secret)
{
    /// <summary>UTC end of the keys that no refresh can move; null: none is known.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>UTC moment from which new keys should be asked for with <see cref="INetwork.RefreshAsync"/>; null: never.</summary>
    public DateTimeOffset? RefreshAt { get; init; }

    /// <summary>Something the author should know although it works: "only you see what this app posts".</summary>
    public string? Notice { get; init; }

    /// <summary>Never prints the secret.</summary>
    public override string ToString() => Name;
}

/// <summary>What a test of a connection showed. Closed.</summary>
public abstract record TestResult
{
    private TestResult()
    {
    }

    /// <summary>The keys belong to the account and may write.</summary>
    public sealed record MayWrite : TestResult;

    /// <summary>They may not: the author must do something.</summary>
    /// <param name="Reason">For the author, with the remedy.</param>
    public sealed record MayNot(string Reason) : TestResult;

    /// <summary>The network could not be asked now; that proves nothing.</summary>
    /// <param name="Reason">For the author.</param>
    public sealed record CannotTell(string Reason) : TestResult;
}

/// <summary>What became of a refresh. Closed.</summary>
public abstract record RefreshResult
{
    private RefreshResult()
    {
    }

    /// <summary>New keys; the old ones may be dead.</summary>
    public sealed record Refreshed(string Secret, DateTimeOffset? RefreshAt, DateTimeOffset? EndsAt) : RefreshResult
    {
        /// <summary>Never prints the secret.</summary>
        public override string ToString() => nameof(Refreshed);
    }

    /// <summary>The network refuses for good: the author must connect again.</summary>
    public sealed record Refused(string Reason) : RefreshResult;

    /// <summary>Not now; the old keys stay what they are.</summary>
    public sealed record Later(string Reason) : RefreshResult;

    /// <summary>These keys have no refresh.</summary>
    public sealed record NotPossible : RefreshResult;
}
