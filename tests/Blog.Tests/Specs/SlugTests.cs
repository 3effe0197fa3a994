using System.Text;
using Blog.Posts;

namespace Blog.Tests.Specs;

public sealed class SlugTests
{
    [Theory]
    [InlineData("Nine centimetres of snow that never fell", "nine-centimetres-of-snow-that-never-fell")]
    [InlineData("Straße, Ærø, Łódź, þing, Đà Nẵng, ısı, İzmir", "strasse-aero-lodz-thing-da-nang-isi-izmir")]
    [InlineData("Crème brûlée à la façon d'Orléans", "creme-brulee-a-la-facon-dorleans")]
    [InlineData("Don’t stop", "dont-stop")]
    [InlineData("Node.js 10.2 / C# & C++", "node-js-10-2-c-c")]
    [InlineData("雪が降る、という話", "雪が降る-という話")]
    [InlineData("ガイド", "ガイド")]
    [InlineData("ｶﾞｲﾄﾞ ＡＢＣ", "ガイド-abc")]
    [InlineData("می‌خواهم بروم", "می-خواهم-بروم")]
    [InlineData("نصّ جميل", "نصّ-جميل")]
    [InlineData("Снег, который й не ё", "снег-который-й-не-ё")]
    [InlineData("Χιόνι στο βουνό", "χιόνι-στο-βουνό")]
    [InlineData("हिन्दी में बर्फ़", "हिन्दी-में-बर्फ़")]
    [InlineData("한국어 눈", "한국어-눈")]
    [InlineData("../../etc/passwd", "etc-passwd")]
    [InlineData("..\\..\\windows", "windows")]
    [InlineData("a\0b\u202ec\u200fd", "abcd")]
    [InlineData("---", "")]
    [InlineData("..", "")]
    [InlineData("👨‍👩‍👧 🏔", "")]
    [InlineData("\ud800x\udc00", "x")]
    [InlineData("", "")]
    [InlineData("  a  --  b  ", "a-b")]
    [InlineData("\"><script>alert(1)</script>", "script-alert-1-script")]
    public void A_title_becomes_an_address(string title, string wanted)
    {
        var slug = Slug.From(title);

        Assert.Equal(wanted.Normalize(), slug);
    }

    [Fact]
    public void A_long_title_is_cut_between_words()
    {
        var slug = Slug.From(string.Join(' ', Enumerable.Repeat("glacier", 30)));

        Assert.Equal(string.Join('-', Enumerable.Repeat("glacier", 10)), slug);
    }

    [Fact]
    public void A_long_title_without_spaces_is_cut_between_graphemes()
    {
        var slug = Slug.From("雪" + string.Concat(Enumerable.Repeat("हि", 100)));

        Assert.InRange(slug.Length, 78, 80);
        Assert.EndsWith("ि", slug, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_text_gives_a_slug_that_is_safe_and_gives_itself_again()
    {
        var random = new Random(20261122);
        int[][] ranges = [[0, 0x7f], [0x80, 0x24f], [0x300, 0x36f], [0x370, 0x5ff], [0x600, 0x6ff], [0x900, 0xdff], [0xe00, 0x11ff], [0x1e00, 0x218f], [0x3000, 0x30ff], [0x4e00, 0x4eff], [0xac00, 0xacff], [0xf900, 0xffff], [0x1f300, 0x1f6ff], [0, 0x10ffff]];
        for (var i = 0; i < 50_000; i++)
        {
            var text = new StringBuilder();
            for (var n = random.Next(0, 50); n > 0; n--)
            {
                var range = ranges[random.Next(ranges.Length)];
                var code = random.Next(range[0], range[1] + 1);
                text.Append(code > 0xffff ? char.ConvertFromUtf32(code) : ((char)code).ToString());
            }

            var slug = Slug.From(text.ToString());

            var seen = string.Join(' ', text.ToString().Select(c => ((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture)));
            Assert.True(slug == Slug.From(slug), $"not stable: {seen} → {slug} → {Slug.From(slug)}");
            Assert.True(slug.IsNormalized(), seen);
            Assert.True(slug.Length <= 80, seen);
            Assert.True(slug.IndexOfAny(['/', '\\', '?', '#', '%', '&', '<', '>', '"', '\'', '.', ':', ';', '`', '@', '+']) < 0 && !slug.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)), seen);
            Assert.False(slug.StartsWith('-') || slug.EndsWith('-') || slug.Contains("--", StringComparison.Ordinal), seen);
        }
    }
}
