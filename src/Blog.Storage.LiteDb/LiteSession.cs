using Blog.Posts;
using LiteDB;

namespace Blog.Storage.LiteDb;

/// <summary>The open file and its collections. Used by whoever holds the store's lock, and by nobody else.</summary>
internal sealed class LiteSession : IDisposable
{
    /// <summary>Number of the form in which this program stores; kept in the file's user version.</summary>
    public const int Schema = 1;

    // Keys are compared as they are, letter by letter, as the other engines do; the default would ignore case in the way of the machine's language.
    private static readonly Collation Letters = Collation.Binary;

    private readonly LiteDatabase _database;

    /// <summary>Opens the file, or makes it. Throws what LiteDB throws.</summary>
    public LiteSession(string file)
    {
        // A mapper of its own that knows no type: documents are made and read by hand.
        _database = new LiteDatabase(new ConnectionString { Filename = file, Connection = ConnectionType.Direct, Collation = Letters }, new BsonMapper());
        Posts = Table("post", "slug", "path", "source", "number", "published_at");
        Lists = Table("post_list");
        Revisions = Table("post_revision", "post", "place");
        Paths = Table("post_path");
        Tags = Table("tag");
        Bylines = Table("byline");
        Years = Table("year_count");
        Words = Table("post_word");
        Worded = Table("post_words");
        Targets = Table("target");
        Deliveries = Table("delivery", "uid", "post_id", "state", "lane", "due", "see");
        Attempts = Table("delivery_attempt", "delivery");
        Interactions = Table("interaction", "source", "shown");
        Accounts = Table("account", "email_key", "slug_key");
        Tokens = Table("api_token");
        Invitations = Table("invitation");
        Media = Table("media", "path_key", "newest", "uid");
        MediaUses = Table("media_use", "media", "post");
        Site = Table("site");
        Marks = Table("mark");
        RateLimits = Table("rate_limit", "ends_at");
        WorkingCopies = Table("working_copy");
        PreviewLinks = Table("preview_link", "hash");
        BulkDeeds = Table("bulk_deed", "state");
        CopyWishes = Table("copy_wish", "post_id");
    }

    /// <summary>Posts without their Markdown; <c>_id</c> is the UUID.</summary>
    public LiteTable Posts { get; }

    /// <summary>Places of posts in lists (<see cref="LiteLists"/>).</summary>
    public LiteTable Lists { get; }

    /// <summary>Every save, by number; <c>place</c> is post and revision.</summary>
    public LiteTable Revisions { get; }

    /// <summary>Addresses a post once had.</summary>
    public LiteTable Paths { get; }

    /// <summary>Tags by slug, with counts.</summary>
    public LiteTable Tags { get; }

    /// <summary>Authors by slug, with counts.</summary>
    public LiteTable Bylines { get; }

    /// <summary>Years with counts.</summary>
    public LiteTable Years { get; }

    /// <summary>The inverted index: a word and a post (<see cref="LiteSearch"/>).</summary>
    public LiteTable Words { get; }

    /// <summary>What the inverted index holds of each post.</summary>
    public LiteTable Worded { get; }

    /// <summary>Connected accounts.</summary>
    public LiteTable Targets { get; }

    /// <summary>The outbox, by number.</summary>
    public LiteTable Deliveries { get; }

    /// <summary>Its journals, by number.</summary>
    public LiteTable Attempts { get; }

    /// <summary>What came in.</summary>
    public LiteTable Interactions { get; }

    /// <summary>Who can sign in.</summary>
    public LiteTable Accounts { get; }

    /// <summary>Keys for programs, by hash.</summary>
    public LiteTable Tokens { get; }

    /// <summary>Links that make accounts, by hash.</summary>
    public LiteTable Invitations { get; }

    /// <summary>The catalogue of media, by hash.</summary>
    public LiteTable Media { get; }

    /// <summary>Which posts use which files: a file and a post.</summary>
    public LiteTable MediaUses { get; }

    /// <summary>Single documents: settings, content version, the outbox's seal.</summary>
    public LiteTable Site { get; }

    /// <summary>Small marks by name.</summary>
    public LiteTable Marks { get; }

    /// <summary>How often something was done lately, by name.</summary>
    public LiteTable RateLimits { get; }

    /// <summary>What was typed and not saved, by post and account.</summary>
    public LiteTable WorkingCopies { get; }

    /// <summary>Links that show a post before it is public, by post.</summary>
    public LiteTable PreviewLinks { get; }

    /// <summary>What was done to several posts at once.</summary>
    public LiteTable BulkDeeds { get; }

    /// <summary>What is wanted of copies before there are any, by post and target.</summary>
    public LiteTable CopyWishes { get; }

    /// <summary>All collections.</summary>
    public IReadOnlyList<LiteTable> Tables => [Posts, Lists, Revisions, Paths, Tags, Bylines, Years, Words, Worded, Targets, Deliveries, Attempts, Interactions, Accounts, Tokens, Invitations, Media, MediaUses, Site, Marks, RateLimits, WorkingCopies, PreviewLinks, BulkDeeds, CopyWishes];

    /// <summary>The form in which the file is stored; 0 for a new one.</summary>
    public int Stored => _database.UserVersion;

    /// <summary>True if the file holds a collection that this program never made.</summary>
    public bool IsForeign => _database.GetCollectionNames().Except(Tables.Select(t => t.Name), StringComparer.OrdinalIgnoreCase).Any();

    /// <summary>Makes what is missing; the number comes last, so that a kill in between is made good by the next start.</summary>
    public void Prepare()
    {
        foreach (var table in Tables)
        {
            table.Prepare();
        }

        if (Site.Find(VersionKey) is null)
        {
            Site.Add(new BsonDocument { ["_id"] = VersionKey, ["site"] = 1L, ["lists"] = 1L, ["public"] = 0L });
        }

        if (Stored != Schema)
        {
            _database.UserVersion = Schema;
        }
    }

    /// <summary>Moves the content version and the kept number of public posts.</summary>
    public ContentStamp Bump(int site = 0, int lists = 0, int publicPosts = 0)
    {
        var row = Site.Find(VersionKey)!;
        row["site"] = row.Long("site") + site;
        row["lists"] = row.Long("lists") + lists;
        row["public"] = row.Long("public") + publicPosts;
        Site.Put(row);
        return new ContentStamp(row.Long("site"), row.Long("lists"));
    }

    /// <summary>The content version now.</summary>
    public ContentStamp Stamp() => Site.Find(VersionKey) is { } row ? new ContentStamp(row.Long("site"), row.Long("lists")) : default;

    /// <summary>The kept number of public posts.</summary>
    public int PublicPosts() => (int)Site.Find(VersionKey)!.Long("public");

    /// <summary>Starts a transaction on this thread.</summary>
    public void Begin() => _database.BeginTrans();

    /// <summary>Ends it; all of it is stored.</summary>
    public void Commit() => _database.Commit();

    /// <summary>Ends it; nothing of it is stored.</summary>
    public void Rollback() => _database.Rollback();

    /// <summary>Brings the log into the file.</summary>
    public void Checkpoint() => _database.Checkpoint();

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    private const string VersionKey = "content_version";

    private LiteTable Table(string name, params string[] indexes) => new(_database.GetCollection(name), indexes);
}
