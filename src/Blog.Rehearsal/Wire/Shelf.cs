using System.Collections;

namespace Blog.Rehearsal.Wire;

/// <summary>
/// What an emulator keeps, in the order in which it came, found by its id and by its owner without looking at the rest: a network with many posts answers
/// as fast as one with few. Guarded by the emulator's lock.
/// </summary>
/// <param name="idOf">Name of a thing; a second one with the same name takes the place of the first.</param>
/// <param name="ownerOf">Whose it is; never changes.</param>
internal class Shelf<T>(Func<T, string> idOf, Func<T, string> ownerOf) : ICollection<T>
    where T : class
{
    private readonly LinkedList<Place> _all = [];
    private readonly Dictionary<string, Place> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LinkedList<Place>> _byOwner = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public int Count => _all.Count;

    /// <inheritdoc/>
    public bool IsReadOnly => false;

    /// <summary>What came first; null: nothing is there.</summary>
    public T? Oldest => _all.First?.Value.Thing;

    /// <summary>What came last; null: nothing is there.</summary>
    public T? Newest => _all.Last?.Value.Thing;

    /// <summary>The thing with this id; null: there is none.</summary>
    public T? Find(string id) => _byId.GetValueOrDefault(id)?.Thing;

    /// <summary>What an owner has, oldest first.</summary>
    public IEnumerable<T> Of(string owner) => _byOwner.TryGetValue(owner, out var own) ? own.Select(p => p.Thing) : [];

    /// <inheritdoc/>
    public void Add(T item)
    {
        if (_byId.TryGetValue(idOf(item), out var known))
        {
            if (ownerOf(known.Thing) == ownerOf(item))
            {
                known.Thing = item;
                return;
            }

            Remove(known.Thing);
        }

        var place = new Place { Thing = item };
        place.InAll = _all.AddLast(place);
        if (!_byOwner.TryGetValue(ownerOf(item), out var own))
        {
            _byOwner[ownerOf(item)] = own = [];
        }

        place.InOwn = own.AddLast(place);
        _byId[idOf(item)] = place;
    }

    /// <summary>Puts a changed thing where <paramref name="old"/> was, which has the same id and owner.</summary>
    public void Replace(T old, T changed) => _byId[idOf(old)].Thing = changed;

    /// <inheritdoc/>
    public bool Remove(T item)
    {
        if (!_byId.Remove(idOf(item), out var place))
        {
            return false;
        }

        _all.Remove(place.InAll!);
        place.InOwn!.List!.Remove(place.InOwn);
        return true;
    }

    /// <inheritdoc/>
    public void Clear()
    {
        _all.Clear();
        _byId.Clear();
        _byOwner.Clear();
    }

    /// <inheritdoc/>
    public bool Contains(T item) => Find(idOf(item)) is not null;

    /// <inheritdoc/>
    public void CopyTo(T[] array, int arrayIndex)
    {
        foreach (var thing in this)
        {
            array[arrayIndex++] = thing;
        }
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator()
    {
        foreach (var place in _all)
        {
            yield return place.Thing;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private sealed class Place
    {
        public required T Thing { get; set; }

        public LinkedListNode<Place>? InAll { get; set; }

        public LinkedListNode<Place>? InOwn { get; set; }
    }
}
