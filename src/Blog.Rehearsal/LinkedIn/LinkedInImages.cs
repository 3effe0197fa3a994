using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Blog.Media;
using Blog.Rehearsal.Wire;

namespace Blog.Rehearsal.LinkedIn;

/// <summary>The Images API and the place that pictures are brought to.</summary>
internal sealed class LinkedInImages(LinkedInRules rules, TimeProvider time)
{
    private const long TooManyPixels = 36_152_320;
    private static readonly TimeSpan PlaceLife = TimeSpan.FromHours(24);
    private static readonly string[] Kinds = ["image/jpeg", "image/png", "image/gif"];

    public WireReply Answer(LinkedInState state, WireCall call, LinkedInCaller caller) => (call.Segments, caller.Method) switch
    {
        (["rest", "images"], "action") => Begin(state, call, caller),
        (["rest", "images", var urn], "get") => Get(state, caller, urn),
        _ => LinkedInErrors.NotFound(),
    };

    /// <summary>Takes the bytes. Needs the token, unlike other places of its kind.</summary>
    public WireReply Take(LinkedInState state, WireCall call, string id)
    {
        if (call.Method != "PUT")
        {
            return LinkedInErrors.NotFound();
        }

        if (rules.Refused(state, call, out var token) is { } refused)
        {
            return refused;
        }

        var urn = "urn:li:image:" + id;
        if (state.Images.Find(urn) is not { } image)
        {
            return LinkedInErrors.NotFound();
        }

        var now = time.GetUtcNow();
        if (image.UploadUntil <= now)
        {
            return LinkedInErrors.ExpiredUpload();
        }

        if (!rules.MayWrite(state, new LinkedInCaller(token!, "", "update"), image.Owner))
        {
            return LinkedInErrors.Denied("images.UPLOAD", "");
        }

        if (call.Body.Length == 0)
        {
            return LinkedInErrors.BadRequest("No bytes");
        }

        var taken = image with
        {
            Bytes = call.Body,
            MediaType = call.Header("Content-Type"),
            ReadyAt = now + rules.Settings.Processing,
            IsBad = IsBad(call.Body),
        };
        state.Images.Replace(image, taken);
        return WireReply.Empty(201);
    }

    private WireReply Begin(LinkedInState state, WireCall call, LinkedInCaller caller)
    {
        if (call.Asked("action") != "initializeUpload" || LinkedInRules.Body(call) is not { } body)
        {
            return LinkedInErrors.BadJson();
        }

        if (LinkedInRules.Text(body["initializeUploadRequest"]?["owner"]) is not { } owner)
        {
            return LinkedInErrors.Schema([("/initializeUploadRequest/owner", "field is required but not found and has no default value")]);
        }

        if (!rules.MayWrite(state, caller, owner))
        {
            return LinkedInErrors.Denied("images.ACTION-initializeUpload", caller.Version);
        }

        var id = "C4E10AQ" + Convert.ToHexString(RandomNumberGenerator.GetBytes(8));
        var image = new LinkedInStoredImage("urn:li:image:" + id, owner, time.GetUtcNow() + PlaceLife);
        state.Images.Add(image);
        return WireReply.Json(200, new JsonObject
        {
            ["value"] = new JsonObject
            {
                ["uploadUrlExpiresAt"] = image.UploadUntil.ToUnixTimeMilliseconds(),
                ["uploadUrl"] = $"{rules.Settings.UploadBase ?? BaseOf(call)}/dms-uploads/{id}",
                ["image"] = image.Urn,
            },
        });
    }

    private WireReply Get(LinkedInState state, LinkedInCaller caller, string urn)
    {
        var image = state.Images.Find(urn);
        if (image is null ? !caller.Token.Scopes.Contains("r_organization_social") : !rules.MayRead(state, caller, image.Owner))
        {
            return LinkedInErrors.Denied("images.GET", caller.Version);
        }

        return image is null ? LinkedInErrors.NotFound() : WireReply.Json(200, new JsonObject
        {
            ["id"] = image.Urn,
            ["owner"] = image.Owner,
            ["status"] = image switch
            {
                { ReadyAt: null } => "WAITING_UPLOAD",
                { ReadyAt: var ready } when ready > time.GetUtcNow() => "PROCESSING",
                { IsBad: true } => "PROCESSING_FAILED",
                _ => "AVAILABLE",
            },
        });
    }

    private static bool IsBad(byte[] bytes)
    {
        using var file = new MemoryStream(bytes, writable: false);
        return MediaSniffer.Look(file).Kind is not { Width: { } width, Height: { } height } kind || !Kinds.Contains(kind.ContentType) || (long)width * height >= TooManyPixels;
    }

    // The address that was called, without the path below the emulator's base.
    private static string BaseOf(WireCall call)
    {
        var whole = call.Address.GetLeftPart(UriPartial.Path);
        return whole.EndsWith(call.Path, StringComparison.Ordinal) ? whole[..^call.Path.Length] : call.Address.GetLeftPart(UriPartial.Authority);
    }
}
