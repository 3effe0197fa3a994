using System.Text.Json;
using Blog.Rehearsal.Wire;
using Blog.Site;
using Blog.Syndication;
using Microsoft.Extensions.Logging;

namespace Blog.Rehearsal;

/// <summary>What a network brings to be practised with.</summary>
/// <param name="NetworkName">As people call it: "X".</param>
/// <param name="AccountId">The account that the owner practises with.</param>
/// <param name="Emulator">New; what an earlier run stored is laid into it before <paramref name="Secret"/> is called.</param>
/// <param name="Secret">Keys of the account, as <see cref="ConnectedAccount.Secret"/>; makes both if they are not there.</param>
public sealed record PracticeParts(string NetworkName, string AccountId, Emulator Emulator, Func<string> Secret)
{
    /// <summary>Values of the connect form with which the network's app lets the blog in, by <see cref="ConnectField.Key"/>; null: the form can't be tried.</summary>
    public IReadOnlyDictionary<string, string>? Fields { get; init; }
}

/// <summary>
/// A practice network of this blog: an emulator whose state lies in <c>practice/KEY.json</c> of the data folder, so that a timeline survives a
/// restart. A file that can't be read or written costs the old posts, nothing else; nobody asking for keys leaves no file behind.
/// </summary>
public sealed partial class PracticeNetwork : IPracticeNetwork
{
    private readonly PracticeParts _parts;
    private readonly string _file;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();

    /// <summary>Reads what an earlier run stored.</summary>
    public PracticeNetwork(PracticeParts parts, DataFolder data, TimeProvider time, ILogger<PracticeNetwork> logger)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(data);
        _parts = parts;
        _file = Path.Combine(data.Path, "practice", parts.Emulator.Network + ".json");
        _logger = logger;
        Endpoint = new EmulatorEndpoint(parts.Emulator, time);
        Load();
        Emulator.Changed += (_, _) => Save();
    }

    /// <summary>The network.</summary>
    public Emulator Emulator => _parts.Emulator;

    /// <summary>Its API and pages.</summary>
    public EmulatorEndpoint Endpoint { get; }

    /// <inheritdoc/>
    public string Network => Emulator.Network;

    /// <summary>As people call the real one.</summary>
    public string NetworkName => _parts.NetworkName;

    /// <inheritdoc/>
    public string Name => "Practice " + NetworkName;

    /// <inheritdoc/>
    public string AccountId => _parts.AccountId;

    /// <inheritdoc/>
    public string Secret => _parts.Secret();

    /// <inheritdoc cref="PracticeParts.Fields"/>
    public IReadOnlyDictionary<string, string>? PracticeFields => _parts.Fields;

    private void Load()
    {
        try
        {
            if (File.Exists(_file))
            {
                Emulator.Restore(File.ReadAllBytes(_file));
            }
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            Log.Unreadable(_logger, e, _file);
        }
    }

    private void Save()
    {
        try
        {
            lock (_gate)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
                var whole = _file + ".new";
                File.WriteAllBytes(whole, Emulator.Store());
                File.Move(whole, _file, overwrite: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Unwritable(_logger, e, _file);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The practice timeline in {File} can't be read; it starts empty.")]
        public static partial void Unreadable(ILogger logger, Exception error, string file);

        [LoggerMessage(2, LogLevel.Warning, "The practice timeline can't be kept in {File}; it is gone after a restart.")]
        public static partial void Unwritable(ILogger logger, Exception error, string file);
    }
}
