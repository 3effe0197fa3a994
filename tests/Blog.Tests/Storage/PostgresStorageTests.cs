using Blog.Tests.Infrastructure;

namespace Blog.Tests.Storage;

[NeedsPostgres]
public sealed class PostgresPostTests() : PostStoreContract(new PostgresFixture());

[NeedsPostgres]
public sealed class PostgresListTests() : PostListContract(new PostgresFixture());

[NeedsPostgres]
public sealed class PostgresSearchTests() : SearchContract(new PostgresFixture());

[NeedsPostgres]
public sealed class PostgresSyndicationTests() : SyndicationStoreContract(new PostgresFixture());

[NeedsPostgres]
public sealed class PostgresInteractionTests() : InteractionStoreContract(new PostgresFixture());

[NeedsPostgres]
public sealed class PostgresSiteTests() : SiteStoreContract(new PostgresFixture());

[NeedsPostgres]
public sealed class PostgresPeopleTests() : PeopleStoreContract(new PostgresFixture());

[NeedsPostgres]
public sealed class PostgresRelatedPostsTests() : RelatedPostsContract(new PostgresFixture());

[NeedsPostgres]
public sealed class PostgresMediaTests() : MediaStoreContract(new PostgresFixture());

[NeedsPostgres]
public sealed class PostgresWorkingCopyTests() : WorkingCopyContract(new PostgresFixture());

[NeedsPostgres]
public sealed class PostgresOutageTests() : OutageStoreContract(new PostgresFixture());

[NeedsPostgres]
public sealed class PostgresDeskPostsTests() : DeskPostsContract(new PostgresFixture());

[NeedsPostgres]
public sealed class PostgresBulkDeedTests() : BulkDeedContract(new PostgresFixture());

[NeedsPostgres]
public sealed class PostgresCopyWishTests() : CopyWishContract(new PostgresFixture());
