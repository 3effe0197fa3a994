using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Blog.Networks.X;
using Blog.Site;
using Blog.Syndication;
using Microsoft.Extensions.Logging;

namespace Blog.Rehearsal.X;

/// <summary>
/// The practice network of this blog: an emulator with one account, whose posts and token lie in <c>practice/x.json</c> of the data folder, so
/// that a timeline survives a restart. A file that can't be read or written costs the old posts, nothing else.
/// </summary>
public sealed partial class XPractice : IPracticeNetwork
{
    private readonly string _file;
    private readonly string _bearer;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private bool _isStored;

    /// <summary>Reads what an earlier run stored.</summary>
    public XPractice(DataFolder data, TimeProvider time, ILogger<XPractice> logger)
    {
        ArgumentNullException.ThrowIfNull(data);
        _file = Path.Combine(data.Path, "practice", "x.json");
        _logger = logger;
        Emulator = new XEmulator(time);
        Api = new XEmulatorApi(Emulator, time);
        var stored = Load();
        _bearer = stored?.Bearer ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        Account = Emulator.AddAccount(AccountId, "yourblog", "Your blog", _bearer);
        Emulator.Restore(stored?.Posts ?? []);
        Emulator.Changed += (_, _) => Save();
        _isStored = stored is not null;
    }

    /// <summary>The network.</summary>
    public XEmulator Emulator { get; }

    /// <summary>Its API.</summary>
    public XEmulatorApi Api { get; }

    /// <summary>The account that the blog practises with.</summary>
    public XAccount Account { get; }

    /// <inheritdoc/>
    public string Network => "x";

    /// <inheritdoc/>
    public string Name => "Practice X";

    /// <inheritdoc/>
    public string AccountId => "1000000001";

    /// <inheritdoc/>
    public string Secret
    {
        get
        {
            // A token that somebody keeps must be known after a restart; one that nobody asked for leaves no file behind.
            if (!_isStored)
            {
                Save();
            }

            return JsonSerializer.Serialize(new XSecret { Bearer = _bearer, Username = Account.Username }, XJson.Default.XSecret);
        }
    }

    private XStored? Load()
    {
        try
        {
            return File.Exists(_file) ? JsonSerializer.Deserialize(File.ReadAllBytes(_file), XStoredJson.Default.XStored) : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            Log.Unreadable(_logger, e, _file);
            return null;
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
                File.WriteAllBytes(whole, JsonSerializer.SerializeToUtf8Bytes(new XStored(_bearer, Emulator.Posts), XStoredJson.Default.XStored));
                File.Move(whole, _file, overwrite: true);
                _isStored = true;
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

/// <summary>What the file holds.</summary>
internal sealed record XStored(string Bearer, IReadOnlyList<XPost> Posts);

[JsonSerializable(typeof(XStored))]
internal sealed partial class XStoredJson : JsonSerializerContext;
