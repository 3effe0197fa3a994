using System.Text;
using Blog.Posts;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Storage;

/// <summary>What search must find on every engine.</summary>
public abstract class SearchContract(StoreFixture store) : StoreTest(store)
{
    private const char HitStart = '\uE000';
    private const char HitEnd = '\uE001';

    [StoreTheory]
    [InlineData("Un café en la montaña", "cafe")]
    [InlineData("A cafe in the mountains", "café")]
    [InlineData("CAFÉ", "cafe\u0301")]
    [InlineData("Ångström measured it", "angstrom")]
    [InlineData("Το χιόνι έπεσε", "χιονι")]
    [InlineData("Снег ещё идёт", "еще")]
    [InlineData("東京都に雪が降りました", "東京")]
    [InlineData("東京都に雪が降りました", "雪")]
    [InlineData("東京都に雪が降りました", "降りました")]
    [InlineData("昨日カメラを買った", "カメラ")]
    [InlineData("昨日カメラを買った", "ｶﾒﾗ")]
    [InlineData("今天下雪了。", "下雪")]
    [InlineData("눈이 왔습니다", "왔습")]
    [InlineData("วันนี้หิมะตก", "หิมะ")]
    [InlineData("tower東京bridge", "東京")]
    [InlineData("tower東京bridge", "bridge")]
    [InlineData("𠮷野家で食べた", "𠮷野")]
    [InlineData("کتاب‌های برف", "کتاب")]
    [InlineData("کتاب‌های برف", "كتاب")]
    [InlineData("می‌خواهم برف ببینم", "می‌خواهم")]
    [InlineData("الثلج في الجبال", "الثلج")]
    [InlineData("كِتَابٌ عن الثلج", "كتاب")]
    [InlineData("أول الثلج", "اول")]
    [InlineData("سال ۱۴۰۵", "1405")]
    [InlineData("שָׁלוֹם עולם", "שלום")]
    [InlineData("हिन्दी में लिखा", "हिन्दी")]
    [InlineData("C# and F# notes", "c#")]
    [InlineData("state-of-the-art", "state-of-the-art")]
    [InlineData("Don’t stop", "don’t")]
    public async Task A_word_of_any_script_is_found(string text, string query)
    {
        var post = await Store.Posts.StoreAsync(Samples.Post("Something else", text: text));
        await Store.Posts.StoreAsync(Samples.Post("Another", text: "Nothing of it, zero words in common."));

        var hits = await Store.Posts.SearchAsync(query, 10, default);

        var hit = Assert.Single(hits);
        Assert.Equal(post.Id, hit.Post.Id);
        Assert.Contains(HitStart, hit.Snippet);
        Assert.Equal(hit.Snippet.Count(c => c == HitStart), hit.Snippet.Count(c => c == HitEnd));
    }

    [StoreTheory]
    [InlineData("東京都に雪が降りました", "京東")]
    [InlineData("東京都に雪が降りました", "東雪")]
    [InlineData("snowfall", "now")]
    [InlineData("snow and ice", "snow kettle")]
    [InlineData("kettles", "kettle ice")]
    [InlineData("alpha", "alp beta")]
    public async Task What_is_not_there_is_not_found(string text, string query)
    {
        await Store.Posts.StoreAsync(Samples.Post("Something else", text: text));

        Assert.Empty(await Store.Posts.SearchAsync(query, 10, default));
    }

    [StoreTheory]
    [InlineData("\"")]
    [InlineData("\"\"\"")]
    [InlineData("*")]
    [InlineData("NEAR")]
    [InlineData("NEAR(snow ice, 5)")]
    [InlineData("snow AND")]
    [InlineData("OR NOT snow")]
    [InlineData("-snow")]
    [InlineData("title:snow")]
    [InlineData("^snow")]
    [InlineData("snow*ice")]
    [InlineData("{title} : snow")]
    [InlineData("(((((")]
    [InlineData("🏔️")]
    [InlineData("snow 🏔️ \"ice")]
    [InlineData("'; DROP TABLE post; --")]
    [InlineData("\0snow\0")]
    [InlineData("%_%")]
    [InlineData("   ")]
    [InlineData("")]
    [InlineData("\uD83D")]
    public async Task Nothing_that_is_typed_is_a_syntax_error(string query)
    {
        await Store.Posts.StoreAsync(Samples.Post("Snow", text: "Snow and ice."));

        var found = await Store.Posts.SearchAsync(query, 10, default);
        var onDesk = await Store.Posts.ListForDeskAsync(status: null, query, before: null, 10, default);

        Assert.InRange(found.Count, 0, 1);
        Assert.InRange(onDesk.Items.Count, 0, 1);
    }

