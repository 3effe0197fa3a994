using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Blog.Media;

/// <summary>
/// Tells a file's type and a picture's size from its first bytes, without decoding it (https://mimesniff.spec.whatwg.org and the
/// formats' own headers). Whatever is not known is refused: SVG and HTML are programs, TIFF and BMP are no web pictures.
/// </summary>
public static class MediaSniffer
{
    /// <summary>Longest side of a picture. JPEG ends at 65,535; no browser needs more than this.</summary>
    public const int MaxSide = 20_000;

    /// <summary>Most pixels of a picture: a decoder takes four bytes for each.</summary>
    public const long MaxPixels = 100_000_000;

    /// <summary>Most frames of an animation.</summary>
    public const int MaxFrames = 2_000;

    /// <summary>Looks at <paramref name="file"/> (seekable; its position is not kept).</summary>
    public static MediaVerdict Look(Stream file)
    {
        Span<byte> head = stackalloc byte[512];
        file.Position = 0;
        head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];

        var kind = Recognise(head, file);
        if (kind is null)
        {
            return new MediaVerdict(null, Refusal(head));
        }

        if (kind.Width is { } width && kind.Height is { } height)
        {
            if (width < 1 || height < 1)
            {
                return new MediaVerdict(null, "It is a picture without a size, so it is damaged. Export it again.");
            }

            if (width > MaxSide || height > MaxSide || (long)width * height > MaxPixels)
            {
                return new MediaVerdict(null, string.Create(CultureInfo.InvariantCulture, $"The picture has {width:N0} × {height:N0} pixels, which readers’ machines could not show. Make it smaller: at most {MaxSide:N0} on a side and {MaxPixels / 1_000_000} megapixels."));
            }
        }
        else if (kind.ContentType.StartsWith("image/", StringComparison.Ordinal))
        {
            return new MediaVerdict(null, "It begins like a picture, but its size cannot be found, so it is damaged. Export it again.");
        }

        return kind.ContentType == "image/gif" && PictureHeaders.CountGifFrames(file, MaxFrames + 1) > MaxFrames
            ? new MediaVerdict(null, $"The animation has more than {MaxFrames} pictures. Make it a video.")
            : new MediaVerdict(kind, null);
    }

    private static MediaKind? Recognise(ReadOnlySpan<byte> head, Stream file)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return Picture("image/jpeg", ".jpg", PictureHeaders.Jpeg(file));
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
        {
            return Picture("image/png", ".png", head.Length >= 24 && head[12..16].SequenceEqual("IHDR"u8)
                ? (BinaryPrimitives.ReadInt32BigEndian(head[16..]), BinaryPrimitives.ReadInt32BigEndian(head[20..]))
                : null);
        }

        if (head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8))
        {
            return Picture("image/gif", ".gif", head.Length >= 10
                ? (BinaryPrimitives.ReadUInt16LittleEndian(head[6..]), BinaryPrimitives.ReadUInt16LittleEndian(head[8..]))
                : null);
        }

        if (head.StartsWith("RIFF"u8) && head.Length >= 16 && head[8..12].SequenceEqual("WEBP"u8))
        {
            return Picture("image/webp", ".webp", PictureHeaders.WebP(head[12..]));
        }

        if (head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8))
        {
            return Encoding.ASCII.GetString(head[8..12]) switch
            {
                "avif" or "avis" => Picture("image/avif", ".avif", PictureHeaders.Avif(file)),
                "isom" or "iso2" or "iso4" or "iso5" or "iso6" or "mp41" or "mp42" or "avc1" or "M4V " or "dash" or "MSNV" => new MediaKind("video/mp4", ".mp4"),
                "M4A " or "M4B " => new MediaKind("audio/mp4", ".m4a"),
                _ => null,
            };
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]) && head.IndexOf("webm"u8) is > 0 and < 64)
        {
            return new MediaKind("video/webm", ".webm");
        }

        if (head.StartsWith("ID3"u8) || (head.Length >= 4 && head[0] == 0xFF && (head[1] & 0xE6) == 0xE2 && (head[2] & 0xF0) != 0xF0 && (head[2] & 0x0C) != 0x0C))
        {
            return new MediaKind("audio/mpeg", ".mp3");
        }

        return head.StartsWith("%PDF-"u8) ? new MediaKind("application/pdf", ".pdf") : null;
    }

    private static MediaKind Picture(string type, string extension, (int Width, int Height)? size) =>
        new(type, extension, size?.Width, size?.Height);

    private static string Refusal(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
        {
            return "The file is empty.";
        }

        var text = Encoding.UTF8.GetString(head).TrimStart('\ufeff', ' ', '\t', '\r', '\n');
        if (text.StartsWith("<svg", StringComparison.OrdinalIgnoreCase) || (text.StartsWith('<') && text.Contains("<svg", StringComparison.OrdinalIgnoreCase))
            || (text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) && text.Contains("svg", StringComparison.OrdinalIgnoreCase)))
        {
            return "SVG files can carry programs and are not accepted. Export the picture as PNG or WebP.";
        }

        return text.StartsWith('<')
            ? "It is a web page or XML, not a picture."
            : "Its type is not one that is accepted. JPEG, PNG, GIF, WebP and AVIF pictures, MP4 and WebM video, MP3 and M4A audio, and PDF are.";
    }
}
