namespace Blog.Desk.Writing;

/// <summary>Compares two texts line by line (longest common subsequence), for people to read.</summary>
internal static class LineDifference
{
    // The table has lines × lines cells; a book against a book would take what the machine has.
    private const int MostCells = 4_000_000;

    /// <summary>What to take away from <paramref name="older"/> and add to get <paramref name="newer"/>; null if there are too many different lines to compare.</summary>
    public static IReadOnlyList<LineChange>? Between(string older, string newer)
    {
        var a = older.Split('\n');
        var b = newer.Split('\n');
        var start = 0;
        while (start < a.Length && start < b.Length && a[start] == b[start])
        {
            start++;
        }

        var end = 0;
        while (end < a.Length - start && end < b.Length - start && a[a.Length - 1 - end] == b[b.Length - 1 - end])
        {
            end++;
        }

        var changes = new List<LineChange>(a.Take(start).Select(l => new LineChange('=', l)));
        var left = a.AsSpan(start, a.Length - start - end);
        var right = b.AsSpan(start, b.Length - start - end);
        if ((long)(left.Length + 1) * (right.Length + 1) > MostCells)
        {
            return null;
        }

        Walk(left, right, changes);
        changes.AddRange(a.Skip(a.Length - end).Select(l => new LineChange('=', l)));
        return changes;
    }

    private static void Walk(ReadOnlySpan<string> left, ReadOnlySpan<string> right, List<LineChange> changes)
    {
        var common = new int[left.Length + 1, right.Length + 1];
        for (var i = left.Length - 1; i >= 0; i--)
        {
            for (var j = right.Length - 1; j >= 0; j--)
            {
                common[i, j] = left[i] == right[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        int x = 0, y = 0;
        while (x < left.Length || y < right.Length)
        {
            if (x < left.Length && y < right.Length && left[x] == right[y])
            {
                changes.Add(new LineChange('=', left[x++]));
                y++;
            }
            else if (y == right.Length || (x < left.Length && common[x + 1, y] >= common[x, y + 1]))
            {
                changes.Add(new LineChange('-', left[x++]));
            }
            else
            {
                changes.Add(new LineChange('+', right[y++]));
            }
        }
    }
}
