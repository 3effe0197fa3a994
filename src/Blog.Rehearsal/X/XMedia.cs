using System.Globalization;
using System.Text.Json.Nodes;
using Blog.Rehearsal.Wire;

namespace Blog.Rehearsal.X;

/// <summary>Uploads, whole or in segments, and their descriptions. The emulator's lock is held.</summary>
internal sealed class XMedia(XState state)
{
    private const int MaxAlt = 1000;
    private const long MaxImage = 5 * 1024 * 1024;
    private const long MaxGif = 15 * 1024 * 1024;

    private static readonly string[] ImageTypes = ["image/jpeg", "image/bmp", "image/png", "image/webp", "image/pjpeg", "image/tiff"];

    /// <summary>Life of an upload.</summary>
    public TimeSpan Life { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How often the state must be asked for before a picture is ready; 0: it is at once.</summary>
    public int ProcessingLooks { get; set; }

    /// <summary>Seconds that X asks to be given before the next look.</summary>
    public int CheckAfterSeconds { get; set; } = 1;

    /// <summary>The processing ends in failure.</summary>
    public bool ProcessingFails { get; set; }

    public WireReply OneShot(XAccount account, WireCall call)
    {
        var json = XForm.Json(call);
        var parts = XForm.Multipart(call);
        var category = json?["media_category"]?.ToString() ?? Text(parts, "media_category");
        var bytes = json is not null ? Base64(json["media"]) : parts?.GetValueOrDefault("media");
        if (json?.FirstOrDefault(m => m.Key is not ("media" or "media_category" or "additional_owners")) is { Key: { } unknown })
        {
            return XProblems.UnknownMember(unknown);
        }

        if (bytes is not { Length: > 0 } || category is not ("tweet_image" or "tweet_gif") || Sniff(bytes) is not { } type || !Fits(type, category) || bytes.Length > Max(category))
        {
            return XProblems.Invalid("media or media_category is not valid");
        }

        var file = New(account, type, category, bytes.Length);
        return Finish(file, bytes);
    }

    public WireReply Initialize(XAccount account, WireCall call)
    {
        if (XForm.Json(call) is not { } asked)
        {
            return XProblems.Invalid("The request body is not a JSON object.");
        }

        if (asked.FirstOrDefault(m => m.Key is not ("media_type" or "total_bytes" or "media_category" or "shared" or "additional_owners")) is { Key: { } unknown })
        {
            return XProblems.UnknownMember(unknown);
        }

        var type = asked["media_type"]?.ToString() ?? "";
        var category = asked["media_category"]?.ToString() ?? "tweet_image";
        if (asked["total_bytes"] is not JsonValue size || !size.TryGetValue<long>(out var total) || total <= 0 || !Fits(type, category) || total > Max(category))
        {
            return XProblems.Invalid("media_type, total_bytes or media_category is not valid");
        }

        var file = New(account, type, category, total);
        return Data(new JsonObject { ["id"] = file.Id, ["media_key"] = file.Key, ["expires_after_secs"] = Left(file) });
    }

    public WireReply Append(XAccount account, string id, WireCall call)
    {
        var json = XForm.Json(call);
        var parts = XForm.Multipart(call);
        var bytes = json is not null ? Base64(json["media"]) : parts?.GetValueOrDefault("media");
        var index = json?["segment_index"]?.ToString() ?? Text(parts, "segment_index");
        if (Own(account, id) is not { State: XMediaState.Uploading } file || bytes is not { Length: > 0 }
            || !int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var segment) || segment > 999)
        {
            return XProblems.Invalid("The upload, its media or segment_index is not valid");
        }

        file.Segments[segment] = bytes;
        return Data(new JsonObject { ["expires_at"] = file.ExpiresAt.ToUnixTimeSeconds() });
    }

    public WireReply Finalize(XAccount account, string id)
    {
        if (Own(account, id) is not { State: XMediaState.Uploading } file)
        {
            return XProblems.Invalid("The upload is not valid");
        }

        var whole = file.Segments.Values.SelectMany(s => s).ToArray();
        if (whole.Length != file.TotalBytes || !file.Segments.Keys.SequenceEqual(Enumerable.Range(0, file.Segments.Count)) || Sniff(whole) is not { } type || !Fits(type, file.Category))
        {
            state.Media.Remove(id);
            return XProblems.Invalid("The segments do not make up the announced media");
        }

        file.Segments.Clear();
        return Finish(file, whole);
    }

