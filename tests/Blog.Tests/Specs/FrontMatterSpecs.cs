using System.Text.Json;
using Blog.Posts.FrontMatter;

namespace Blog.Tests.Specs;

public sealed class FrontMatterSpecs
{
    [Theory]
    [InlineData("---\ntitle: Kettle\n---\nText\n", FrontMatterKind.Yaml, "Text\n", 4)]
    [InlineData("\ufeff---\r\ntitle: Kettle\r\n---\r\nText\r\n", FrontMatterKind.Yaml, "Text\n", 4)]
    [InlineData("---\ntitle: Kettle\n...\nText", FrontMatterKind.Yaml, "Text", 4)]
    [InlineData("---  \ntitle: Kettle\n---", FrontMatterKind.Yaml, "", 4)]
    [InlineData("+++\ntitle = \"Kettle\"\n+++\nText", FrontMatterKind.Toml, "Text", 4)]
    [InlineData("{\n  \"title\": \"Kettle\"\n}\nText", FrontMatterKind.Json, "\nText", 3)]
    [InlineData("{ \"title\": \"Kettle\", /* note */ }\nText", FrontMatterKind.Json, "\nText", 1)]
    [InlineData("# Kettle\nText", FrontMatterKind.None, "# Kettle\nText", 1)]
    [InlineData("---\nA rule, and no head", FrontMatterKind.None, "---\nA rule, and no head", 1)]
    [InlineData("{% tag %}\nText", FrontMatterKind.None, "{% tag %}\nText", 1)]
    [InlineData("{{ tag }}\nText", FrontMatterKind.None, "{{ tag }}\nText", 1)]
    [InlineData("", FrontMatterKind.None, "", 1)]
    public void Head_and_text_are_told_apart(string file, FrontMatterKind kind, string body, int bodyLine)
    {
        var block = FrontMatterReader.Read(file);

        Assert.Equal(kind, block.Kind);
        Assert.Equal(body, block.Body);
        Assert.Equal(bodyLine, block.BodyLine);
        Assert.Empty(block.Problems);
        if (kind != FrontMatterKind.None)
        {
            Assert.Equal("Kettle", Header(file).Title);
        }
    }

    [Theory]
    [InlineData("title : Kettle", "Kettle")]
    [InlineData("title: 'It''s hot'", "It's hot")]
    [InlineData("title: \"Tea \\\"black\\\"\"", "Tea \"black\"")]
    [InlineData("title: >\n  Tea\n  time", "Tea time")]
    [InlineData("title: 1984", "1984")]
    [InlineData("title: 1.10", "1.10")]
    [InlineData("title: Tea &amp; cake", "Tea & cake")]
    [InlineData("title: &t Tea\nother: *t", "Tea")]
    public void A_valid_title_is_read_without_a_warning(string yaml, string title)
    {
        var block = FrontMatterReader.Read($"---\n{yaml}\n---\n");

        Assert.Equal(title, PostHeaderReader.Read(block, TimeZoneInfo.Utc).Title);
        Assert.Empty(block.Problems);
    }