    [StoreFact]
    public async Task Ten_thousand_characters_are_answered_like_their_beginning()
    {
        var post = await Store.Posts.StoreAsync(Samples.Post("Snow"));
        var query = new StringBuilder().Insert(0, "snow ", 2000).ToString();

        var hit = Assert.Single(await Store.Posts.SearchAsync(query, 10, default));

        Assert.Equal(post.Id, hit.Post.Id);
    }

    [StoreFact]
    public async Task Operators_are_only_words()
    {
        await Store.Posts.StoreAsync(Samples.Post("Snow", text: "Snow near ice."));
        await Store.Posts.StoreAsync(Samples.Post("Ice", text: "Ice alone."));

        Assert.Single(await Store.Posts.SearchAsync("snow NEAR ice", 10, default));
        Assert.Empty(await Store.Posts.SearchAsync("snow OR ice", 10, default));
        Assert.Empty(await Store.Posts.SearchAsync("NOT snow", 10, default));
    }

    [StoreFact]
    public async Task The_last_word_may_be_unfinished_and_only_the_last()
    {
        await Store.Posts.StoreAsync(Samples.Post("Kettles", text: "Kettles and snowfall."));

        Assert.Single(await Store.Posts.SearchAsync("snowfall kett", 10, default));
        Assert.Empty(await Store.Posts.SearchAsync("kett snowfall", 10, default));
    }

    [StoreFact]
    public async Task A_hit_in_the_title_comes_first()
    {
        await Store.Posts.StoreAsync(Samples.Post("Ice", text: "A kettle. " + new string('x', 40) + " and the kettle again, kettle."));
        var titled = await Store.Posts.StoreAsync(Samples.Post("Kettle", text: "Something about tea, " + string.Join(' ', Enumerable.Repeat("water", 60))));
        await Store.Posts.StoreAsync(Samples.Post("Snow", text: "The kettle is there."));

        var hits = await Store.Posts.SearchAsync("kettle", 10, default);

        Assert.Equal(3, hits.Count);
        Assert.Equal(titled.Id, hits[0].Post.Id);
    }

    [StoreFact]
    public async Task Only_public_posts_are_found_and_a_change_is_found_at_once()
    {
        var post = await Store.Posts.StoreAsync(Samples.Post("Kettle") with { Status = PostStatus.Draft });
        Assert.Empty(await Store.Posts.SearchAsync("kettle", 10, default));

        post = await Store.Posts.StoreAsync(post.Next() with { Status = PostStatus.Published });
        Assert.Single(await Store.Posts.SearchAsync("kettle", 10, default));

        post = await Store.Posts.StoreAsync(post.Next() with { Title = "Teapot", Text = "Changed." });
        Assert.Empty(await Store.Posts.SearchAsync("kettle", 10, default));
        Assert.Single(await Store.Posts.SearchAsync("teapot", 10, default));

        post = await Store.Posts.StoreAsync(post.Next() with { Status = PostStatus.Deleted });
        Assert.Empty(await Store.Posts.SearchAsync("teapot", 10, default));

        await Store.Posts.StoreAsync(post.Next() with { Status = PostStatus.Unlisted });
        Assert.Single(await Store.Posts.SearchAsync("teapot", 10, default));
    }

    [StoreFact]
    public async Task The_snippet_shows_the_words_around_the_hit_as_plain_text()
    {
        var text = $"{string.Join(' ', Enumerable.Repeat("before", 100))} the Café <b>stands</b> \uE000here\n{string.Join(' ', Enumerable.Repeat("after", 100))}";
        await Store.Posts.StoreAsync(Samples.Post("Title", text: text));

        var snippet = Assert.Single(await Store.Posts.SearchAsync("cafe stand", 10, default)).Snippet;

        Assert.Contains("\uE000Café\uE001 <b>\uE000stands\uE001</b> here after", snippet, StringComparison.Ordinal);
        Assert.StartsWith("… before", snippet, StringComparison.Ordinal);
        Assert.EndsWith("after …", snippet, StringComparison.Ordinal);
        Assert.InRange(snippet.Length, 100, 300);
    }

    [StoreFact]
    public async Task A_hit_in_the_title_alone_shows_the_beginning_of_the_text()
    {
        await Store.Posts.StoreAsync(Samples.Post("Kettle", text: "Tea is ready."));

        Assert.Equal("Tea is ready.", Assert.Single(await Store.Posts.SearchAsync("kettle", 10, default)).Snippet);
    }

    [StoreFact]
    public async Task No_more_than_the_limit_is_answered()
    {
        for (var i = 0; i < 5; i++)
        {
            await Store.Posts.StoreAsync(Samples.Post("Kettle"));
        }

        Assert.Equal(3, (await Store.Posts.SearchAsync("kettle", 3, default)).Count);
    }
}
