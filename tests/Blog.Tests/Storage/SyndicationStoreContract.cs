namespace Blog.Tests.Storage;

public abstract class SyndicationStoreContract(StoreFixture store) : StoreTest(store);
