namespace Blog.Rehearsal.Wire;

/// <summary>
/// A network on this machine: its rules over a state of its own, without a socket. <see cref="EmulatorEndpoint"/> puts it on the wire and spoils
/// it by the <see cref="Weather"/>; <see cref="EmulatorTransport"/> lets the real adapter talk to it inside the process.
/// </summary>
public abstract class Emulator
{
    /// <summary>Key of the network: <c>x</c>.</summary>
    public abstract string Network { get; }

    /// <summary>Faults.</summary>
    public Weather Weather { get; } = new();

    /// <summary>After something that <see cref="Store"/> keeps has changed.</summary>
    public event EventHandler? Changed;

    /// <summary>What people would see, newest first; hidden posts are among them and say so.</summary>
    public abstract IReadOnlyList<ShownPost> Shown { get; }

    /// <summary>What the network answers. A call that no rule knows gets the network's own 404.</summary>
    public abstract WireReply Answer(WireCall call);

    /// <summary>Which faults concern a call.</summary>
    public abstract CallKinds KindOf(WireCall call);

    /// <summary>How the network words a refusal that a fault asks for (500, 503, 429 in its kinds, 401).</summary>
    public abstract WireReply Refusal(Fault fault);

    /// <summary>Makes the newest post invisible for strangers, as a network does that takes it for spam.</summary>
    public abstract void HideNewest();

    /// <summary>An uploaded image; null if there is none with this id.</summary>
    public abstract (byte[] Bytes, string MediaType)? Media(string id);

    /// <summary>The state as bytes: accounts, tokens, posts.</summary>
    public abstract byte[] Store();

    /// <summary>Takes over what <see cref="Store"/> gave. Throws <see cref="System.Text.Json.JsonException"/> if it is not that.</summary>
    public abstract void Restore(byte[] stored);

    /// <summary>Tells <see cref="Changed"/>; never called under a lock.</summary>
    protected void OnChanged() => Changed?.Invoke(this, EventArgs.Empty);
}

/// <summary>A post as the practice timeline shows it.</summary>
/// <param name="Id">As the network names it.</param>
/// <param name="Author">Name of the account.</param>
/// <param name="Handle">Handle or address of the account.</param>
/// <param name="Text">As people read it: markup of the network resolved.</param>
/// <param name="At">UTC.</param>
public sealed record ShownPost(string Id, string Author, string Handle, string Text, DateTimeOffset At)
{
    /// <summary>The link card; null: none.</summary>
    public ShownCard? Card { get; init; }

    /// <summary>Pictures in their order.</summary>
    public IReadOnlyList<ShownImage> Images { get; init; } = [];

    /// <summary>Post that this one answers; null: none.</summary>
    public string? InReplyTo { get; init; }

    /// <summary>Strangers can't see it.</summary>
    public bool IsHidden { get; init; }

    /// <summary>It was changed after it was made.</summary>
    public bool IsEdited { get; init; }
}

/// <summary>A link card.</summary>
/// <param name="Address">Where it leads.</param>
/// <param name="Title">Null where the network would read it from the page.</param>
/// <param name="Description">Same.</param>
/// <param name="ImageId">For <see cref="Emulator.Media"/>; null: no picture.</param>
public sealed record ShownCard(string Address, string? Title, string? Description, string? ImageId);

/// <summary>A picture of a post.</summary>
/// <param name="Id">For <see cref="Emulator.Media"/>.</param>
/// <param name="Alt">Description; empty if there is none.</param>
public sealed record ShownImage(string Id, string Alt);
