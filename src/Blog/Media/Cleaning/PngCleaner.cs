using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Text;

namespace Blog.Media.Cleaning;

/// <summary>PNG and animated PNG (https://www.w3.org/TR/png-3/): keeps the chunks that the picture is drawn from; words, times and Exif go, and what is not known.</summary>
internal static class PngCleaner
{
    private const int Signature = 8;

    private static readonly FrozenSet<string> Needed = FrozenSet.ToFrozenSet(
    [
        "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI", "bKGD", "hIST", "pHYs", "sPLT", "acTL", "fcTL", "fdAT",
    ]);

    public static IReadOnlyList<ReadOnlyMemory<byte>>? Clean(ReadOnlyMemory<byte> file)
    {
        var bytes = file.Span;
        if (bytes.Length < Signature)
        {
            return null;
        }

        var pieces = new List<ReadOnlyMemory<byte>> { file[..Signature] };
        var hasPixels = false;
        for (var at = Signature; at + 12 <= bytes.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
            if (length > bytes.Length - at - 12)
            {
                return null;
            }

            var end = at + 12 + (int)length;
            var name = Encoding.Latin1.GetString(bytes.Slice(at + 4, 4));
            if (name == "IHDR" != (at == Signature))
            {
                return null;
            }

            hasPixels |= name == "IDAT";
            if (Needed.Contains(name))
            {
                pieces.Add(file[at..end]);
            }
            else if (char.IsAsciiLetterUpper(name[0]))
            {
                // The picture can't be drawn without it, and nobody knows it.
                return null;
            }

            if (name == "IEND")
            {
                return hasPixels ? pieces : null;
            }

            at = end;
        }

        return null;
    }
}
