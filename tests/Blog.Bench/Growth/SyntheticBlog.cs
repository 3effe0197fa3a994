using System.Globalization;
using System.Text;
using Blog.Interactions;
using Blog.Posts;

namespace Blog.Bench.Growth;

/// <summary>
/// A made-up blog of any size: sixteen years of posts in nine languages, tags of which few are frequent and most are rare, comments of which the busiest
/// posts have the most. The same numbers give the same blog, to the last id.
/// </summary>
internal sealed class SyntheticBlog(int posts, int comments, int seed)
{
    // So many posts share the first places: with a million comments on 100,000 posts the busiest has about 3,500.
    private const double Crowd = 35;

    private static readonly DateTimeOffset First = new(2009, 1, 1, 6, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Last = new(2025, 12, 31, 18, 0, 0, TimeSpan.Zero);
    private static readonly string[] Writers = ["Inés Quiroga", "Omid Farahani", "Åsa Lindqvist", "Jiří Novák", "Yuki Tanaka", "Amélie Brûlé", "Tomás Ó Súilleabháin", "Lena Groß"];

    private readonly MarkdownRenderer _markdown = new();
    private readonly Guid?[] _threads = new Guid?[posts];

    /// <summary>How many posts.</summary>
    public int Posts => posts;

    /// <summary>How many comments.</summary>
    public int Comments => comments;

    /// <summary>How many tags there are to choose from.</summary>
    private int Tags => Math.Max(20, (int)(8 * Math.Sqrt(posts)));

    /// <summary>When the post went out.</summary>
    public DateTimeOffset PublishedAt(int n) => First + TimeSpan.FromTicks((Last - First).Ticks / posts * n);

    /// <summary>Id of the post.</summary>
    public Guid Id(int n) => MakeId(PublishedAt(n), RandomOf(1, n));

    /// <summary>Whether readers find it in lists; a few are drafts, a few pages.</summary>
    public PostStatus Status(int n) => (n % 50) switch { 17 => PostStatus.Draft, 33 => PostStatus.Unlisted, _ => PostStatus.Published };

    /// <summary>Address of the post; empty for a draft.</summary>
    public string Path(int n) => Status(n) switch
    {
        PostStatus.Draft => "",
        PostStatus.Unlisted => "/" + Slug(n),
        _ => string.Create(CultureInfo.InvariantCulture, $"/{PublishedAt(n).Year}/{Slug(n)}"),
    };

    /// <summary>The tag of a rank, the most frequent first.</summary>
    public static Tag Tag(int rank)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{SyntheticWords.All[0][200 + rank]} {rank}");
        return new Tag(name, name.Replace(' ', '-'));
    }

    /// <summary>The post with the most comments, or the n-th of them.</summary>
    public int Busiest(int rank = 0) => (int)((rank * 7919L + seed + 11) % posts);

    /// <summary>A post.</summary>
    public PostChange Post(int n)
    {
#pragma warning disable CA5394 // The same blog every time is the point.
        var random = RandomOf(2, n);
        var words = SyntheticWords.Pick(random);
        var isNote = n % 40 == 7;
        var markdown = isNote ? words.Sentence(random) : Text(words, random);
        var rendered = _markdown.Render(markdown);
        var at = PublishedAt(n);
        var status = Status(n);
        var tags = status == PostStatus.Published ? Enumerable.Range(0, random.Next(0, 6)).Select(_ => (int)Skewed(random, Tags, 4)).Distinct().Select(Tag).ToList() : [];
        var writer = Writers[(int)Skewed(random, Writers.Length, 1)];
        var title = isNote ? null : words.Sentence(random).TrimEnd('.', '。');
        var changed = random.Next(10) == 0 ? at.AddDays(random.Next(2, 90)) : at;
#pragma warning restore CA5394
        return new PostChange
        {
            ExpectedRevision = 0,
            Origin = "bench",
            Post = new Post
            {
                Id = Id(n),
                Revision = 1,
                Title = title?[..Math.Min(title.Length, 120)],
                Slug = Slug(n),
                Path = Path(n),
                Markdown = markdown,
                Html = rendered.Html,
                Text = rendered.Text,
                Excerpt = Excerpt.From(rendered.Text),
                Tags = tags,
                Authors = [new Byline(null, writer, Blog.Posts.Slug.From(writer))],
                Language = words.Code,
                Status = status,
                PublishedAt = status == PostStatus.Draft ? null : at,
                ZoneId = "Etc/UTC",
                CreatedAt = at,
                UpdatedAt = changed,
                WordCount = rendered.WordCount,
            },
        };
    }

