using LiteDB;

namespace Blog.Storage.LiteDb;

/// <summary>One collection. Every answer is read to its end before it is given: no cursor outlives the store's lock.</summary>
internal sealed class LiteTable(ILiteCollection<BsonDocument> rows, params string[] indexes)
{
    /// <summary>Name of the collection.</summary>
    public string Name => rows.Name;

    /// <summary>Fields with an index.</summary>
    public IReadOnlyList<string> Indexes => indexes;

    /// <summary>Makes the indexes that are missing.</summary>
    public void Prepare()
    {
        foreach (var field in indexes)
        {
            rows.EnsureIndex(field, BsonExpression.Create("$." + field), unique: false);
        }
    }

    /// <summary>By key; null if unknown.</summary>
    public BsonDocument? Find(BsonValue id) => First("_id", id);

    /// <summary>One with this value in an indexed field; null if there is none.</summary>
    public BsonDocument? First(string field, BsonValue value) => Run(rows.Query().Where(Equal(field, value)).Limit(1)).FirstOrDefault();

    /// <summary>All with this value in an indexed field, in no order.</summary>
    public List<BsonDocument> With(string field, BsonValue value) => Run(rows.Query().Where(Equal(field, value)));

    /// <summary>All, by key.</summary>
    public List<BsonDocument> All() => Run(rows.Query().OrderBy("$._id"));

    /// <summary>Reads each document, by key, and answers what is made of them.</summary>
    public List<T> Each<T>(Func<BsonDocument, T> read) => [.. rows.Query().OrderBy("$._id").ToDocuments().Select(read)];

    /// <summary>The last ones by key, the last first.</summary>
    public List<BsonDocument> Last(int limit) => Run(rows.Query().OrderByDescending("$._id").Limit(limit));

    /// <summary>Those whose indexed field is from <paramref name="from"/> to <paramref name="to"/>, both included, in its order.</summary>
    public List<BsonDocument> Range(string field, BsonValue from, BsonValue to, int limit, bool backwards = false, int skip = 0) => Run(
        rows.Query()
            .Where(BsonExpression.Create($"$.{field} BETWEEN @0 AND @1", from, to))
            .OrderBy(BsonExpression.Create("$." + field), backwards ? Query.Descending : Query.Ascending)
            .Offset(skip)
            .Limit(limit));

    /// <summary>The first in the order of a field within its bounds.</summary>
    public BsonDocument? Least(string field, BsonValue from, BsonValue to) => Range(field, from, to, 1).FirstOrDefault();

    /// <summary>How many there are.</summary>
    public int Count() => rows.Count();

    /// <summary>How many have this value in an indexed field.</summary>
    public int Count(string field, BsonValue value) => rows.Count(Equal(field, value));

    /// <summary>How many entries the index of a field has.</summary>
    public int CountIndex(string field) => rows.Query().OrderBy(BsonExpression.Create("$." + field)).Select(BsonExpression.Create("$." + field)).ToEnumerable().Count();

    /// <summary>The number after the highest that is a key.</summary>
    public long NextNumber() => Highest() + 1;

    /// <summary>The highest number that is a key; 0 if there is none.</summary>
    public long Highest() => Last(1) is [var last] ? last["_id"].AsInt64 : 0;

    /// <summary>The highest number in an indexed field; 0 if there is none.</summary>
    public long Highest(string field) => Range(field, 0L, long.MaxValue, 1, backwards: true) is [var last] ? last.Long(field) : 0;

    public void Add(BsonDocument row) => rows.Insert(row);

    /// <summary>Replaces by key.</summary>
    public void Put(BsonDocument row)
    {
        if (!rows.Update(row))
        {
            throw new InvalidOperationException($"There is no {Name} {row["_id"]} to replace.");
        }
    }

    public void AddOrPut(BsonDocument row) => rows.Upsert(row);

    public void Remove(BsonValue id) => rows.Delete(id);

    private static BsonExpression Equal(string field, BsonValue value) => BsonExpression.Create($"$.{field} = @0", value);

    private static List<BsonDocument> Run(ILiteQueryableResult<BsonDocument> query) => [.. query.ToDocuments()];
}
