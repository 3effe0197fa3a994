using System.Globalization;
using Blog.Site;

namespace Blog.Media;

/// <summary>
/// Brings files into the library. A file is first looked at and cleaned as a draft in the data folder, then put where the bytes of all files
/// lie (<see cref="IMediaFiles"/>), then catalogued, so that nothing points to half a picture; the same bytes are stored once.
/// </summary>
public sealed class MediaLibrary(IMediaStore store, IMediaFiles files, DataFolder folder, TimeProvider time)
{
    /// <summary>Largest file that is accepted, in bytes.</summary>
    public const long MaxBytes = 64 * 1024 * 1024;

    private const string Stranger = "A smaller picture that came along does not belong to the large one. Nothing was stored: choose the picture again.";

    /// <summary>Widths of smaller pictures, in pixels: a phone, a column of text, the same on a fine screen.</summary>
    public static IReadOnlyList<int> Widths { get; } = [480, 960, 1600];

    /// <summary>As the other, for a file that comes alone and from nobody.</summary>
    public Task<MediaAdded> AddAsync(Stream content, string fileName, string alt, CancellationToken ct) =>
        AddAsync(new NewMedia(content, fileName) { Alt = alt }, ct);

    /// <summary>
    /// Stores a file, cleaned of what it says about its author, place and time. If it is there already, the known one is answered, with
    /// the description and the smaller pictures that it lacked. Throws <see cref="IOException"/> if the data folder can't be written or the
    /// place of the bytes is away.
    /// </summary>
    public async Task<MediaAdded> AddAsync(NewMedia media, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        Directory.CreateDirectory(folder.Drafts);
        DraftFolder.Sweep(folder.Drafts, now);
        var (taken, problem) = await MediaDraft.TakeAsync(media.Content, folder.Drafts, MaxBytes, now, ct);
        if (taken is null)
        {
            return new MediaAdded(null, problem);
        }

        var drafts = new List<MediaDraft> { taken };
        try
        {
            foreach (var content in media.Smaller)
            {
                var (smaller, trouble) = await MediaDraft.TakeAsync(content, folder.Drafts, MaxBytes, now, ct);
                if (smaller is null)
                {
                    return new MediaAdded(null, trouble);
                }

                drafts.Add(smaller);
                if (!IsSmaller(smaller.Kind, taken.Kind))
                {
                    return new MediaAdded(null, Stranger);
                }
            }

            return new MediaAdded(await KeepAsync(media, drafts, now, ct), null);
        }
        finally
        {
            foreach (var draft in drafts)
            {
                await draft.DisposeAsync();
            }
        }
    }

    /// <summary>Takes a file out, with its smaller sizes; false if more than <paramref name="knownUses"/> posts use it, or it is gone.</summary>
    public async Task<bool> DeleteAsync(MediaItem item, int knownUses, CancellationToken ct)
    {
        // First the catalogue: bytes that nobody knows of do no harm, a catalogue that names what is not there does.
        if (!await store.DeleteAsync(item.Id, knownUses, ct))
        {
            return false;
        }

        foreach (var path in item.Variants.Select(v => v.Path).Prepend(item.Path))
        {
            await files.DeleteAsync(path, ct);
        }

        return true;
    }

    // Only what the size tells: whoever may add a picture may choose how it looks in small.
    private static bool IsSmaller(MediaKind small, MediaKind large) =>
        small is { ContentType: "image/jpeg" or "image/png" or "image/webp", Width: { } width, Height: { } height }
        && large is { Width: { } fullWidth, Height: { } fullHeight }
        && Widths.Contains(width) && width < fullWidth && Math.Abs(height - ((double)fullHeight * width / fullWidth)) <= 1.5;

    private async Task<MediaItem> KeepAsync(NewMedia media, List<MediaDraft> drafts, DateTimeOffset now, CancellationToken ct)
    {
        var (draft, kind) = (drafts[0], drafts[0].Kind);
        var known = await store.FindByHashAsync(draft.Hash, ct);
        var item = known ?? new MediaItem(
            Guid.CreateVersion7(now), MediaPath.Make(now.Year, draft.Hash, media.FileName, kind.Extension), draft.Hash, kind.ContentType, draft.File.Length, kind.Width, kind.Height, media.Alt, now)
        {
            Name = NameOf(media.FileName),
            AddedBy = media.AddedBy,
        };

        // A known file is written again if somebody removed it or cut it short.
        if (known is null || !await HasAllAsync(known, ct))
        {
            await files.PutAsync(item.Path, draft.File, ct);
        }

        var variants = item.Variants.Count > 0 ? [] : await PutVariantsAsync(media, drafts, now, ct);
        if (known is not null)
        {
            return await CompleteAsync(known, variants, media.Alt, ct);
        }

        var added = await store.AddAsync(item with { Variants = variants }, ct);
        if (added.Path != item.Path)
        {
            // The same bytes came in under another name at the same moment; that name stays.
            await files.DeleteAsync(item.Path, ct);
        }

        await DropAsync(variants, added, ct);
        return added;
    }

    private async Task<MediaItem> CompleteAsync(MediaItem known, List<MediaVariant> variants, string alt, CancellationToken ct)
    {
        if (variants.Count > 0)
        {
            await store.AddVariantsAsync(known.Id, variants, ct);
        }

        if (known.Alt.Length == 0 && alt.Length > 0)
        {
            await store.SetAltAsync(known.Id, alt, ct);
        }

        var stored = variants.Count > 0 || alt.Length > 0 ? await store.FindAsync(known.Id, ct) ?? known : known;
        await DropAsync(variants, stored, ct);
        return stored;
    }

    private async Task<List<MediaVariant>> PutVariantsAsync(NewMedia media, List<MediaDraft> drafts, DateTimeOffset now, CancellationToken ct)
    {
        var variants = new List<MediaVariant>();
        foreach (var draft in drafts.Skip(1).DistinctBy(d => (d.Kind.Width, d.Kind.ContentType)).OrderBy(d => d.Kind.Width))
        {
            var (width, kind) = (draft.Kind.Width!.Value, draft.Kind);
            var name = string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(NameOf(media.FileName))} {width}.x");
            var path = MediaPath.Make(now.Year, draft.Hash, name, kind.Extension);
            await files.PutAsync(path, draft.File, ct);
            variants.Add(new MediaVariant(path, kind.ContentType, width, kind.Height!.Value, draft.File.Length));
        }

        return variants;
    }

    // Somebody brought the same picture at the same moment: what only this time brought goes, what is catalogued stays.
    private async Task DropAsync(List<MediaVariant> variants, MediaItem stored, CancellationToken ct)
    {
        foreach (var variant in variants.ExceptBy(stored.Variants.Select(v => v.Path), v => v.Path))
        {
            await files.DeleteAsync(variant.Path, ct);
        }
    }

    private async Task<bool> HasAllAsync(MediaItem known, CancellationToken ct) => (await files.FindAsync(known.Path, ct))?.Bytes == known.Bytes;

    // As a person would say it: without the folders that some browsers send, and of a length that fits a line.
    private static string NameOf(string fileName)
    {
        var name = new string([.. Path.GetFileName(fileName.Replace('\\', '/')).Where(c => !char.IsControl(c))]).Trim();
        return name.Length > 120 ? name[^120..] : name;
    }
}