    public WireReply Status(XAccount account, WireCall call)
    {
        if (call.Asked("command") is not (null or "STATUS") || Own(account, call.Asked("media_id") ?? "") is not { State: not XMediaState.Uploading } file)
        {
            return XProblems.Invalid("media_id or command is not valid");
        }

        if (file.State == XMediaState.Processing && --file.LooksLeft <= 0)
        {
            file.State = ProcessingFails ? XMediaState.Failed : XMediaState.Ready;
            state.Touch();
        }

        return Data(Shown(file));
    }

    public WireReply Describe(XAccount account, WireCall call)
    {
        if (XForm.Json(call) is not { } asked || asked.FirstOrDefault(m => m.Key is not ("id" or "metadata")) is { Key: not null })
        {
            return XProblems.Invalid("The request body is not valid");
        }

        var text = XForm.At(asked, "metadata", "alt_text", "text")?.ToString();
        if (Own(account, asked["id"]?.ToString() ?? "") is not { State: XMediaState.Ready or XMediaState.Processing } file || text is null || text.Length > MaxAlt)
        {
            return XProblems.Invalid("id or metadata.alt_text.text is not valid");
        }

        file.Alt = text;
        state.Touch();
        return Data(new JsonObject { ["id"] = file.Id, ["associated_metadata"] = new JsonObject { ["alt_text"] = new JsonObject { ["text"] = text } } });
    }

    private XMediaFile New(XAccount account, string type, string category, long total)
    {
        var file = new XMediaFile { Id = state.NextId(), AccountId = account.Id, MediaType = type, Category = category, TotalBytes = total, ExpiresAt = state.Now + Life };
        return state.Media[file.Id] = file;
    }

    private XMediaFile? Own(XAccount account, string id) =>
        state.Media.GetValueOrDefault(id) is { } file && file.AccountId == account.Id && file.ExpiresAt > state.Now ? file : null;

    private WireReply Finish(XMediaFile file, byte[] bytes)
    {
        file.LooksLeft = ProcessingLooks;
        file.State = ProcessingLooks > 0 ? XMediaState.Processing : XMediaState.Ready;
        state.Keep(file, bytes);
        state.Touch();
        return Data(Shown(file));
    }

    private JsonObject Shown(XMediaFile file)
    {
        var shown = new JsonObject
        {
            ["id"] = file.Id,
            ["media_key"] = file.Key,
            ["size"] = file.TotalBytes,
            ["expires_after_secs"] = Left(file),
            ["image"] = new JsonObject { ["image_type"] = file.MediaType },
        };
        if (file.State != XMediaState.Ready || ProcessingLooks > 0)
        {
            shown["processing_info"] = file.State switch
            {
                XMediaState.Ready => new JsonObject { ["state"] = "succeeded", ["progress_percent"] = 100 },
                XMediaState.Failed => new JsonObject { ["state"] = "failed" },
                _ => new JsonObject { ["state"] = file.LooksLeft == ProcessingLooks ? "pending" : "in_progress", ["check_after_secs"] = CheckAfterSeconds },
            };
        }

        return shown;
    }

    private long Left(XMediaFile file) => (long)(file.ExpiresAt - state.Now).TotalSeconds;

    private static WireReply Data(JsonObject data) => WireReply.Json(200, new JsonObject { ["data"] = data });

    private static long Max(string category) => category == "tweet_gif" ? MaxGif : MaxImage;

    private static bool Fits(string type, string category) => category switch
    {
        "tweet_image" => ImageTypes.Contains(type),
        "tweet_gif" => type == "image/gif",
        _ => false,
    };

    private static string? Sniff(byte[] bytes) => bytes switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "image/gif",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        [(byte)'B', (byte)'M', ..] => "image/bmp",
        [(byte)'I', (byte)'I', 0x2A, 0, ..] or [(byte)'M', (byte)'M', 0, 0x2A, ..] => "image/tiff",
        _ => null,
    };

    private static string? Text(Dictionary<string, byte[]>? parts, string name) =>
        parts?.TryGetValue(name, out var value) == true ? System.Text.Encoding.UTF8.GetString(value) : null;

    private static byte[]? Base64(JsonNode? node)
    {
        var text = node?.ToString() ?? "";
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var count) ? bytes[..count] : null;
    }
}
