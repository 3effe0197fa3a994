namespace Blog.Media.Cleaning;

/// <summary>GIF (GIF89a specification): keeps the pictures, their timing, how often they repeat and the colour profile; comments, XMP and everything else go.</summary>
internal static class GifCleaner
{
    private const int Head = 13;

    public static IReadOnlyList<ReadOnlyMemory<byte>>? Clean(ReadOnlyMemory<byte> file)
    {
        var bytes = file.Span;
        if (bytes.Length < Head)
        {
            return null;
        }

        var at = Head + ColourTable(bytes[10]);
        if (at > bytes.Length)
        {
            return null;
        }

        var pieces = new List<ReadOnlyMemory<byte>> { file[..at] };
        var hasPixels = false;
        while (at < bytes.Length)
        {
            int end;
            switch (bytes[at])
            {
                case 0x3B:
                    pieces.Add(file.Slice(at, 1));
                    return hasPixels ? pieces : null;
                case 0x2C when at + 10 <= bytes.Length:
                    end = EndOfBlocks(bytes, at + 11 + ColourTable(bytes[at + 9]));
                    hasPixels = true;
                    break;
                case 0x21 when at + 2 <= bytes.Length:
                    end = EndOfBlocks(bytes, at + 2);
                    break;
                default:
                    return null;
            }

            if (end < 0)
            {
                return null;
            }

            if (bytes[at] == 0x2C || IsNeeded(bytes[(at + 1)..end]))
            {
                pieces.Add(file[at..end]);
            }

            at = end;
        }

        return null;
    }

    // An extension from its label on.
    private static bool IsNeeded(ReadOnlySpan<byte> extension) => extension[0] switch
    {
        0xF9 => true,
        0xFF => extension[1..].StartsWith("\u000BNETSCAPE2.0"u8) || extension[1..].StartsWith("\u000BANIMEXTS1.0"u8) || extension[1..].StartsWith("\u000BICCRGBG1012"u8),
        _ => false,
    };

    private static int ColourTable(byte flags) => (flags & 0x80) != 0 ? 3 << ((flags & 7) + 1) : 0;

    // The place after a chain of blocks; -1 if the file ends before it.
    private static int EndOfBlocks(ReadOnlySpan<byte> bytes, int at)
    {
        while (at < bytes.Length)
        {
            var size = bytes[at];
            at += 1 + size;
            if (size == 0)
            {
                return at;
            }
        }

        return -1;
    }
}
