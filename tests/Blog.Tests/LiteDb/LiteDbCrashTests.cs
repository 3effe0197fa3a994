using Blog.Tests.Storage;

namespace Blog.Tests.LiteDb;

/// <summary>A kill of the process. A power cut is another matter, and not promised.</summary>
public sealed class LiteDbCrashTests() : CrashContract(folder => new LiteDbFixture(folder), "litedb:");
