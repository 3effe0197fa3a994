namespace Blog.Accounts;

/// <summary>
/// Port to the key ring of a blog that runs as several processes: what one of them signed, the others must read. A blog of one process keeps its keys in a
/// folder beside the database.
/// </summary>
public interface IKeyRingStore
{
    /// <summary>True if the keys lie in the store.</summary>
    bool IsShared { get; }

    /// <summary>All keys, as XML in which the key itself is encrypted.</summary>
    IReadOnlyList<string> List();

    /// <summary>Adds a key under its name; replaces one of the same name.</summary>
    void Put(string name, string xml);
}
