using System.Buffers.Binary;
using Blog.Media.Cleaning;

namespace Blog.Media;

/// <summary>Sizes of pictures from their headers. Every read is bounded by the file; nothing is decoded.</summary>
internal static class PictureHeaders
{
    /// <summary>Walks the segments to the frame header (ITU-T T.81, B.2.2); an Exif orientation that lies on its side swaps the sides.</summary>
    public static (int Width, int Height)? Jpeg(Stream file)
    {
        Span<byte> buffer = stackalloc byte[64];
        var turned = false;
        file.Position = 2;
        while (Fill(file, buffer[..4]))
        {
            if (buffer[0] != 0xFF)
            {
                return null;
            }

            // Padding: any number of FF before the marker.
            if (buffer[1] == 0xFF)
            {
                file.Position -= 3;
                continue;
            }

            var marker = buffer[1];
            var next = file.Position - 2 + BinaryPrimitives.ReadUInt16BigEndian(buffer[2..]);
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                if (!Fill(file, buffer[..5]))
                {
                    return null;
                }

                var (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(buffer[1..]), BinaryPrimitives.ReadUInt16BigEndian(buffer[3..]));
                return turned ? (height, width) : (width, height);
            }

            if (marker == 0xE1)
            {
                turned |= IsTurned(file, (int)Math.Min(next - file.Position, 4096));
            }

            if (marker is 0xDA or 0xD9 || next <= file.Position - 4)
            {
                return null;
            }

            file.Position = next;
        }

        return null;
    }

    /// <summary>The three kinds of WebP bitstreams (RFC 9649, section 2); <paramref name="chunk"/> starts at the first chunk.</summary>
    public static (int Width, int Height)? WebP(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length < 18)
        {
            return null;
        }

        if (chunk.StartsWith("VP8X"u8))
        {
            return (1 + Read24(chunk[12..]), 1 + Read24(chunk[15..]));
        }

        if (chunk.StartsWith("VP8L"u8) && chunk[8] == 0x2F)
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(chunk[9..]);
            return (1 + (int)(bits & 0x3FFF), 1 + (int)((bits >> 14) & 0x3FFF));
        }

        return chunk.StartsWith("VP8 "u8) && chunk[11..14].SequenceEqual((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A])
            ? (BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(chunk[16..]) & 0x3FFF)
            : null;
    }

    /// <summary>
    /// The largest image extent property <c>ispe</c> (ISO/IEC 23008-12, 6.5.3). It lies in the boxes at the start; searching its name
    /// there needs no walk through boxes whose lengths a file may lie about.
    /// </summary>
    public static (int Width, int Height)? Avif(Stream file)
    {
        var start = new byte[64 * 1024];
        file.Position = 0;
        ReadOnlySpan<byte> rest = start.AsSpan(0, file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false));
        (int Width, int Height)? best = null;
        for (var at = rest.IndexOf("ispe"u8); at >= 0 && rest.Length >= at + 16; at = rest.IndexOf("ispe"u8))
        {
            var size = (Width: BinaryPrimitives.ReadInt32BigEndian(rest[(at + 8)..]), Height: BinaryPrimitives.ReadInt32BigEndian(rest[(at + 12)..]));
            if (best is null || size.Width > best.Value.Width)
            {
                best = size;
            }

            rest = rest[(at + 16)..];
        }

        return best;
    }

    /// <summary>Image blocks of a GIF (GIF89a specification, appendix B), counted up to <paramref name="max"/>.</summary>
    public static int CountGifFrames(Stream file, int max)
    {
        Span<byte> header = stackalloc byte[13];
        file.Position = 0;
        if (!Fill(file, header))
        {
            return 0;
        }

        file.Position += ColourTable(header[10]);
        for (var frames = 0; ;)
        {
            switch (file.ReadByte())
            {
                case 0x2C:
                    if (++frames >= max || !Fill(file, header[..9]))
                    {
                        return frames;
                    }

                    file.Position += ColourTable(header[8]) + 1;
                    SkipBlocks(file);
                    break;
                case 0x21:
                    file.ReadByte();
                    SkipBlocks(file);
                    break;
                default:
                    return frames;
            }
        }
    }

    private static int ColourTable(byte flags) => (flags & 0x80) != 0 ? 3 << ((flags & 7) + 1) : 0;

    private static void SkipBlocks(Stream file)
    {
        for (var size = file.ReadByte(); size > 0; size = file.ReadByte())
        {
            file.Position += size;
        }
    }

    private static bool IsTurned(Stream file, int length)
    {
        var segment = new byte[Math.Max(length, 0)];
        return Fill(file, segment) && ExifOrientation.IsOnItsSide(ExifOrientation.Read(segment));
    }

    private static int Read24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);

    private static bool Fill(Stream file, Span<byte> buffer) => file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) == buffer.Length;
}