    [Theory]
    [InlineData("title: Tea\nexcerpt: \"It begins here\nand goes on: at column 0.\"\ntags: [a]", "Tea", "It begins here and goes on: at column 0.", 3)]
    [InlineData("title: Tea: a history\nexcerpt: Short", "Tea: a history", "Short", 2)]
    [InlineData("title: Tea\nexcerpt: @me says so", "Tea", "@me says so", 3)]
    [InlineData("title: Tea\nexcerpt: A text\nthat goes on", "Tea", "A text that goes on", 3)]
    [InlineData("title: \"Tea\nexcerpt: Short", "Tea", "Short", 2)]
    [InlineData("title: `Tea`\nexcerpt: Short", "`Tea`", "Short", 2)]
    [InlineData("title: Tea\nexcerpt: \"He said \"no\" to it\"", "Tea", "He said \"no\" to it", 3)]
    public void Broken_YAML_loses_no_key_and_names_the_line(string yaml, string title, string excerpt, int line)
    {
        var block = FrontMatterReader.Read($"---\n{yaml}\n---\nText");
        var header = PostHeaderReader.Read(block, TimeZoneInfo.Utc);

        Assert.Equal(title, header.Title);
        Assert.Equal(excerpt, header.Excerpt);
        Assert.Equal("Text", block.Body);
        var problem = Assert.Single(block.Problems);
        Assert.Equal(line, problem.Line);
        Assert.Contains(yaml, JsonDocument.Parse(header.Extra!).RootElement.GetProperty("front matter as written").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tab_before_a_list_item_is_accepted_and_reported()
    {
        var block = FrontMatterReader.Read("---\ntitle: Tea\ntags:\n\t- black\n\t- green\n---\n");
        var header = PostHeaderReader.Read(block, TimeZoneInfo.Utc);

        Assert.Equal(["black", "green"], header.Tags);
        Assert.Equal(3, Assert.Single(block.Problems).Line);
    }

    [Fact]
    public void A_broken_list_item_does_not_cost_the_list()
    {
        var header = Header("---\ntitle: Tea\ntags:\n- \"black\n- green: leaf: whole\n- 'white'\n---\n");

        Assert.Equal(["black", "green: leaf: whole", "white"], header.Tags);
        Assert.Equal("Tea", header.Title);
    }

    [Fact]
    public void A_key_given_twice_is_reported_the_last_counts_and_both_are_kept()
    {
        var block = FrontMatterReader.Read("---\ntitle: First\ndraft: true\ntitle: Second\n---\n");
        var header = PostHeaderReader.Read(block, TimeZoneInfo.Utc);

        Assert.Equal("Second", header.Title);
        Assert.Equal("""{"title":["First","Second"]}""", header.Extra);
        var problem = Assert.Single(block.Problems);
        Assert.Equal(4, problem.Line);
        Assert.Contains("line 2", problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void TOML_strings_numbers_lists_and_tables_are_read()
    {
        var header = Header(""""
            +++
            title = "Snow \"depth\" \u00e9"  # a comment
            date = 2021-03-04T10:00:00+01:00
            draft = true
            slug = 'snow'
            description = """
            Two
            lines"""
            tags = [
              "ice", # cold
              'wind',
            ]
            weight = 10
            ratio = 0.50
            author = { name = "Inés", mail = "-" }
            [params]
            depth = 3
            [[resources]]
            src = "a.png"
            [[resources]]
            src = "b.png"
            +++
            """");

        Assert.Equal("Snow \"depth\" é", header.Title);
        Assert.Equal(new DateTimeOffset(2021, 3, 4, 9, 0, 0, TimeSpan.Zero), header.Date!.Instant);
        Assert.True(header.IsDraft);
        Assert.Equal("snow", header.Slug);
        Assert.Equal("Two lines", header.Excerpt);
        Assert.Equal(["ice", "wind"], header.Tags);
        Assert.Equal(["Inés"], header.Authors);
        Assert.Equal("""{"weight":10,"ratio":0.50,"params":{"depth":3},"resources":[{"src":"a.png"},{"src":"b.png"}]}""", header.Extra);
    }

    [Fact]
    public void A_wrong_TOML_line_is_named_and_the_others_are_read()
    {
        var block = FrontMatterReader.Read("+++\ntitle = \"Ice\"\nmood = cold\nslug = \"ice\"\n+++\n");
        var header = PostHeaderReader.Read(block, TimeZoneInfo.Utc);

        Assert.Equal("Ice", header.Title);
        Assert.Equal("ice", header.Slug);
        Assert.Equal(3, Assert.Single(block.Problems).Line);
    }

    [Fact]
    public void Broken_JSON_is_read_row_by_row()
    {
        var block = FrontMatterReader.Read("{\n  \"title\": \"Ice\"\n  \"slug\": \"ice\",\n}\nText");
        var header = PostHeaderReader.Read(block, TimeZoneInfo.Utc);

        Assert.Equal("Ice", header.Title);
        Assert.Equal("ice", header.Slug);
        Assert.Equal("\nText", block.Body);
        Assert.NotEmpty(block.Problems);
    }

    [Theory]
    [InlineData("2014-01-02", "2014-01-01T23:00:00Z", null)]
    [InlineData("2021-9-1", "2021-08-31T22:00:00Z", null)]
    [InlineData("2014-01-02 10:11", "2014-01-02T09:11:00Z", null)]
    [InlineData("2014-08-19T15:58", "2014-08-19T13:58:00Z", null)]
    [InlineData("2014-01-02 10:11:12 +0900", "2014-01-02T01:11:12Z", "Etc/GMT-9")]
    [InlineData("2014-01-02 9:05:00 -5", "2014-01-02T14:05:00Z", "Etc/GMT+5")]
    [InlineData("2014-04-28T11:59:00-04:00", "2014-04-28T15:59:00Z", "Etc/GMT+4")]
    [InlineData("2014-07-28T11:59:00.123Z", "2014-07-28T11:59:00Z", "Etc/UTC")]
    [InlineData("2014-01-02T10:11:12+01:00", "2014-01-02T09:11:12Z", null)]
    [InlineData("2014-01-02T10:11:12+05:30", "2014-01-02T04:41:12Z", "Asia/Kolkata")]
    [InlineData("2018/09/05", "2018-09-04T22:00:00Z", null)]
    [InlineData("September 5, 2018", "2018-09-04T22:00:00Z", null)]
    [InlineData("Sep. 5th, 2018", "2018-09-04T22:00:00Z", null)]
    [InlineData("18 Dec 2014", "2014-12-17T23:00:00Z", null)]
    [InlineData("Thu, 18 Dec 2014 10:00:00 GMT", "2014-12-18T10:00:00Z", "Etc/UTC")]
    [InlineData("2024-03-31 02:30", "2024-03-31T01:00:00Z", null)]
    [InlineData("2024-01-31 06:30 PM", "2024-01-31T17:30:00Z", null)]
    public void Dates_are_read_as_people_write_them(string text, string instant, string? zone)
    {
        var madrid = TimeZoneInfo.FindSystemTimeZoneById("Europe/Madrid");

        Assert.True(PostDate.TryParse(text, madrid, out var date));
        Assert.Equal(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture), date.Instant);
        Assert.Equal(zone, date.ZoneId);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("2014-13-01")]
    [InlineData("2014-02-30")]
    [InlineData("31/05/2014")]
    [InlineData("2014-01-02 25:00")]
    [InlineData("2014-01-02 10:00 MARS")]
    [InlineData("0000-00-00")]
    [InlineData("Smarch 5, 2018")]
    public void An_unknown_date_is_refused_with_line_value_and_the_accepted_forms(string text)
    {
        var header = Header($"---\ntitle: Tea\ndate: {text}\n---\n");

        Assert.Null(header.Date);
        Assert.Equal(3, header.DateProblem!.Line);
        Assert.Contains(text, header.DateProblem.Reason, StringComparison.Ordinal);
        Assert.Contains(PostDate.AcceptedForms, header.DateProblem.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("published: false", true, null)]
    [InlineData("published: 2014-01-02", false, "2014-01-02")]
    [InlineData("draft: yes", true, null)]
    [InlineData("date: 2014-01-02\npublished: true", false, "2014-01-02")]
    [InlineData("pubdate: 2014-01-02", false, "2014-01-02")]
    public void Published_is_a_switch_for_some_and_a_date_for_others(string yaml, bool draft, string? day)
    {
        var header = Header($"---\n{yaml}\n---\n");

        Assert.Equal(draft, header.IsDraft);
        Assert.Equal(day, header.Date?.Instant.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Null(header.DateProblem);
    }

    [Theory]
    [InlineData("tags: chai irc screen", "chai|irc|screen")]
    [InlineData("tags: snow depth, ice", "snow depth|ice")]
    [InlineData("tags: [snow depth, ice]\ncategories: [Ice, news]", "snow depth|ice|news")]
    [InlineData("category: long reads", "long reads")]
    public void Tags_are_lists_or_words(string yaml, string tags) =>
        Assert.Equal(tags.Split('|'), Header($"---\n{yaml}\n---\n").Tags);

    [Theory]
    [InlineData("image: a.png\nimage_alt: A cup", "a.png", "A cup")]
    [InlineData("cover:\n  image: a.png\n  alt: A cup", "a.png", "A cup")]
    [InlineData("featured: true\nthumbnail: a.png", "a.png", null)]
    [InlineData("images: [x]\nimage: [a.png, b.png]", "a.png", null)]
    [InlineData("featured: true", null, null)]
    public void Covers_are_texts_maps_or_lists(string yaml, string? image, string? alt)
    {
        var header = Header($"---\n{yaml}\n---\n");

        Assert.Equal(image, header.Image);
        Assert.Equal(alt, header.ImageAlt);
    }

    [Fact]
    public void Other_keys_are_understood_and_unknown_ones_are_kept()
    {
        var header = Header("""
            ---
            title: |
              Two
              lines
            layout: page
            permalink: /about/
            redirect_from: [/me, /who/]
            aliases: /old
            lang: fa_IR
            author: [ana, {name: Bo}]
            canonical_url: https://elsewhere.example/x
            headless: true
            comments: true
            weight: 007
            nested: {a: [1, "2"]}
            ---
            """);

        Assert.Equal("Two lines", header.Title);
        Assert.True(header.IsPage);
        Assert.True(header.IsHeadless);
        Assert.Equal("/about/", header.Permalink);
        Assert.Equal(["/old", "/me", "/who/"], header.Aliases);
        Assert.Equal("fa-IR", header.Language);
        Assert.Equal(["ana", "Bo"], header.Authors);
        Assert.Equal("https://elsewhere.example/x", header.CanonicalUrl);
        Assert.Equal("""{"comments":true,"weight":"007","nested":{"a":[1,"2"]}}""", header.Extra);
    }

    [Fact]
    public void Nested_and_aliased_YAML_cannot_grow_a_file_into_a_bomb()
    {
        var laughs = "a: &a [x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{(char)('b' + i)}: &{(char)('b' + i)} [*{(char)('a' + i)},*{(char)('a' + i)},*{(char)('a' + i)},*{(char)('a' + i)}]\n"));

        var header = Header($"---\ntitle: Tea\n{laughs}---\n");
        var deep = Header($"---\ntitle: Tea\nx: {new string('[', 5000)}{new string(']', 5000)}\n---\n");

        Assert.True(header.Extra!.Length < 10_000);
        Assert.Equal("Tea", deep.Title);
    }

    [Fact]
    public void No_cut_and_no_flipped_byte_makes_the_reader_fail()
    {
        string[] files =
        [
            "---\ntitle: \"Tea\"\ndate: 2014-01-02\ntags:\n  - a\n  - {b: c}\nx: |\n  y\n---\nText",
            "+++\ntitle = \"Tea\"\ntags = [\"a\", 'b']\nx = { y = 1 }\n[t]\nz = \"\"\"\nq\"\"\"\n+++\nText",
            "{\"title\": \"Tea\", \"tags\": [\"a\", {\"b\": null}]}\nText",
        ];
        var random = new Random(7);

        foreach (var file in files)
        {
            for (var i = 0; i < 3000; i++)
            {
                var letters = file.ToCharArray()[..random.Next(4, file.Length + 1)];
                letters[random.Next(letters.Length)] = (char)random.Next(1, 0x2FF);

                var block = FrontMatterReader.Read(new string(letters));

                PostHeaderReader.Read(block, TimeZoneInfo.Utc);
                Assert.Equal(letters.Length > 0, block.Raw.Length + block.Body.Length > 0 || block.Kind != FrontMatterKind.None);
            }
        }
    }

    private static PostHeader Header(string file) => PostHeaderReader.Read(FrontMatterReader.Read(file), TimeZoneInfo.Utc);
}
