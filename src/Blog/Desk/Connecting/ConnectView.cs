using Blog.Syndication;

namespace Blog.Desk.Connecting;

/// <summary>The connect form, drawn from the network's own description.</summary>
/// <param name="Network">The network.</param>
/// <param name="Way">The way that is shown.</param>
/// <param name="IsPractice">For the practice network of this machine.</param>
/// <param name="OffersPractice">Whether there is one.</param>
/// <param name="Callback">Address to register with the network's app.</param>
/// <param name="Typed">What was typed, without secrets; or what the practice network takes.</param>
/// <param name="Errors">Sentence by field; <c>network</c> for what the network said.</param>
public sealed record ConnectView(
    NetworkDescriptor Network, ConnectWay Way, bool IsPractice, bool OffersPractice, string Callback,
    IReadOnlyDictionary<string, string> Typed, IReadOnlyDictionary<string, string> Errors)
{
    /// <summary>See <see cref="ConnectResult.ByHand"/>.</summary>
    public Uri? ByHand { get; init; }

    /// <summary>Address of the form.</summary>
    public string Address => To(Way, IsPractice);

    /// <summary>Address of another way, or of the other place.</summary>
    public string To(ConnectWay way, bool isPractice) => $"/desk/networks/connect/{Network.Key}?way={way.Key}{(isPractice ? "&at=practice" : "")}";
}

/// <summary>The page that leads to the network: a form must not, because a browser checks where a form ends up.</summary>
/// <param name="Network">The network.</param>
/// <param name="Address">Its consent page.</param>
/// <param name="Callback">Where the browser is to come back to.</param>
public sealed record LeaveView(NetworkDescriptor Network, Uri Address, string Callback);

/// <summary>Several accounts, of which the author chooses.</summary>
/// <param name="Network">The network.</param>
/// <param name="Accounts">What can be posted as.</param>
/// <param name="Known">Account ids that are connected already.</param>
/// <param name="Problem">Why it did not work; null if it was not tried.</param>
public sealed record ChooseView(NetworkDescriptor Network, IReadOnlyList<ChoiceView> Accounts, IReadOnlySet<string> Known, string? Problem);

/// <summary>One of them; its keys stay on the server.</summary>
/// <param name="Id">On the network.</param>
/// <param name="Name">Handle or page name.</param>
/// <param name="Kind">See <see cref="ConnectedAccount.Kind"/>.</param>
/// <param name="Notice">See <see cref="ConnectedAccount.Notice"/>.</param>
public sealed record ChoiceView(string Id, string Name, string Kind, string? Notice);
