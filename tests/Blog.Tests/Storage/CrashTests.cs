namespace Blog.Tests.Storage;

public sealed class CrashTests() : CrashContract(folder => new SqliteFixture(folder));
