using Blog.Networks;
using Blog.Syndication;

namespace Blog.Tests.Networks;

/// <summary>What counts as the same text, and what does not.</summary>
public sealed class KeptTextTests
{
    [Theory]
    [InlineData("a & b", "a &amp; b")]
    [InlineData("a &amp; b", "a &amp;amp; b")]
    [InlineData("cafe\u0301", "caf\u00e9")]
    [InlineData("one\r\n\r\n\r\ntwo ", "one\n\ntwo")]
    [InlineData("see asp.net now", "see http://asp.net now")]
    [InlineData("https://ines.example.com", "https://ines.example.com/")]
    [InlineData("https://ines.example.com/ñ", "https://ines.example.com/%C3%B1")]
    [InlineData("http://bücher.example/x", "http://xn--bcher-kva.example/x")]
    [InlineData("(https://ines.example.com/2026/nine).", "(https://lnkd.in/eX-1_y).")]
    [InlineData("1 / 2", "1 / 2")]
    [InlineData("❤\uFE0F", "❤")]
    public void The_same_text_written_in_another_way_is_as_sent(string sent, string kept) =>
        Assert.IsType<ReadBackResult.AsSent>(KeptText.Compare(sent, kept, ["lnkd.in"]));

    [Theory]
    [InlineData("Nine centimetres", "Nine")]
    [InlineData("Nine centimetres", "")]
    [InlineData("Nine centimetres", "Nine centimetres, they say")]
    [InlineData("Nine https://ines.example.com/a", "Nine https://ines.example.com/b")]
    [InlineData("Nine https://ines.example.com/a", "Nine https://short.example/a")]
    [InlineData("Nine https://ines.example.com/a and more", "Nine https://lnkd.in/eX")]
    [InlineData("Nine 👩 centimetres", "Nine centimetres")]
    public void Less_more_or_other_words_are_an_alteration(string sent, string kept) =>
        Assert.Equal(kept, Assert.IsType<ReadBackResult.Altered>(KeptText.Compare(sent, kept, ["lnkd.in"])).Kept);

    [Fact]
    public void Foreign_text_is_kept_to_a_length_that_ends_at_a_character() =>
        Assert.Equal(4999, Assert.IsType<ReadBackResult.Altered>(KeptText.Compare("a", "a" + string.Concat(Enumerable.Repeat("👩", 5000)), [])).Kept.Length);
}
