using System.Globalization;
using System.Security.Cryptography;
using Blog.Networks.X;
using Blog.Rehearsal.Wire;

namespace Blog.Rehearsal.X;

/// <summary>What the emulator knows; every use of it is under the emulator's lock.</summary>
internal sealed class XState(TimeProvider time)
{
    private const int MaxMediaBytes = 32 * 1024 * 1024;

    private long _lastId;
    private long _mediaBytes;

    /// <summary>The oldest posts above this give way.</summary>
    public int MaxPosts { get; set; } = 1000;

    public List<XAccount> Accounts { get; } = [];

    public Dictionary<string, XApp> Apps { get; } = [];

    public Dictionary<string, XToken> Tokens { get; } = [];

    public Dictionary<string, XRefreshToken> Refreshes { get; } = [];

    public Dictionary<string, XKeys> Keys { get; } = [];

    public Shelf<XPost> Posts { get; } = new(p => p.Id, p => p.AccountId);

    public List<XPost> Deleted { get; } = [];

    public Dictionary<string, XMediaFile> Media { get; } = [];

    /// <summary>Grows with every change that is kept.</summary>
    public int Version { get; private set; }

    public DateTimeOffset Now => time.GetUtcNow();

    public static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    public static long Order(string id) => long.Parse(id, CultureInfo.InvariantCulture);

    public void Touch() => Version++;

    public XAccount? Account(string id) => Accounts.FirstOrDefault(a => a.Id == id);

    public XPost? Post(string id) => Posts.Find(id);

    /// <summary>The post at the top of a conversation.</summary>
    public string Root(XPost post)
    {
        var at = post;
        while (at.InReplyTo is { } parent)
        {
            if ((Post(parent) ?? Deleted.FirstOrDefault(p => p.Id == parent)) is not { } above)
            {
                return parent;
            }

            at = above;
        }

        return at.Id;
    }

    public void Add(XPost post)
    {
        Posts.Add(post);
        if (Posts.Count > MaxPosts)
        {
            Posts.Remove(Posts.Oldest!);
        }

        Learn(post.Id);
        Touch();
    }

    public void Change(XPost post, Func<XPost, XPost> change)
    {
        Posts.Replace(post, change(post));
        Touch();
    }

    /// <summary>Keeps an upload. Memory and file stay small: the oldest pictures lose their bytes first.</summary>
    public void Keep(XMediaFile file, byte[] bytes)
    {
        Media[file.Id] = file;
        _mediaBytes += bytes.Length - file.Bytes.Length;
        file.Bytes = bytes;
        if (_mediaBytes <= MaxMediaBytes)
        {
            return;
        }

        foreach (var old in Media.Values.OrderBy(m => Order(m.Id)).TakeWhile(_ => _mediaBytes > MaxMediaBytes))
        {
            _mediaBytes -= old.Bytes.Length;
            old.Bytes = [];
        }
    }

    /// <summary>Forgets every upload.</summary>
    public void ForgetMedia()
    {
        Media.Clear();
        _mediaBytes = 0;
    }

    // As the real ids: time in the upper bits, growing.
    public string NextId()
    {
        _lastId = Math.Max(_lastId + 1, (Now.ToUnixTimeMilliseconds() - 1_288_834_974_657) << 22);
        return _lastId.ToString(CultureInfo.InvariantCulture);
    }

    public void Learn(string id) => _lastId = Math.Max(_lastId, Order(id));
}

/// <summary>An access token of OAuth 2.0.</summary>
/// <param name="AccountId">Empty: it acts for an app alone.</param>
/// <param name="Scopes">Rights.</param>
/// <param name="EndsAt">UTC; null: never, as only a test or practice has it.</param>
/// <param name="ClientId">App; null: made by a test or practice.</param>
internal sealed record XToken(string AccountId, IReadOnlyList<string> Scopes, DateTimeOffset? EndsAt, string? ClientId);

/// <summary>A refresh token, good for one use.</summary>
internal sealed record XRefreshToken(string AccountId, string ClientId, IReadOnlyList<string> Scopes, string AccessToken);

/// <summary>Four keys of OAuth 1.0a.</summary>
internal sealed record XKeys(OAuth1Keys Keys, string AccountId, bool IsReadOnly);

/// <summary>Where an upload stands.</summary>
internal enum XMediaState
{
    Uploading,
    Processing,
    Failed,
    Ready,
}

/// <summary>An upload.</summary>
internal sealed class XMediaFile
{
    public required string Id { get; init; }

    public required string AccountId { get; init; }

    public required string MediaType { get; init; }

    public required string Category { get; init; }

    public required long TotalBytes { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public SortedDictionary<int, byte[]> Segments { get; } = [];

    public byte[] Bytes { get; set; } = [];

    public string Alt { get; set; } = "";

    public XMediaState State { get; set; } = XMediaState.Uploading;

    /// <summary>Looks until the processing is over.</summary>
    public int LooksLeft { get; set; }

    public string Key => (Category == "tweet_gif" ? "16_" : "3_") + Id;
}
