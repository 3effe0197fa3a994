namespace Blog.Tests.Storage;

public sealed class SqlitePostTests() : PostStoreContract(new SqliteFixture());

public sealed class SqliteListTests() : PostListContract(new SqliteFixture());

public sealed class SqliteSearchTests() : SearchContract(new SqliteFixture());

public sealed class SqliteSyndicationTests() : SyndicationStoreContract(new SqliteFixture());

public sealed class SqliteInteractionTests() : InteractionStoreContract(new SqliteFixture());

public sealed class SqliteSiteTests() : SiteStoreContract(new SqliteFixture());

public sealed class SqlitePeopleTests() : PeopleStoreContract(new SqliteFixture());

public sealed class SqliteRelatedPostsTests() : RelatedPostsContract(new SqliteFixture());

public sealed class SqliteMediaTests() : MediaStoreContract(new SqliteFixture());

public sealed class SqliteWorkingCopyTests() : WorkingCopyContract(new SqliteFixture());

public sealed class SqliteOutageTests() : OutageStoreContract(new SqliteFixture());

public sealed class SqliteDeskPostsTests() : DeskPostsContract(new SqliteFixture());

public sealed class SqliteBulkDeedTests() : BulkDeedContract(new SqliteFixture());

public sealed class SqliteCopyWishTests() : CopyWishContract(new SqliteFixture());
