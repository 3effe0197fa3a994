using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Blog.Networks.X;

namespace Blog.Rehearsal.X;

/// <summary>An account of the emulator.</summary>
public sealed record XAccount(string Id, string Username, string Name);

/// <summary>A post as the emulator stored it.</summary>
/// <param name="Id">Digits.</param>
/// <param name="AccountId">Whose.</param>
/// <param name="Text">As it was sent.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record XPost(string Id, string AccountId, string Text, DateTimeOffset CreatedAt);

/// <summary>
/// X on this machine: accounts, tokens and posts with the rules of the real one (weighted length, refusal of unknown members and of
/// duplicates, rewritten links, both namings of fields). Its state can be read, so that a test asserts on what the network stored.
/// </summary>
public sealed class XEmulator(TimeProvider time)
{
    private const int MaxPosts = 1000;
    private static readonly string[] PostMembers =
    [
        "text", "media", "reply", "quote_tweet_id", "poll", "reply_settings", "community_id", "share_with_followers", "geo", "nullcast",
        "for_super_followers_only", "card_uri", "direct_message_deep_link", "made_with_ai", "paid_partnership", "edit_options",
    ];

    private readonly Lock _gate = new();
    private readonly List<XAccount> _accounts = [];
    private readonly Dictionary<string, string> _bearers = [];
    private readonly Dictionary<string, (OAuth1Keys Keys, string AccountId)> _keys = [];
    private readonly List<XPost> _posts = [];
    private long _lastId;

    /// <summary>Faults.</summary>
    public XWeather Weather { get; } = new();

    /// <summary>After a post was made or deleted.</summary>
    public event EventHandler? Changed;

    /// <summary>Posts that are there now, oldest first.</summary>
    public IReadOnlyList<XPost> Posts
    {
        get
        {
            lock (_gate)
            {
                return [.. _posts];
            }
        }
    }

    /// <summary>Adds an account that <paramref name="bearer"/> acts for.</summary>
    public XAccount AddAccount(string id, string username, string name, string bearer)
    {
        var account = new XAccount(id, username, name);
        lock (_gate)
        {
            _accounts.Add(account);
            _bearers[bearer] = id;
        }

        return account;
    }

