using System.Buffers;
using System.Globalization;
using Blog.Accounts;
using Blog.Posts;
using Blog.Site;
using Blog.Themes;

namespace Blog.Reading;

/// <summary>One version of the site's settings and accounts, and the views that follow from them.</summary>
internal sealed class SiteFrame
{
    private const int WordsPerMinute = 230;

    // What most paths consist of; they need no encoding.
    private static readonly SearchValues<char> PlainInPath =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/");

    private readonly SiteAddress _address;
    private readonly string _origin;
    private readonly Dictionary<Guid, Account> _accounts;
    private readonly SiteView _site;

    public SiteFrame(long version, SiteSettings settings, SiteAddress address, IReadOnlyList<Account> accounts)
    {
        Version = version;
        Settings = settings;
        _address = address;
        _origin = address.Base.GetLeftPart(UriPartial.Authority);
        _accounts = accounts.ToDictionary(a => a.Id);
        _site = new SiteView
        {
            Title = settings.Title,
            Tagline = settings.Tagline,
            Url = address.Base.AbsoluteUri,
            Language = settings.Language,
            Navigation = [.. settings.Navigation.Select(n => new LinkView(n.Label, n.Url))],
            Owner = accounts.FirstOrDefault(a => a.Role == AccountRole.Owner) is { } owner ? Author(owner) : null,
            Feeds = Feeds(""),
        };
    }

    /// <summary>Site scope of the content version.</summary>
    public long Version { get; }

    /// <summary>Settings of that version.</summary>
    public SiteSettings Settings { get; }

    /// <summary>Targets whose networks pages lead around for now.</summary>
    public IReadOnlySet<Guid> Away { get; init; } = new HashSet<Guid>();

    /// <summary>Posts on a list page.</summary>
    public int PostsPerPage => Math.Clamp(Settings.PostsPerPage, 5, 50);

    /// <summary>The site as a page at <paramref name="path"/> shows it.</summary>
    public SiteView Site(string path) =>
        _site.Navigation.Any(n => n.Url == path)
            ? _site with { Navigation = [.. _site.Navigation.Select(n => n with { IsCurrent = n.Url == path })] }
            : _site;

    /// <summary>Absolute URL of a path of this site; what is no path stays as it is.</summary>
    public string Absolute(string path) => path.StartsWith('/') ? _origin + Encoded(path) : path;

    /// <summary>A path as links write it: percent-encoded.</summary>
    public string Encoded(string path) =>
        path.AsSpan().ContainsAnyExcept(PlainInPath) || path.Contains("/.", StringComparison.Ordinal) || path.Contains("//", StringComparison.Ordinal)
            ? new Uri(_address.Absolute(path)).AbsolutePath
            : path;

    /// <summary>Feeds of the list at <paramref name="path"/>, empty for the whole site.</summary>
    public FeedsView Feeds(string path) => new(Encoded(path + "/feed.xml"), Encoded(path + "/atom.xml"), Encoded(path + "/feed.json"));

    /// <summary>An account as author.</summary>
    public AuthorView Author(Account account) => new()
    {
        Name = account.Name,
        Url = Encoded("/author/" + account.Slug),
        Bio = account.Bio,
        PhotoUrl = account.PhotoUrl,
        Initial = Initial(account.Name),
        Links = account.Links,
    };

    /// <summary>An author as a post names them, with what their account says if there is one.</summary>
    public AuthorView Author(Byline byline) =>
        byline.AccountId is { } id && _accounts.TryGetValue(id, out var account)
            ? Author(account)
            : new AuthorView { Name = byline.Name, Url = Encoded("/author/" + byline.Slug), Initial = Initial(byline.Name) };

    /// <summary>The account with this address of an author page; null if there is none.</summary>
    public Account? FindAccount(string slug) => _accounts.Values.FirstOrDefault(a => a.Slug == slug);

    /// <summary>A tag; 0 where its count is not at hand.</summary>
    public TagView Tag(Tag tag, int count = 0) => new(tag.Name, Encoded("/tag/" + tag.Slug), count);

    /// <summary>A post in a list.</summary>
    public PostView Post(PostSummary post)
    {
        var url = Absolute(post.Path);
        var language = Languages.For(post.Language);
        return new PostView
        {
            Title = post.Title,
            Path = Encoded(post.Path),
            Url = url,
            CanonicalUrl = url,
            Html = post.NoteHtml is { } html ? new Markup(html) : null,
            Excerpt = post.Excerpt,
            Language = post.Language,
            Direction = language.Direction,
            IsForeign = !Languages.AreAlike(post.Language, Settings.Language),
            LanguageName = language.Name,
            Published = Date(post.PublishedAt, post.ZoneId),
            Authors = [.. post.Authors.Select(Author)],
            Tags = [.. post.Tags.Select(t => Tag(t))],
            Cover = Image(post.Cover),
            ReadingMinutes = Minutes(post.WordCount),
            LetterCount = post.LetterCount,
            IsPage = post.Status == PostStatus.Unlisted,
        };
    }

    /// <summary>A post on its own page.</summary>
    public PostView Post(Post post, IReadOnlyList<CopyView> copies)
    {
        var path = post.Path.Length == 0 ? "/" + post.Slug : post.Path;
        var url = Absolute(path);
        var language = Languages.For(post.Language);
        return new PostView
        {
            Title = post.Title,
            Path = Encoded(path),
            Url = url,
            CanonicalUrl = post.CanonicalUrl ?? url,
            Html = new Markup(post.Html),
            Excerpt = post.Excerpt,
            ExcerptIsOwn = post.ExcerptIsOwn,
            Language = post.Language,
            Direction = language.Direction,
            IsForeign = !Languages.AreAlike(post.Language, Settings.Language),
            LanguageName = language.Name,
            Published = Date(post.PublishedAt, post.ZoneId),
            Updated = IsChanged(post) ? Date(post.UpdatedAt, post.ZoneId) : null,
            Authors = [.. post.Authors.Select(Author)],
            Tags = [.. post.Tags.Select(t => Tag(t))],
            Cover = Image(post.Cover),
            ReadingMinutes = Minutes(post.WordCount),
            LetterCount = post.LetterCount,
            Copies = copies,
            IsPage = post.Status == PostStatus.Unlisted,
        };
    }

    /// <summary>An instant in its author's zone.</summary>
    public static DateView? Date(DateTimeOffset? at, string zoneId)
    {
        if (at is not { } instant)
        {
            return null;
        }

        var local = TimeZoneInfo.TryFindSystemTimeZoneById(zoneId, out var zone) ? TimeZoneInfo.ConvertTime(instant, zone) : instant.ToUniversalTime();
        return new DateView(local.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture), local);
    }

    /// <summary>
    /// True if an author changed the post later than a day after it went public. The first revision is no change: an imported post is
    /// younger here than its date.
    /// </summary>
    public static bool IsChanged(Post post) => post.Revision > 1 && post.PublishedAt is { } published && post.UpdatedAt - published > TimeSpan.FromDays(1);

    private static int Minutes(int words) => Math.Max(1, (words + WordsPerMinute - 1) / WordsPerMinute);

    private static string Initial(string name) => name.Length == 0 ? "" : StringInfo.GetNextTextElement(name).ToUpperInvariant();

    private ImageView? Image(Cover? cover) => cover is null ? null : new ImageView(cover.Url, cover.Alt, cover.Width, cover.Height);
}
