using System.Globalization;
using Blog.Posts;

namespace Blog.Tests.Specs;

public sealed class ExcerptTests
{
    [Fact]
    public void A_short_text_is_its_own_excerpt() => Assert.Equal("One. Two.", Excerpt.From(" One.\n\n Two. "));

    [Theory]
    [InlineData("One two three. Four five six. Seven eight nine ten eleven", 32, "One two three. Four five six.")]
    [InlineData("Was it sixteen degrees? “It was!” It was a warm day in May.", 40, "Was it sixteen degrees? “It was!”")]
    [InlineData("It costs 3.50 in shops. Next words follow here.", 26, "It costs 3.50 in shops.")]
    [InlineData("Use a tool, e.g. a hammer, and nails. Then go on for long.", 40, "Use a tool, e.g. a hammer, and nails.")]
    [InlineData("We met Dr. Watson there. He was late again today.", 30, "We met Dr. Watson there.")]
    [InlineData("Books by J. R. R. Tolkien sell. Others do not sell.", 36, "Books by J. R. R. Tolkien sell.")]
    [InlineData("雪が降った。寒い。とても長い文章がここから始まります。", 15, "雪が降った。寒い。")]
    [InlineData("هل جرّبتِ ذلك؟ نعم، مرات كثيرة في الشتاء الماضي.", 20, "هل جرّبتِ ذلك؟")]
    [InlineData("یہ پہلا جملہ ہے۔ یہ دوسرا جملہ ہے۔", 20, "یہ پہلا جملہ ہے۔")]
    public void An_excerpt_ends_where_a_sentence_ends(string text, int max, string wanted)
    {
        var excerpt = Excerpt.From(text, max);

        Assert.Equal(wanted, excerpt);
    }

    [Theory]
    [InlineData("One two three four five six seven", 20, "One two three four…")]
    [InlineData("No. But then a long sentence without any end", 30, "No. But then a long sentence…")]
    [InlineData("雪雪雪雪雪雪雪雪雪雪", 6, "雪雪雪雪雪…")]
    [InlineData("Words, and then, more, words", 17, "Words, and then…")]
    public void Without_a_sentence_end_it_is_cut_at_a_word(string text, int max, string wanted)
    {
        var excerpt = Excerpt.From(text, max);

        Assert.Equal(wanted, excerpt);
    }

    [Fact]
    public void A_grapheme_is_never_cut()
    {
        const string Family = "👨‍👩‍👧‍👦";
        var text = string.Concat(Enumerable.Repeat(Family, 40)) + string.Concat(Enumerable.Repeat("é̂", 100));
        for (var max = 2; max < 300; max++)
        {
            var excerpt = Excerpt.From(text, max);

            Assert.True(excerpt.Length <= max);
            var whole = StringInfo.ParseCombiningCharacters(text).Append(text.Length).ToHashSet();
            Assert.Contains(excerpt.TrimEnd('…').Length, whole);
        }
    }

    [Fact]
    public void An_excerpt_of_anything_keeps_the_limit()
    {
        const string Alphabet = "ab .!?。\n\t\"e.g.雪é\u0301؟";
        var random = new Random(20261122);
        for (var i = 0; i < 5000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(0, 200)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            var max = random.Next(2, 120);

            var excerpt = Excerpt.From(text, max);

            Assert.True(excerpt.Length <= max, text);
            Assert.Equal(excerpt.Trim(), excerpt);
        }
    }
}
