using System.Reflection;

namespace Blog.Themes;

/// <summary>What fields the views have, as templates see them.</summary>
internal static class ViewFields
{
    /// <summary>The view that each page template is drawn for; the layout and its partials get what all of them share.</summary>
    public static IReadOnlyDictionary<string, Type> Pages { get; } = new Dictionary<string, Type>
    {
        ["layout"] = typeof(PageView),
        ["home"] = typeof(HomePage),
        ["post"] = typeof(PostPageView),
        ["page"] = typeof(PostPageView),
        ["tag"] = typeof(TagPage),
        ["author"] = typeof(AuthorPage),
        ["archive"] = typeof(ArchivePage),
        ["search"] = typeof(SearchPage),
        ["problem"] = typeof(ProblemPage),
    };

    /// <summary>Type of a field, without nullability; null if the type has no such field.</summary>
    public static Type? Find(Type type, string name)
    {
        var property = type.GetProperty(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.IgnoreCase);
        return property is null ? null : Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
    }

    /// <summary>Fields of a type as templates write them: <c>readingMinutes</c>.</summary>
    public static IEnumerable<string> Names(Type type) =>
        type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Select(p => char.ToLowerInvariant(p.Name[0]) + p.Name[1..]);

    /// <summary>Type of a list's members; null if the type is no list.</summary>
    public static Type? Member(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    /// <summary>The candidate that is most like a word; null if none is like it.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates) =>
        candidates.Select(c => (Name: c, Distance: Distance(word, c))).Where(c => c.Distance <= Math.Max(2, word.Length / 3)).OrderBy(c => c.Distance).FirstOrDefault().Name;

    // Levenshtein's, without regard to case.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
