using System.Globalization;
using Blog.Media;

namespace Blog.Syndication;

/// <summary>Brings the pictures of a copy to its network before the copy; what is there already and still usable is not brought again.</summary>
internal sealed class PictureCarrier(IMediaFiles files, IMediaStore media, TimeProvider time)
{
    // A copy is sent right after its pictures; what ends sooner than this is brought again.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    /// <summary>Why a picture can't go to this network, as half a sentence; null: it can.</summary>
    public async Task<string?> WhyNotAsync(string source, NetworkDescriptor network, CancellationToken ct) => await media.FindByPathAsync(source, ct) switch
    {
        null => "it does not lie in this blog’s media library",
        { ContentType: var type } when !network.ImageTypes.Contains(type) => $"{network.Name} does not take {type}",
        { Bytes: var bytes } when bytes > network.MaxImageBytes => string.Create(CultureInfo.InvariantCulture, $"it has {bytes / 1048576.0:0.0} MB, {network.Name} takes {network.MaxImageBytes / 1048576.0:0.#}"),
        _ => null,
    };

    /// <summary>
    /// All pictures, or the first result that is not "uploaded". <paramref name="keep"/> is told all that is there after each upload, so that no crash costs it;
    /// false ends the work.
    /// </summary>
    public async Task<(IReadOnlyList<SentImage> Brought, UploadResult? Stopped)> BringAsync(
        IReadOnlyList<CopyPicture> pictures, IReadOnlyList<SentImage> there, Func<IReadOnlyList<SentImage>, Task<bool>> keep, INetwork network, TargetAccess access, CancellationToken ct)
    {
        var brought = new List<SentImage>();
        foreach (var picture in pictures)
        {
            if (there.FirstOrDefault(s => s.Source == picture.Source && s.Alt == picture.Alt && (s.UsableUntil is null || s.UsableUntil > time.GetUtcNow() + Margin)) is { } known)
            {
                brought.Add(known);
                continue;
            }

            byte[]? bytes;
            try
            {
                bytes = await ReadAsync(picture.Source, ct);
            }
            catch (MediaAwayException)
            {
                return (brought, new UploadResult.RetryLater(null, "The place where the pictures lie does not answer. Nothing was sent; it goes out by itself."));
            }

            if (bytes is null || MediaPath.ContentType(picture.Source) is not { } type)
            {
                return (brought, new UploadResult.Rejected($"The picture {picture.Source} is no longer in the media library. Nothing was sent; put it back, or send the copy without pictures."));
            }

            switch (await network.UploadAsync(new OutgoingImage(bytes, type, picture.Alt), access, ct))
            {
                case UploadResult.Uploaded uploaded:
                    brought.Add(new SentImage(picture.Source, uploaded.MediaId, uploaded.UsableUntil, picture.Alt));
                    if (!await keep([.. brought, .. there.ExceptBy(brought.Select(b => b.Source), t => t.Source)]))
                    {
                        return (brought, null);
                    }

                    break;
                case var stopped:
                    return (brought, stopped);
            }
        }

        return (brought, null);
    }

    private async Task<byte[]?> ReadAsync(string source, CancellationToken ct)
    {
        if (await media.FindByPathAsync(source, ct) is null)
        {
            return null;
        }

        await using var file = await files.OpenAsync(source, range: null, ct);
        return file is null ? null : await file.ReadAllAsync(ct);
    }
}