    /// <summary>A comment; to be asked for in order, because some answer the one before.</summary>
    public Interaction Comment(int n)
    {
#pragma warning disable CA5394 // The same blog every time is the point.
        var random = RandomOf(3, n);
        var post = Busiest((int)Skewed(random, posts, Crowd));
        var words = SyntheticWords.Pick(random);
        var at = PublishedAt(post).AddMinutes(random.Next(5, 500_000));
        var id = MakeId(at, random);
        var parent = random.Next(5) == 0 ? _threads[post] : null;
        _threads[post] = id;
        var kind = random.Next(20) switch { < 2 => InteractionKind.Like, 2 => InteractionKind.Mention, _ => InteractionKind.Comment };
        var state = random.Next(100) switch { < 2 => InteractionState.Pending, 2 => InteractionState.Spam, 3 => InteractionState.Tombstone, _ => InteractionState.Visible };
        var html = kind == InteractionKind.Like ? "" : $"<p>{string.Join(' ', Enumerable.Range(0, random.Next(1, 8)).Select(_ => words.Sentence(random)))}</p>";
        return new Interaction
        {
            Id = id,
            PostId = Id(post),
            ParentId = parent,
            Kind = kind,
            State = state,
            Origin = kind == InteractionKind.Comment ? "form" : "webmention",
            SourceUrl = string.Create(CultureInfo.InvariantCulture, $"comment:{n}"),
            AuthorName = $"{words[random.Next(2000)]} {words[random.Next(2000)]}",
            Html = html,
            WrittenAt = at,
            ReceivedAt = at.AddSeconds(3),
        };
#pragma warning restore CA5394
    }

    private static string Slug(int n) => string.Create(CultureInfo.InvariantCulture, $"{SyntheticWords.All[0][n % SyntheticWords.Count]}-{n}");

    // Paragraphs with what authors put between them; half of the posts have more than 450 words, a few thousands.
    private static string Text(SyntheticWords words, Random random)
    {
#pragma warning disable CA5394 // The same text every time is the point.
        var text = new StringBuilder();
        var paragraphs = (int)(6 * Math.Exp((random.NextDouble() + random.NextDouble() - 1) * 1.8));
        for (var i = 0; i <= paragraphs; i++)
        {
            switch (random.Next(12))
            {
                case 0:
                    text.Append("## ").Append(words.Sentence(random).TrimEnd('.', '。')).Append("\n\n");
                    break;
                case 1:
                    text.AppendJoin('\n', Enumerable.Range(0, 4).Select(_ => "- " + words.Sentence(random))).Append("\n\n");
                    break;
                case 2:
                    text.Append("> ").Append(words.Sentence(random)).Append("\n\n");
                    break;
                case 3:
                    text.Append("```\n").Append(words.Next(random)).Append(" = ").Append(words.Next(random)).Append("()\n```\n\n");
                    break;
            }

            for (var sentences = random.Next(3, 10); sentences > 0; sentences--)
            {
                var sentence = words.Sentence(random);
                text.Append(random.Next(15) switch { 0 => $"*{sentence}*", 1 => $"[{sentence}](https://example.org/{random.Next(1000)})", _ => sentence }).Append(' ');
            }

            text.Append("\n\n");
        }
#pragma warning restore CA5394
        return text.ToString();
    }

    // A number below count; the chance of n falls as 1/(n + crowd).
#pragma warning disable CA5394 // The same number every time is the point.
    private static double Skewed(Random random, int count, double crowd) =>
        Math.Min(count - 1, (crowd * Math.Pow((count + crowd) / crowd, random.NextDouble())) - crowd);

    private static Guid MakeId(DateTimeOffset at, Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(at).TryWriteBytes(bytes, bigEndian: true, out _);
        random.NextBytes(bytes[8..]);
        bytes[6] = 0x70;
        bytes[7] = bytes[15];
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }
#pragma warning restore CA5394

    private Random RandomOf(int kind, int n) => new(unchecked((seed * 486_187_739) + (kind * 16_777_619) + (n * 31)));
}
