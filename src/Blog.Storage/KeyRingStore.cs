using Blog.Accounts;

namespace Blog.Storage;

/// <inheritdoc cref="IKeyRingStore"/>
internal sealed class KeyRingStore(Database database) : IKeyRingStore
{
    public bool IsShared => database.IsShared;

    // Data protection asks in no asynchronous way; both wait for work on a connection of their own and for no caller.
    public IReadOnlyList<string> List() =>
        database.ReadAsync(session => session.List("SELECT xml FROM key_ring ORDER BY name", row => row.Text(0)), CancellationToken.None).GetAwaiter().GetResult();

    public void Put(string name, string xml) => database.WriteAsync(
        session => session.Execute("INSERT INTO key_ring (name, xml) VALUES (@name, @xml) ON CONFLICT (name) DO UPDATE SET xml = excluded.xml", ("@name", name), ("@xml", xml)),
        CancellationToken.None).GetAwaiter().GetResult();
}
