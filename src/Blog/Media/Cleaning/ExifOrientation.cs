using System.Buffers.Binary;

namespace Blog.Media.Cleaning;

/// <summary>The one fact of Exif that a viewer needs: how a picture is to be turned (Exif 2.32, 4.6.4 A, tag 0x0112).</summary>
internal static class ExifOrientation
{
    private const ushort Tag = 0x0112;

    /// <summary>What the content of a JPEG's APP1 segment says, 1 to 8; 1 (upright) if it says nothing.</summary>
    public static int Read(ReadOnlySpan<byte> segment)
    {
        if (!segment.StartsWith("Exif\0\0"u8) || segment.Length < 20)
        {
            return 1;
        }

        var tiff = segment[6..];
        var little = tiff[0] == (byte)'I';
        var entries = Read32(tiff[4..], little);
        if (entries < 8 || entries > tiff.Length - 2)
        {
            return 1;
        }

        var count = Read16(tiff[(int)entries..], little);
        for (var i = 0; i < count; i++)
        {
            var at = (int)entries + 2 + (i * 12);
            if (at + 12 > tiff.Length)
            {
                return 1;
            }

            if (Read16(tiff[at..], little) == Tag)
            {
                return Read16(tiff[(at + 8)..], little) is >= 1 and <= 8 and var orientation ? orientation : 1;
            }
        }

        return 1;
    }

    /// <summary>True if the sides are swapped.</summary>
    public static bool IsOnItsSide(int orientation) => orientation is >= 5 and <= 8;

    /// <summary>A whole APP1 segment that says this and nothing else.</summary>
    public static byte[] Segment(int orientation) =>
    [
        0xFF, 0xE1, 0x00, 0x22, .. "Exif\0\0"u8, .. "MM"u8, 0, 0x2A, 0, 0, 0, 8,
        0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0,
    ];

    private static ushort Read16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint Read32(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
