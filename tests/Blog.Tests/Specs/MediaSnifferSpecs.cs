using Blog.Media;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Specs;

public sealed class MediaSnifferSpecs
{
    public static TheoryData<string, byte[], string, int?, int?> Known => new()
    {
        { "png", Pictures.Png(3, 2), "image/png", 3, 2 },
        { "jpeg", Pictures.Jpeg(640, 480), "image/jpeg", 640, 480 },
        { "jpeg on its side", Pictures.Jpeg(640, 480, orientation: 6), "image/jpeg", 480, 640 },
        { "gif", Pictures.Gif(300, 20), "image/gif", 300, 20 },
        { "webp lossy", Pictures.WebP("VP8 ", [0, 0, 0, 0x9D, 1, 0x2A, 0x40, 1, 0xF0, 0]), "image/webp", 320, 240 },
        { "webp lossless", Pictures.WebP("VP8L", [0x2F, 0x3F, 0xC1, 0x3B, 0]), "image/webp", 320, 240 },
        { "webp extended", Pictures.WebP("VP8X", [0, 0, 0, 0, 0x3F, 1, 0, 0xEF, 0, 0]), "image/webp", 320, 240 },
        { "avif", Pictures.Avif(320, 240), "image/avif", 320, 240 },
        { "mp4", [0, 0, 0, 24, .. "ftypisom"u8, 0, 0, 2, 0], "video/mp4", null, null },
        { "webm", [0x1A, 0x45, 0xDF, 0xA3, 0x42, 0x82, 0x84, .. "webm"u8], "video/webm", null, null },
        { "mp3 with a tag", [.. "ID3"u8, 4, 0, 0, 0, 0, 0, 0], "audio/mpeg", null, null },
        { "mp3 without", [0xFF, 0xFB, 0x90, 0x44], "audio/mpeg", null, null },
        { "pdf", [.. "%PDF-1.7\n"u8], "application/pdf", null, null },
    };

    public static TheoryData<string, byte[], string> Refused => new()
    {
        { "nothing", [], "empty" },
        { "svg", [.. "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"u8], "SVG" },
        { "svg behind a declaration", [.. "\ufeff<?xml version='1.0'?><!-- x --><svg/>"u8], "SVG" },
        { "svg behind a doctype", [.. "<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' ''><svg/>"u8], "SVG" },
        { "html", [.. "<!doctype html><script>alert(1)</script>"u8], "web page" },
        { "text", [.. "hello"u8], "not one that is accepted" },
        { "tiff", [.. "II*\0"u8, 8, 0, 0, 0], "not one that is accepted" },
        { "program", [.. "MZ\x90\0"u8], "not one that is accepted" },
        { "a wall of a picture", Pictures.PngHead(65_000, 65_000), "pixels" },
        { "a ribbon of a picture", Pictures.PngHead(30_000, 10), "pixels" },
        { "a picture of nothing", Pictures.PngHead(0, 10), "damaged" },
        { "a negative picture", Pictures.PngHead(-5, 10), "damaged" },
        { "a cut png", [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0], "damaged" },
        { "a cut jpeg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 16], "damaged" },
        { "a jpeg that goes in circles", [0xFF, 0xD8, 0xFF, 0xE0, 0, 0, 0xFF, 0xE0, 0, 0], "damaged" },
        { "an endless animation", Pictures.Gif(1, 1, 10_000), "video" },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void The_bytes_tell_type_and_size(string name, byte[] file, string type, int? width, int? height)
    {
        var verdict = MediaSniffer.Look(new MemoryStream(file));

        Assert.True(verdict.Kind is not null, $"{name}: {verdict.Refusal}");
        Assert.Equal((type, width, height), (verdict.Kind.ContentType, verdict.Kind.Width, verdict.Kind.Height));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_no_sound_medium_is_refused_with_a_reason(string name, byte[] file, string reason)
    {
        var verdict = MediaSniffer.Look(new MemoryStream(file));

        Assert.True(verdict.Kind is null, name);
        Assert.Contains(reason, verdict.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void No_cut_and_no_flipped_byte_makes_it_fail()
    {
        var random = new Random(5);
        foreach (var file in Known.Select(row => (byte[])row[1]))
        {
            for (var i = 0; i < 400; i++)
            {
                var broken = file[..random.Next(file.Length + 1)];
                if (broken.Length > 0)
                {
                    broken[random.Next(broken.Length)] = (byte)random.Next(256);
                }

                var verdict = MediaSniffer.Look(new MemoryStream(broken));

                Assert.NotEqual(verdict.Kind is null, verdict.Refusal is null);
            }
        }
    }
}
