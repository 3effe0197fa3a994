using System.Buffers.Binary;

namespace Blog.Media.Cleaning;

/// <summary>WebP (RFC 9649): keeps picture, transparency, animation and colour profile; Exif, XMP and unknown chunks go, also inside the frames.</summary>
internal static class WebPCleaner
{
    private const int Head = 12;
    private const int FrameHead = 16;
    private const byte ExifFlag = 0x08;
    private const byte XmpFlag = 0x04;

    private sealed record Chunks(List<ReadOnlyMemory<byte>> Pieces, long Length, bool HasPixels);

    public static IReadOnlyList<ReadOnlyMemory<byte>>? Clean(ReadOnlyMemory<byte> file)
    {
        var bytes = file.Span;
        if (bytes.Length < Head)
        {
            return null;
        }

        var size = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) + 8L;
        if (size < Head || size > bytes.Length || Read(file[Head..(int)size], isFrame: false) is not { HasPixels: true } chunks)
        {
            return null;
        }

        byte[] head = [.. bytes[..Head]];
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(4), (uint)(chunks.Length + 4));
        return [head, .. chunks.Pieces];
    }

    private static Chunks? Read(ReadOnlyMemory<byte> part, bool isFrame)
    {
        var bytes = part.Span;
        var pieces = new List<ReadOnlyMemory<byte>>();
        var hasPixels = false;
        for (var at = 0; at < bytes.Length;)
        {
            if (at + 8 > bytes.Length)
            {
                return null;
            }

            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at + 4)..]);
            var padded = length + (length & 1L);
            if (padded > bytes.Length - at - 8)
            {
                return null;
            }

            var end = at + 8 + (int)padded;
            var name = bytes.Slice(at, 4);
            if (name.SequenceEqual("VP8 "u8) || name.SequenceEqual("VP8L"u8))
            {
                hasPixels = true;
                pieces.Add(part[at..end]);
            }
            else if (name.SequenceEqual("ALPH"u8) || (!isFrame && (name.SequenceEqual("ANIM"u8) || name.SequenceEqual("ICCP"u8))))
            {
                pieces.Add(part[at..end]);
            }
            else if (name.SequenceEqual("VP8X"u8) && !isFrame)
            {
                if (length < 10)
                {
                    return null;
                }

                byte[] facts = [.. bytes[at..end]];
                facts[8] &= unchecked((byte)~(ExifFlag | XmpFlag));
                pieces.Add(facts);
            }
            else if (name.SequenceEqual("ANMF"u8) && !isFrame)
            {
                if (length < FrameHead || Read(part[(at + 8 + FrameHead)..(at + 8 + (int)length)], isFrame: true) is not { HasPixels: true } frame)
                {
                    return null;
                }

                hasPixels = true;
                byte[] head = [.. bytes.Slice(at, 8 + FrameHead)];
                BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(4), (uint)(FrameHead + frame.Length));
                pieces.Add(head);
                pieces.AddRange(frame.Pieces);
            }

            at = end;
        }

        return new Chunks(pieces, pieces.Sum(p => (long)p.Length), hasPixels);
    }
}
