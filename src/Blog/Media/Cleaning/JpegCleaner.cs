using System.Buffers.Binary;

namespace Blog.Media.Cleaning;

/// <summary>
/// JPEG (ITU-T T.81, annex B): keeps frames, tables and scans, of the application segments only JFIF, the colour profile and Adobe's colour
/// transform, and of Exif only the orientation. What follows the end of the picture (a film, a second picture) goes.
/// </summary>
internal static class JpegCleaner
{
    private const int JfifLength = 16;

    public static IReadOnlyList<ReadOnlyMemory<byte>>? Clean(ReadOnlyMemory<byte> file)
    {
        var bytes = file.Span;
        if (!bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]))
        {
            return null;
        }

        ReadOnlyMemory<byte> jfif = default;
        var orientation = 1;
        var (hasFrame, hasScan) = (false, false);
        var rest = new List<ReadOnlyMemory<byte>>();
        for (var at = 2; ;)
        {
            if (at + 2 > bytes.Length || bytes[at] != 0xFF)
            {
                return null;
            }

            var marker = bytes[at + 1];
            if (marker == 0xFF)
            {
                // Padding before a marker.
                at++;
                continue;
            }

            if (marker == 0xD9)
            {
                return hasFrame && hasScan ? Join(file[..2], jfif, orientation, rest, file.Slice(at, 2)) : null;
            }

            if (marker is < 0xC0 or (>= 0xD0 and <= 0xD8) || at + 4 > bytes.Length)
            {
                return null;
            }

            var end = at + 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
            if (end < at + 4 || end > bytes.Length)
            {
                return null;
            }

            var content = bytes[(at + 4)..end];
            if (marker == 0xDA)
            {
                end = EndOfScan(bytes, end);
                hasScan = true;
            }

            hasFrame |= marker is <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
            if (marker == 0xE1 && orientation == 1)
            {
                orientation = ExifOrientation.Read(content);
            }
            else if (marker == 0xE0 && jfif.IsEmpty && content.StartsWith("JFIF\0"u8) && content.Length >= 14)
            {
                jfif = content.Length == 14 ? file[at..end] : Jfif(content);
            }

            if (IsNeeded(marker, content))
            {
                rest.Add(file[at..end]);
            }

            at = end;
        }
    }

    private static bool IsNeeded(byte marker, ReadOnlySpan<byte> content) => marker switch
    {
        0xE2 => content.StartsWith("ICC_PROFILE\0"u8),
        0xEE => content.StartsWith("Adobe"u8),
        >= 0xE0 => false,
        _ => true,
    };

    // Coded data: a marker begins with FF, a byte FF of the data is followed by 0, and D0 to D7 only count the parts.
    private static int EndOfScan(ReadOnlySpan<byte> bytes, int at)
    {
        for (; ; at += 2)
        {
            var found = bytes[at..].IndexOf((byte)0xFF);
            if (found < 0 || at + found + 1 >= bytes.Length)
            {
                return bytes.Length;
            }

            at += found;
            if (bytes[at + 1] is not (0 or (>= 0xD0 and <= 0xD7)))
            {
                return at;
            }
        }
    }

    // Its own small picture may show what was cut off the large one.
    private static byte[] Jfif(ReadOnlySpan<byte> content)
    {
        byte[] segment = [0xFF, 0xE0, 0, JfifLength, .. content[..14]];
        segment[^2] = segment[^1] = 0;
        return segment;
    }

    private static List<ReadOnlyMemory<byte>> Join(
        ReadOnlyMemory<byte> start, ReadOnlyMemory<byte> jfif, int orientation, List<ReadOnlyMemory<byte>> rest, ReadOnlyMemory<byte> end)
    {
        var all = new List<ReadOnlyMemory<byte>> { start };
        if (!jfif.IsEmpty)
        {
            all.Add(jfif);
        }

        if (orientation > 1)
        {
            all.Add(ExifOrientation.Segment(orientation));
        }

        all.AddRange(rest);
        all.Add(end);
        return all;
    }
}