    /// <summary>Lets four keys act for an account.</summary>
    public void AddKeys(XAccount account, OAuth1Keys keys)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(keys);
        lock (_gate)
        {
            _keys[keys.AccessToken] = (keys, account.Id);
        }
    }

    /// <summary>Ends every key and token.</summary>
    public void RevokeAll()
    {
        lock (_gate)
        {
            _bearers.Clear();
            _keys.Clear();
        }
    }

    /// <summary>Puts back what an earlier run stored.</summary>
    public void Restore(IEnumerable<XPost> posts)
    {
        lock (_gate)
        {
            _posts.AddRange(posts);
            _lastId = _posts.Select(p => long.Parse(p.Id, CultureInfo.InvariantCulture)).DefaultIfEmpty().Max();
        }
    }

    /// <summary>The account that an Authorization header acts for; null if it is not good.</summary>
    internal XAccount? Authenticate(string method, Uri address, string authorization)
    {
        lock (_gate)
        {
            var id = authorization.StartsWith("Bearer ", StringComparison.Ordinal) ? _bearers.GetValueOrDefault(authorization["Bearer ".Length..])
                : authorization.StartsWith("OAuth ", StringComparison.Ordinal) ? Verified(method, address, authorization["OAuth ".Length..])
                : null;
            return _accounts.FirstOrDefault(a => a.Id == id);
        }
    }

    internal XReply Me(XAccount account) => XReply.Json(200, new JsonObject
    {
        ["data"] = new JsonObject { ["id"] = account.Id, ["name"] = account.Name, ["username"] = account.Username },
    });

    internal XReply Create(XAccount account, byte[] body)
    {
        JsonObject? asked;
        try
        {
            asked = JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            asked = null;
        }

        if (asked is null)
        {
            return XReply.Invalid("The request body is not a JSON object.");
        }

        if (asked.FirstOrDefault(m => !PostMembers.Contains(m.Key)) is { Key: { } unknown })
        {
            return XReply.Invalid($"$.{unknown}: is not defined in the schema and the schema does not allow additional properties");
        }

        if (asked["text"] is not JsonValue value || !value.TryGetValue<string>(out var text) || !WeightedText.IsAllowed(text))
        {
            return XReply.Invalid("$.text: is missing or holds what is no text");
        }

        if (WeightedText.Measure(text) > 280)
        {
            return XReply.Problem(403, "Forbidden", "You are not permitted to perform this action.");
        }

        XPost post;
        lock (_gate)
        {
            if (_posts.Any(p => p.AccountId == account.Id && p.Text == text))
            {
                return XReply.Problem(403, "Forbidden", "You are not allowed to create a Tweet with duplicate content.");
            }

            post = new XPost(NextId(), account.Id, text, time.GetUtcNow());
            _posts.Add(post);
            if (_posts.Count > MaxPosts)
            {
                _posts.RemoveAt(0);
            }
        }

        Changed?.Invoke(this, EventArgs.Empty);
        return XReply.Json(201, new JsonObject
        {
            ["data"] = new JsonObject { ["id"] = post.Id, ["text"] = Rewritten(post).Text, ["edit_history_tweet_ids"] = new JsonArray(post.Id) },
        });
    }

    internal XReply Delete(XAccount account, string id)
    {
        lock (_gate)
        {
            if (_posts.RemoveAll(p => p.Id == id && p.AccountId == account.Id) == 0)
            {
                return XReply.Problem(404, "Not Found Error", $"Could not find tweet with id: [{id}].", "https://api.twitter.com/2/problems/resource-not-found");
            }
        }

        Changed?.Invoke(this, EventArgs.Empty);
        return XReply.Json(200, new JsonObject { ["data"] = new JsonObject { ["deleted"] = true } });
    }

    /// <summary>Posts of an account, newest first, in the naming of the parameter that asked.</summary>
    internal XReply Timeline(string accountId, XTimelineQuery query)
    {
        lock (_gate)
        {
            var visible = _posts
                .Where(p => p.AccountId == accountId && p.CreatedAt + Weather.TimelineLag <= time.GetUtcNow())
                .Where(p => p.CreatedAt >= query.Since)
                .OrderByDescending(p => long.Parse(p.Id, CultureInfo.InvariantCulture))
                .ToList();
            var page = visible.Skip(query.Offset).Take(query.Size).ToList();
            var meta = new JsonObject { ["result_count"] = page.Count };
            var answer = new JsonObject { ["meta"] = meta };
            if (page.Count == 0)
            {
                return XReply.Json(200, answer);
            }

            answer["data"] = new JsonArray([.. page.Select(p => Shown(p, query))]);
            meta["newest_id"] = page[0].Id;
            meta["oldest_id"] = page[^1].Id;
            if (visible.Count > query.Offset + page.Count)
            {
                meta["next_token"] = (query.Offset + page.Count).ToString(CultureInfo.InvariantCulture);
            }

            return XReply.Json(200, answer);
        }
    }

    private static JsonObject Shown(XPost post, XTimelineQuery query)
    {
        var (text, urls) = Rewritten(post);
        var shown = new JsonObject
        {
            ["id"] = post.Id,
            ["text"] = text,
            [query.IsNewNaming ? "edit_history_post_ids" : "edit_history_tweet_ids"] = new JsonArray(post.Id),
        };
        if (query.Fields.Contains("created_at"))
        {
            shown["created_at"] = post.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        }

        if (query.Fields.Contains("public_metrics"))
        {
            shown["public_metrics"] = new JsonObject { [query.IsNewNaming ? "repost_count" : "retweet_count"] = 0, ["reply_count"] = 0, ["like_count"] = 0 };
        }

        if (query.Fields.Contains("entities") && urls.Count > 0)
        {
            shown["entities"] = new JsonObject { ["urls"] = urls };
        }

        return shown;
    }

    // As the real one: what it takes for a link is replaced by a short one, and the text comes back HTML-escaped.
    private static (string Text, JsonArray Urls) Rewritten(XPost post)
    {
        var source = post.Text.Normalize();
        var text = new StringBuilder();
        var urls = new JsonArray();
        var at = 0;
        foreach (var link in LinkScanner.Find(source).Where(l => l.IsCertain))
        {
            text.Append(WebUtility.HtmlEncode(source[at..link.Start]));
            var original = source.Substring(link.Start, link.Length);
            var shortened = $"https://t.co/{long.Parse(post.Id, CultureInfo.InvariantCulture) % 1_000_000_000:D9}{urls.Count}";
            urls.Add(new JsonObject
            {
                ["start"] = text.Length,
                ["end"] = text.Length + shortened.Length,
                ["url"] = shortened,
                ["expanded_url"] = original.Contains("://", StringComparison.Ordinal) ? original : "http://" + original,
                ["display_url"] = original,
            });
            text.Append(shortened);
            at = link.Start + link.Length;
        }

        text.Append(WebUtility.HtmlEncode(source[at..]));
        return (text.ToString(), urls);
    }

    private string? Verified(string method, Uri address, string header)
    {
        var parameters = header.Split(',')
            .Select(p => p.Trim().Split('=', 2))
            .Where(p => p.Length == 2)
            .Select(p => new KeyValuePair<string, string>(Uri.UnescapeDataString(p[0]), Uri.UnescapeDataString(p[1].Trim('"'))))
            .ToList();
        var token = parameters.FirstOrDefault(p => p.Key == "oauth_token").Value;
        var signature = parameters.FirstOrDefault(p => p.Key == "oauth_signature").Value;
        if (token is null || !_keys.TryGetValue(token, out var known) || parameters.FirstOrDefault(p => p.Key == "oauth_consumer_key").Value != known.Keys.ApiKey)
        {
            return null;
        }

        var signed = OAuth1.BaseString(method, address, parameters.Where(p => p.Key != "oauth_signature"));
        return OAuth1.Sign(signed, known.Keys.ApiSecret, known.Keys.AccessTokenSecret) == signature ? known.AccountId : null;
    }

    // As the real ids: time in the upper bits, growing.
    private string NextId()
    {
        _lastId = Math.Max(_lastId + 1, (time.GetUtcNow().ToUnixTimeMilliseconds() - 1_288_834_974_657) << 22);
        return _lastId.ToString(CultureInfo.InvariantCulture);
    }
}

/// <summary>What a timeline is asked for.</summary>
internal sealed record XTimelineQuery(int Size, int Offset, DateTimeOffset Since, IReadOnlyList<string> Fields, bool IsNewNaming);
