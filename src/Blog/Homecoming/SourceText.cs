using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using Blog.Posts;

namespace Blog.Homecoming;

/// <summary>The text of a file, or why there is none.</summary>
/// <param name="Text">The text; null if it can't be read.</param>
/// <param name="Hash">SHA-256 of the bytes.</param>
/// <param name="Problem">What is wrong and what to do.</param>
/// <param name="Line">Where, if it is at one place.</param>
internal readonly record struct SourceText(string? Text, byte[] Hash, string? Problem, int? Line)
{
    /// <summary>Reads a file that is meant to be UTF-8 text. Never throws for what is in it or for a missing right.</summary>
    public static async Task<SourceText> ReadAsync(string path, CancellationToken ct)
    {
        byte[] bytes;
        try
        {
            var size = new FileInfo(path).Length;
            if (size > PostComposer.MaxMarkdownBytes)
            {
                return Fail(string.Create(CultureInfo.InvariantCulture, $"The file has {size / 1048576.0:0.0} MB; a post has at most {PostComposer.MaxMarkdownBytes / 1048576}. Split it, or move embedded pictures into files."));
            }

            bytes = await File.ReadAllBytesAsync(path, ct);
        }
        catch (UnauthorizedAccessException)
        {
            return Fail("The file cannot be opened. Give the blog’s user the right to read it.");
        }
        catch (IOException e)
        {
            return Fail($"The file cannot be read ({e.Message}). Try again; if it stays so, look at the disk.");
        }

        return Decode(bytes);
    }

    private static SourceText Decode(byte[] bytes)
    {
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] || LooksLikeUtf16(bytes))
        {
            return Fail("The file is UTF-16, not UTF-8. Save it as UTF-8 in your editor (or: iconv -f UTF-16 -t UTF-8).");
        }

        if (bytes.AsSpan().IndexOf((byte)0) is >= 0 and var zero)
        {
            return Fail("There is a NUL byte, so this is not a text file or it is damaged. Save it again as UTF-8 text.", LineOf(bytes, zero));
        }

        if (!Utf8.IsValid(bytes))
        {
            var at = FirstInvalid(bytes);
            return Fail($"The byte 0x{bytes[at]:X2} is not UTF-8; the file was probably saved as Latin-1 or Windows-1252. Save it as UTF-8 in your editor (or: iconv -f WINDOWS-1252 -t UTF-8).", LineOf(bytes, at));
        }

        var text = Encoding.UTF8.GetString(bytes);
        return string.IsNullOrWhiteSpace(text.TrimStart('\ufeff'))
            ? Fail("The file is empty. Write something into it, or remove it.")
            : new SourceText(text, SHA256.HashData(bytes), null, null);
    }

    private static SourceText Fail(string problem, int? line = null) => new(null, [], problem, line);

    // Without a mark UTF-16 of Latin text has a zero in every second byte.
    private static bool LooksLikeUtf16(ReadOnlySpan<byte> bytes)
    {
        var sample = bytes[..Math.Min(bytes.Length, 512)];
        return sample.Length >= 8 && sample.Count((byte)0) > sample.Length / 4;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length && Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == OperationStatus.Done)
        {
            at += length;
        }

        return at;
    }

    private static int LineOf(ReadOnlySpan<byte> bytes, int at) => 1 + bytes[..at].Count((byte)'\n');
}
