using System.Security.Cryptography;

namespace Blog.Media;

/// <summary>Tries whether the place of the media does what the blog needs, with a small file of no use.</summary>
public sealed class MediaProbe(IMediaFiles files)
{
    /// <summary>Writes, reads and removes; what is wrong as a sentence, or null.</summary>
    public async Task<string?> RunAsync(CancellationToken ct)
    {
        var bytes = RandomNumberGenerator.GetBytes(64);
        var path = MediaPath.Make(0, Convert.ToHexStringLower(bytes), "probe", ".png");
        try
        {
            using (var draft = new MemoryStream(bytes, writable: false))
            {
                await files.PutAsync(path, draft, ct);
            }

            var isSame = false;
            await using (var found = await files.OpenAsync(path, range: null, ct))
            {
                isSame = found is not null && (await found.ReadAllAsync(ct)).AsSpan().SequenceEqual(bytes);
            }

            await files.DeleteAsync(path, ct);
            return !isSame ? "a file that was written came back changed or not at all: look at what stands between the blog and its media."
                : await files.FindAsync(path, ct) is not null ? "a file that was removed is still there: allow the blog to delete."
                : null;
        }
        catch (IOException e)
        {
            return e.Message;
        }
    }
}
