using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Blog.Tests.Infrastructure;

/// <summary>Small pictures and what pretends to be one, made here byte by byte.</summary>
public static class Pictures
{
    /// <summary>A valid PNG of one colour.</summary>
    public static byte[] Png(int width, int height, byte shade = 120)
    {
        using var pixels = new MemoryStream();
        using (var zip = new ZLibStream(pixels, CompressionLevel.Optimal, leaveOpen: true))
        {
            var row = new byte[1 + width];
            Array.Fill(row, shade, 1, width);
            for (var y = 0; y < height; y++)
            {
                zip.Write(row);
            }
        }

        return [.. PngHead(width, height), .. Chunk("IDAT", pixels.ToArray()), .. Chunk("IEND", [])];
    }

    /// <summary>Signature and header only, so that any size can be claimed.</summary>
    public static byte[] PngHead(int width, int height)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        return [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, .. Chunk("IHDR", header)];
    }

    /// <summary>A JPEG up to its frame header, with an Exif orientation.</summary>
    public static byte[] Jpeg(int width, int height, int orientation = 1) =>
    [
        0xFF, 0xD8,
        0xFF, 0xE1, 0x00, 0x22, .. "Exif\0\0"u8, .. "II"u8, 0x2A, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0,
        0xFF, 0xFF, 0xC2, 0x00, 0x0B, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0,
        0xFF, 0xDA, 0x00, 0x08, 1, 1, 0, 0, 63, 0,
    ];

    public static byte[] Gif(int width, int height, int frames = 1)
    {
        var file = new List<byte>([.. "GIF89a"u8, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 0x80, 0, 0, 0, 0, 0, 255, 255, 255]);
        for (var i = 0; i < frames; i++)
        {
            file.AddRange([0x21, 0xF9, 4, 0, 0, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4C, 1, 0]);
        }

        file.Add(0x3B);
        return [.. file];
    }

    public static byte[] WebP(string kind, byte[] body) =>
        [.. "RIFF"u8, 0, 0, 0, 0, .. "WEBP"u8, .. Encoding.ASCII.GetBytes(kind), (byte)body.Length, 0, 0, 0, .. body, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    public static byte[] Avif(int width, int height)
    {
        var size = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(size, width);
        BinaryPrimitives.WriteInt32BigEndian(size.AsSpan(4), height);
        return [0, 0, 0, 0x18, .. "ftypavif"u8, 0, 0, 0, 0, .. "mif1avif"u8, 0, 0, 0, 0x14, .. "ispe"u8, 0, 0, 0, 0, .. size, 0, 0];
    }

    /// <summary>A WebP file of one still picture; no decoder would draw it.</summary>
    public static byte[] WebPFile(int width, int height)
    {
        byte[] facts = [.. "VP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0, (byte)(width - 1), (byte)((width - 1) >> 8), 0, (byte)(height - 1), (byte)((height - 1) >> 8), 0];
        byte[] body = [.. "WEBP"u8, .. facts, .. "VP8 "u8, 10, 0, 0, 0, 0, 0, 0, 0x9D, 1, 0x2A, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8)];
        return [.. "RIFF"u8, (byte)body.Length, 0, 0, 0, .. body];
    }

    /// <summary>A chunk of a PNG.</summary>
    public static byte[] Chunk(string name, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(name), .. data];
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        var sum = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc(body));
        return [.. length, .. body, .. sum];
    }

    private static uint Crc(byte[] data)
    {
        var crc = uint.MaxValue;
        foreach (var b in data)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
