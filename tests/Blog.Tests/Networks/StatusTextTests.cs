using System.Globalization;
using Blog.Networks.X;
using Blog.Posts;
using Blog.Syndication;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Networks;

public class StatusTextTests
{
    private const string Link = "https://ines.example.com/2026/nine-centimetres";

    private static readonly INetwork Counter = new WeighingNetwork();
    private static readonly INetwork Threading = new WeighingNetwork(canMore: true);

    [Fact]
    public void A_short_post_goes_out_whole()
    {
        var text = StatusText.Compose(Post("Nine centimetres", "Snow fell all night."), null, Link, Counter);

        Assert.Equal($"Nine centimetres\n\nSnow fell all night.\n\n{Link}", text);
    }

    [Fact]
    public void A_note_without_title_is_its_text()
    {
        var text = StatusText.Compose(Post(null, "ignored", "The stove draws again.\n\nTea at four."), null, Link, Counter);

        Assert.Equal($"The stove draws again.\n\nTea at four.\n\n{Link}", text);
    }

    [Fact]
    public void A_long_excerpt_ends_at_a_sentence()
    {
        var excerpt = "One sentence that is long enough to matter in this little text of ours here. " + "Another one that also takes its time to come to an end, as they do. "
            + "And a third which would be too much for the room that is left, because it goes on and on and on until nothing else fits beside it any more, really.";

        var text = StatusText.Compose(Post("Title", excerpt), null, Link, Counter);

        Assert.EndsWith($"as they do.\n\n{Link}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_long_sentence_ends_at_a_word_with_an_ellipsis()
    {
        var excerpt = string.Join(' ', Enumerable.Repeat("marmot", 80));

        var text = StatusText.Compose(Post("Title", excerpt), null, Link, Counter);

        Assert.EndsWith($" marmot…\n\n{Link}", text, StringComparison.Ordinal);
        Assert.InRange(WeightedText.Measure(text), 270, 280);
    }

    [Fact]
    public void A_title_that_is_too_long_is_cut_and_the_link_stays_whole()
    {
        var text = StatusText.Compose(Post(string.Join(' ', Enumerable.Repeat("glacier", 60)), "Excerpt."), null, Link, Counter);

        Assert.EndsWith($"glacier…\n\n{Link}", text, StringComparison.Ordinal);
        Assert.InRange(WeightedText.Measure(text), 260, 280);
    }

    [Fact]
    public void Own_text_wins_and_gets_the_link_once()
    {
        var without = StatusText.Compose(Post("Title", "Excerpt."), "My own words", Link, Counter);
        var with = StatusText.Compose(Post("Title", "Excerpt."), $"Read {Link} today", Link, Counter);

        Assert.Equal($"My own words\n\n{Link}", without);
        Assert.Equal($"Read {Link} today", with);
    }

    [Fact]
    public void Own_text_is_never_cut()
    {
        var own = new string('a', 300);

        var text = StatusText.Compose(Post("Title", "Excerpt."), own, Link, Counter);

        Assert.StartsWith(own, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Row_45_a_cut_falls_between_graphemes()
    {
        var family = "👨‍👩‍👧‍👦";
        var text = StatusText.Compose(Post(null, "", string.Concat(Enumerable.Repeat(family, 200))), null, Link, Counter);

        var body = text[..text.IndexOf('…', StringComparison.Ordinal)];

        Assert.Equal(0, body.Length % family.Length);
        Assert.InRange(WeightedText.Measure(text), 278, 280);
    }

    [Fact]
    public void Row_46_a_cut_never_falls_inside_an_address_a_handle_or_a_hashtag()
    {
        string[] words = ["https://example.org/a/very/long/path/that/goes/on", "@bettina_from_the_hut", "#snowdepth_of_the_year", "asp.net", "word"];
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var all = Enumerable.Range(0, 40).Select(_ => words[random.Next(words.Length)]).ToList();

            var text = StatusText.Compose(Post("T", string.Join(' ', all)), null, Link, Counter);

            var body = text["T\n\n".Length..^("\n\n" + Link).Length].TrimEnd('…');
            Assert.All(body.Split(' '), word => Assert.Contains(word, words));
            Assert.True(WeightedText.Measure(text) <= 280);
        }
    }

    [Fact]
    public void Text_without_spaces_is_cut_between_characters()
    {
        var text = StatusText.Compose(Post(null, "", string.Concat(Enumerable.Repeat("山の上に雪が降る", 60))), null, Link, Counter);

        Assert.InRange(WeightedText.Measure(text), 270, 280);
        Assert.EndsWith($"…\n\n{Link}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Row_49_what_is_no_text_does_not_go_out()
    {
        var text = StatusText.Compose(Post("Title", "Excerpt."), "a\uD800b\0c\u202Ed\uFEFFe", Link, Counter);

        Assert.Equal($"abcde\n\n{Link}", text);
    }

    [Fact]
    public void Whatever_the_author_wrote_the_text_fits()
    {
        string[] pieces = ["a", "word ", "日本", "👩‍💻", "e\u0301", ". ", "! ", "\n\n", "https://example.com/x ", "#tag ", "@name ", "…", "“quote” ", "\u202E", "ⅷ", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"];
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            string Random() => string.Concat(Enumerable.Range(0, random.Next(200)).Select(_ => pieces[random.Next(pieces.Length)]));

            var text = StatusText.Compose(Post(seed % 3 == 0 ? null : Random(), Random(), Random()), null, Link, Counter);

            Assert.True(WeightedText.Measure(text) <= 280, seed.ToString(CultureInfo.InvariantCulture));
            Assert.EndsWith(Link, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Tags_become_hashtags_before_the_link()
    {
        var post = Post("Title", "Excerpt.") with { Tags = [new Tag("snow", "snow"), new Tag("mountain huts", "mountain-huts"), new Tag("2026", "2026"), new Tag("Añil", "anil")] };

        Assert.Equal($"Title\n\nExcerpt.\n\n#snow #MountainHuts #Añil\n\n{Link}", StatusText.Compose(post, null, Link, Counter));
    }

    [Fact]
    public void Hashtags_give_way_before_the_excerpt_is_lost()
    {
        var post = Post(string.Join(' ', Enumerable.Repeat("glacier", 27)), "An excerpt that needs some room.") with { Tags = [new Tag("thermodynamics", "t"), new Tag("permafrost", "p")] };

        var text = StatusText.Compose(post, null, Link, Counter);

        Assert.DoesNotContain("#", text, StringComparison.Ordinal);
        Assert.Contains("An excerpt that needs", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_of_the_author_is_followed_and_empty_lines_go()
    {
        var style = new CopyStyle { Template = "New on my blog: {title}\n{tags}\n{link}" };

        Assert.Equal([$"New on my blog: Title\n{Link}"], StatusText.Compose(Post("Title", "Excerpt."), null, Link, style, Counter));
    }

    [Fact]
    public void A_long_text_goes_out_as_a_thread_whose_first_post_has_the_link()
    {
        var excerpt = string.Join(' ', Enumerable.Range(1, 12).Select(n => $"Sentence number {n} says a little something about the weather up here."));

        var parts = StatusText.Compose(Post("Title", excerpt), null, Link, new CopyStyle { Thread = true }, Threading);

        Assert.InRange(parts.Count, 3, 6);
        Assert.EndsWith(Link, parts[0], StringComparison.Ordinal);
        Assert.All(parts, p => Assert.InRange(WeightedText.Measure(p), 1, 280));
        Assert.Equal($"Title {excerpt}", string.Join(' ', parts.Select(p => p.Replace(Link, "", StringComparison.Ordinal).Trim())).ReplaceLineEndings(" ").Replace("  ", " ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_link_in_the_first_comment_leaves_the_text()
    {
        var parts = StatusText.Compose(Post("Title", "Excerpt."), null, Link, new CopyStyle { LinkInComment = true }, Threading);

        Assert.Equal(["Title\n\nExcerpt.", Link], parts);
    }

    [Fact]
    public void What_a_network_can_not_do_is_not_asked_of_it()
    {
        var style = new CopyStyle { LinkInComment = true, Thread = true };

        Assert.EndsWith(Link, Assert.Single(StatusText.Compose(Post("Title", string.Join(' ', Enumerable.Repeat("marmot", 80))), null, Link, style, Counter)), StringComparison.Ordinal);
    }

    private static Post Post(string? title, string excerpt, string text = "") => new()
    {
        Id = Guid.NewGuid(),
        Revision = 1,
        Title = title,
        Slug = "nine-centimetres",
        Path = "/2026/nine-centimetres",
        Markdown = text,
        Html = "",
        Text = text,
        Excerpt = excerpt,
        Language = "en",
        Status = PostStatus.Published,
        ZoneId = "Etc/UTC",
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };

    private sealed class WeighingNetwork(bool canMore = false) : NetworkDecorator(null)
    {
        public override NetworkDescriptor Descriptor { get; } = new()
        {
            Key = "x",
            Name = "X",
            ApiBase = "https://api.example",
            MaxLength = 280,
            Deadline = TimeSpan.FromSeconds(30),
            WebBase = "https://web.example",
            CopyExample = "https://web.example/1",
            Pace = TimeSpan.Zero,
            Ways = [],
            CanThread = canMore,
            CanComment = canMore,
        };

        public override int Measure(string text) => WeightedText.Measure(text);
    }
}
