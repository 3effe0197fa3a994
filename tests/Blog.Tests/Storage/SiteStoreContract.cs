namespace Blog.Tests.Storage;

public abstract class SiteStoreContract(StoreFixture store) : StoreTest(store);
