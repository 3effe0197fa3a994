using System.Text;
using Blog.Media.Cleaning;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Specs;

public sealed class PictureCleanerSpecs
{
    private static readonly int[] Sizes = [1, 7, 640, 4000];

    public static TheoryData<string, byte[]> Talkative => new()
    {
        { "image/jpeg", TalkativePictures.Jpeg(640, 480, 6) },
        { "image/png", TalkativePictures.Png(9, 7) },
        { "image/webp", TalkativePictures.WebP(320, 240) },
        { "image/gif", TalkativePictures.Gif(30, 20) },
    };

    [Theory]
    [MemberData(nameof(Talkative))]
    public void Nothing_is_left_of_place_author_and_words(string type, byte[] file)
    {
        Assert.Contains(TalkativePictures.Secret, Encoding.Latin1.GetString(file));

        var clean = Clean(file, type)!;

        Assert.DoesNotContain(TalkativePictures.Secret, Encoding.Latin1.GetString(clean));
    }

    [Theory]
    [MemberData(nameof(Talkative))]
    public void Cleaning_a_clean_picture_changes_nothing(string type, byte[] file)
    {
        var clean = Clean(file, type)!;

        Assert.Equal(clean, Clean(clean, type));
    }

    [Theory]
    [MemberData(nameof(Talkative))]
    public void A_picture_that_was_cut_off_anywhere_is_refused_and_never_let_through_as_it_came(string type, byte[] file)
    {
        var clean = Clean(file, type)!;

        for (var length = 0; length < clean.Length; length++)
        {
            Assert.Null(Clean(clean[..length], type));
        }
    }

    [Theory]
    [MemberData(nameof(Talkative))]
    public void Whatever_byte_is_wrong_it_is_cleaned_or_refused(string type, byte[] file)
    {
        for (var at = 0; at < file.Length; at++)
        {
            byte[] broken = [.. file];
            broken[at] ^= 0xFF;

            // It may be refused, and it may come out; it must not throw.
            var clean = Clean(broken, type);

            Assert.True(clean is null || clean.Length <= file.Length + 40);
        }
    }

    [Fact]
    public void What_a_jpeg_is_drawn_from_stays_to_the_byte_and_only_its_orientation_of_exif()
    {
        foreach (var (width, height) in Sizes.SelectMany(w => Sizes.Select(h => (w, h))))
        {
            for (var orientation = 1; orientation <= 8; orientation++)
            {
                var clean = Clean(TalkativePictures.Jpeg(width, height, orientation), "image/jpeg")!;

                byte[] head = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 2, 0, 0, 1, 0, 1, 0, 0];
                byte[] turned = orientation == 1 ? [] : ExifOrientation.Segment(orientation);
                Assert.Equal([.. head, .. turned, .. TalkativePictures.JpegPicture(width, height), 0xFF, 0xD9], clean);
                Assert.True(orientation == 1 || ExifOrientation.Read(turned.AsSpan(4)) == orientation);
            }
        }
    }

    [Fact]
    public void What_a_png_a_webp_and_a_gif_are_drawn_from_stays_to_the_byte()
    {
        var png = Clean(TalkativePictures.Png(9, 7), "image/png")!;
        var webP = Encoding.Latin1.GetString(Clean(TalkativePictures.WebP(320, 240), "image/webp")!);
        var gif = Clean(TalkativePictures.Gif(30, 20), "image/gif")!;

        var plain = Pictures.Png(9, 7);
        Assert.Equal([.. plain[..33], .. Pictures.Chunk("gAMA", [0, 0, 0xB1, 0x8F]), .. plain[33..]], png);
        Assert.Equal(webP.Length - 8, BitConverter.ToInt32(Encoding.Latin1.GetBytes(webP), 4));
        Assert.Equal(0x22, webP[20]);
        Assert.Contains("VP8 \u0005\0\0\0\u0001\u0002\u0003\u0004\u0005\0", webP);
        Assert.Contains("colours", webP);
        var still = Pictures.Gif(30, 20, 2);
        Assert.Equal([.. still[..19], 0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, 0, 0, 0, .. still[19..]], gif);
    }

    [Fact]
    public void An_avif_is_let_in_only_if_it_tells_nothing()
    {
        Assert.NotNull(Clean(Pictures.Avif(32, 24), "image/avif"));
        Assert.Null(Clean([.. Pictures.Avif(32, 24), .. "infe\u0002\0\0\0\0\u0001\0\0Exif"u8], "image/avif"));
    }

    private static byte[]? Clean(byte[] file, string type) => PictureCleaner.Clean(file, type) is { } pieces ? [.. pieces.SelectMany(p => p.ToArray())] : null;
}
