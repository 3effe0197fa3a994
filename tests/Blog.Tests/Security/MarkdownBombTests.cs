using System.Text;
using Blog.Posts;

namespace Blog.Tests.Security;

/// <summary>Texts made to keep a parser busy (faults: Markdown bombs): each is rendered or refused, and never runs on.</summary>
public sealed class MarkdownBombTests
{
    // Not a measurement: far above what any of these takes on a slow, busy machine, far below what a quadratic one takes.
    private static readonly TimeSpan Guard = TimeSpan.FromMinutes(2);

    public static TheoryData<string, string, string> Repeated => new()
    {
        { "", ">", "" }, { "", "> a\n", "" }, { "", "[", "" }, { "", "![", "" }, { "", "[a](", "" }, { "", "[a](<b", "" }, { "", "[]", "" },
        { "", "*", "" }, { "", "*a ", "" }, { "", "*a **a ", "" }, { "", "a**b", "" }, { "", "_a*", "" }, { "", "~a ", "" }, { "", "++a ", "" },
        { "", "`", "" }, { "", "a` ``b ", "" }, { "", "```\n", "" }, { "", ":::\n", "" }, { "", "a{.b", "" }, { "", "$a ", "" }, { "", " $ $$", "" },
        { "", "|", "" }, { "", "| *a ", "" }, { "", "a|b\n-|-\n\n", "" }, { "|a|\n|-|\n", "|a|\n", "" }, { "", "+---+\n| a |\n", "" },
        { "", "- ", "a" }, { "", "* ", "a" }, { "", "1. ", "a" }, { "", "> - ", "a" }, { "- a\n", "\n  b\n", "" }, { "", "- a\n* a\n", "" },
        { "", "[a]: b\n", "" }, { "[a]: b\n\n", "[a] ", "" }, { "[^a]: b\n\n", "[^a] ", "" }, { "", "[^a]: ", "" },
        { "*[a]: b\n\n", "a ", "" }, { "", "a\n: b\n", "" }, { "", ":   ", "" }, { "", "www.a.b(", "" }, { "http://a.b/", "(", "" },
        { "", "<", "" }, { "", "<a ", "" }, { "", "<!--", "" }, { "", "<div>", "" }, { "", "<b>a\n\n", "" }, { "", "<ul><li>", "" }, { "", "&#x", "" },
        { "", "# a\n", "" }, { "", "a\n-\n", "" }, { "", "\0", "" }, { "```html\n", "<a ", "" }, { "```c#\n", "\"\\", "" },
    };

    [Theory]
    [MemberData(nameof(Repeated))]
    public async Task A_construct_repeated_over_64_KB_comes_to_an_end(string start, string piece, string end) =>
        await EndsAsync(Bomb(start, piece, end, 64 * 1024));

    [Theory]
    [MemberData(nameof(Repeated))]
    public async Task A_construct_repeated_over_a_megabyte_comes_to_an_end(string start, string piece, string end) =>
        await EndsAsync(Bomb(start, piece, end, 1024 * 1024));

    [Theory]
    [InlineData("[a]: ", "[a]")]
    [InlineData("*[a]: ", "a ")]
    public void A_text_that_multiplies_itself_is_refused(string definition, string use)
    {
        var text = definition + new string('x', 32 * 1024) + "\n\n" + Bomb("", use, "", 32 * 1024);

        var refusal = Assert.Throws<MarkdownTooComplexException>(() => new MarkdownRenderer().Render(text));

        Assert.Contains("Nothing was saved", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("> ", "levels deep")]
    [InlineData("- ", "levels deep")]
    [InlineData("[", "square brackets")]
    [InlineData("<div>", "HTML")]
    [InlineData("a\n\n", "lines")]
    public void A_refusal_says_what_to_change(string piece, string wanted)
    {
        var refusal = Assert.Throws<MarkdownTooComplexException>(() => new MarkdownRenderer().Render(Bomb("", piece, "a", 200_000)));

        Assert.Contains(wanted, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was saved", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_but_honest_text_is_rendered()
    {
        var text = Bomb("", "A paragraph with *emphasis*, `code`, [a link](https://a.example/b_(c)) and a footnote.\n\n- one\n- two\n\n", "", 500_000);

        var rendered = new MarkdownRenderer().Render(text);

        Assert.True(rendered.WordCount > 50_000);
    }

    private static async Task EndsAsync(string text)
    {
        var work = Task.Run(() =>
        {
            try
            {
                return new MarkdownRenderer().Render(text).Html;
            }
            catch (MarkdownTooComplexException refusal)
            {
                return refusal.Message;
            }
        });

        Assert.NotNull(await work.WaitAsync(Guard));
    }

    private static string Bomb(string start, string piece, string end, int length)
    {
        var text = new StringBuilder(start, length + 64);
        while (text.Length < length)
        {
            text.Append(piece);
        }

        return text.Append(end).ToString();
    }
}
