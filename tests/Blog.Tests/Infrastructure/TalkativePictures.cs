using System.Buffers.Binary;
using System.Text;

namespace Blog.Tests.Infrastructure;

/// <summary>Whole pictures that say where they were taken, by whom and with what, in all the places where formats allow it.</summary>
public static class TalkativePictures
{
    /// <summary>Stands wherever something is told that no reader is to learn.</summary>
    public const string Secret = "N 42.5 E 1.5 secret";

    /// <summary>The coded picture of each format, as it must come out again.</summary>
    public static readonly byte[] Scan = [0xFF, 0xDA, 0x00, 0x08, 1, 1, 0, 0, 63, 0, 0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56, 0xFF, 0x00];

    private static byte[] Hidden => Encoding.ASCII.GetBytes(Secret);

    /// <summary>A JPEG; its Exif says the orientation, a place, and holds a small picture.</summary>
    public static byte[] Jpeg(int width, int height, int orientation) =>
    [
        0xFF, 0xD8,
        .. Segment(0xE0, [.. "JFIF\0"u8, 1, 2, 0, 0, 1, 0, 1, 1, 1, 9, 8, 7]),
        .. Segment(0xE1, Exif(orientation)),
        .. Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>"u8, .. Hidden]),
        .. Segment(0xE2, [.. "ICC_PROFILE\0"u8, 1, 1, .. "colours"u8]),
        .. Segment(0xE2, [.. "MPF\0"u8, .. Hidden]),
        .. Segment(0xED, [.. "Photoshop 3.0\0"u8, .. Hidden]),
        .. Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 1]),
        .. Segment(0xFE, Hidden),
        .. Tables(width, height),
        .. Scan,
        0xFF, 0xD9,
        .. "a film behind the picture "u8, .. Hidden,
    ];

    /// <summary>What has to stay of <see cref="Jpeg"/> between its head and its end.</summary>
    public static byte[] JpegPicture(int width, int height) =>
        [.. Segment(0xE2, [.. "ICC_PROFILE\0"u8, 1, 1, .. "colours"u8]), .. Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 1]), .. Tables(width, height), .. Scan];

    /// <summary>A PNG that browsers can draw.</summary>
    public static byte[] Png(int width, int height)
    {
        var plain = Pictures.Png(width, height);
        var afterHead = 8 + 25;
        return
        [
            .. plain[..afterHead],
            .. Pictures.Chunk("tEXt", [.. "Comment\0"u8, .. Hidden]), .. Pictures.Chunk("zTXt", Hidden), .. Pictures.Chunk("iTXt", Hidden),
            .. Pictures.Chunk("eXIf", Hidden), .. Pictures.Chunk("tIME", [7, 0xE6, 1, 2, 3, 4, 5]), .. Pictures.Chunk("prVt", Hidden), .. Pictures.Chunk("gAMA", [0, 0, 0xB1, 0x8F]),
            .. plain[afterHead..], .. Hidden,
        ];
    }

    /// <summary>An extended WebP with one frame and a still picture, Exif and XMP.</summary>
    public static byte[] WebP(int width, int height)
    {
        byte[] frame = [.. new byte[16], .. Riff("VP8 ", [1, 2, 3, 4, 5]), .. Riff("JUNK", Hidden)];
        byte[] facts = [0x2E, 0, 0, 0, .. Three(width - 1), .. Three(height - 1)];
        byte[] body =
        [
            .. "WEBP"u8, .. Riff("VP8X", facts), .. Riff("ICCP", [.. "colours"u8]), .. Riff("ANIM", new byte[6]), .. Riff("ANMF", frame),
            .. Riff("EXIF", Hidden), .. Riff("XMP ", Hidden), .. Riff("priv", Hidden),
        ];
        return [.. "RIFF"u8, .. Little(body.Length), .. body, .. Hidden];
    }

    /// <summary>A GIF that repeats, with a comment, XMP and words.</summary>
    public static byte[] Gif(int width, int height)
    {
        var plain = Pictures.Gif(width, height, 2);
        var afterHead = 13 + 6;
        return
        [
            .. plain[..afterHead],
            0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, 0, 0, 0,
            0x21, 0xFE, (byte)Secret.Length, .. Hidden, 0,
            0x21, 0xFF, 11, .. "XMP DataXMP"u8, (byte)Secret.Length, .. Hidden, 0,
            0x21, 0x01, 12, .. new byte[12], (byte)Secret.Length, .. Hidden, 0,
            .. plain[afterHead..], .. Hidden,
        ];
    }

    // Orientation, a camera, and a directory with the place; then the small picture.
    private static byte[] Exif(int orientation) =>
    [
        .. "Exif\0\0"u8, .. "II"u8, 0x2A, 0, 8, 0, 0, 0, 2, 0,
        0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0,
        0x25, 0x88, 4, 0, 1, 0, 0, 0, 60, 0, 0, 0,
        0, 0, 0, 0, .. Hidden, 0xFF, 0xD8, 0xFF, 0xD9,
    ];

    private static byte[] Tables(int width, int height) =>
    [
        .. Segment(0xDB, new byte[65]),
        .. Segment(0xC2, [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0]),
        .. Segment(0xC4, new byte[19]),
    ];

    private static byte[] Segment(byte marker, byte[] content) => [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    private static byte[] Riff(string name, byte[] content) => [.. Encoding.ASCII.GetBytes(name), .. Little(content.Length), .. content, .. new byte[content.Length & 1]];

    private static byte[] Three(int value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16)];

    private static byte[] Little(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
