using System.Text.Json;
using System.Text.Json.Serialization;

namespace Blog.Rehearsal.X;

/// <summary>The state as it lies in a file.</summary>
internal sealed record XStored
{
    public required IReadOnlyList<XAccount> Accounts { get; init; }

    public required IReadOnlyList<XApp> Apps { get; init; }

    public required IReadOnlyDictionary<string, XToken> Tokens { get; init; }

    public required IReadOnlyDictionary<string, XRefreshToken> Refreshes { get; init; }

    public required IReadOnlyDictionary<string, XKeys> Keys { get; init; }

    public required IReadOnlyList<XPost> Posts { get; init; }

    public required IReadOnlyList<XStoredMedia> Media { get; init; }

    public static byte[] From(XState state) => JsonSerializer.SerializeToUtf8Bytes(
        new XStored
        {
            Accounts = state.Accounts,
            Apps = [.. state.Apps.Values],
            Tokens = state.Tokens,
            Refreshes = state.Refreshes,
            Keys = state.Keys,
            Posts = [.. state.Posts],
            Media = [.. state.Media.Values.Where(m => m.State == XMediaState.Ready).Select(m => new XStoredMedia(m.Id, m.AccountId, m.MediaType, m.Category, m.Bytes, m.Alt, m.ExpiresAt))],
        },
        XStoredJson.Default.XStored);

    /// <summary>Throws <see cref="JsonException"/> if it is something else.</summary>
    public static void Into(XState state, byte[] stored)
    {
        var read = JsonSerializer.Deserialize(stored, XStoredJson.Default.XStored) ?? throw new JsonException("It is empty.");
        if (read.Posts.FirstOrDefault(p => !p.Id.All(char.IsAsciiDigit) || p.Id.Length is 0 or > 19) is { } wrong)
        {
            throw new JsonException($"{wrong.Id} is no id of a post.");
        }

        state.Accounts.Clear();
        state.ForgetMedia();
        state.Accounts.AddRange(read.Accounts);
        read.Apps.ToList().ForEach(a => state.Apps[a.ClientId] = a);
        read.Tokens.ToList().ForEach(t => state.Tokens[t.Key] = t.Value);
        read.Refreshes.ToList().ForEach(t => state.Refreshes[t.Key] = t.Value);
        read.Keys.ToList().ForEach(k => state.Keys[k.Key] = k.Value);
        read.Posts.ToList().ForEach(state.Add);
        foreach (var m in read.Media)
        {
            var file = new XMediaFile
            {
                Id = m.Id,
                AccountId = m.AccountId,
                MediaType = m.MediaType,
                Category = m.Category,
                TotalBytes = m.Bytes.Length,
                ExpiresAt = m.ExpiresAt,
                Alt = m.Alt,
                State = XMediaState.Ready,
            };
            state.Keep(file, m.Bytes);
        }
    }
}

/// <summary>A picture in the file.</summary>
internal sealed record XStoredMedia(string Id, string AccountId, string MediaType, string Category, byte[] Bytes, string Alt, DateTimeOffset ExpiresAt);

[JsonSerializable(typeof(XStored))]
internal sealed partial class XStoredJson : JsonSerializerContext;
