namespace Blog.Tests.Storage;

public abstract class InteractionStoreContract(StoreFixture store) : StoreTest(store);
