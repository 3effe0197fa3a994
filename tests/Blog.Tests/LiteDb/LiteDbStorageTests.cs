using Blog.Tests.Storage;

namespace Blog.Tests.LiteDb;

public sealed class LiteDbPostTests() : PostStoreContract(new LiteDbFixture());

public sealed class LiteDbListTests() : PostListContract(new LiteDbFixture());

public sealed class LiteDbSearchTests() : SearchContract(new LiteDbFixture());

public sealed class LiteDbSyndicationTests() : SyndicationStoreContract(new LiteDbFixture());

public sealed class LiteDbInteractionTests() : InteractionStoreContract(new LiteDbFixture());

public sealed class LiteDbSiteTests() : SiteStoreContract(new LiteDbFixture());

public sealed class LiteDbPeopleTests() : PeopleStoreContract(new LiteDbFixture());

public sealed class LiteDbRelatedPostsTests() : RelatedPostsContract(new LiteDbFixture());

public sealed class LiteDbMediaTests() : MediaStoreContract(new LiteDbFixture());

public sealed class LiteDbWorkingCopyTests() : WorkingCopyContract(new LiteDbFixture());

public sealed class LiteDbCopyWishTests() : CopyWishContract(new LiteDbFixture());
