namespace Blog.Posts.FrontMatter;

/// <summary>
/// TOML heads (https://toml.io/en/v1.0.0) as blogs use them: strings of all four kinds, numbers, switches, dates, arrays, inline
/// tables, and tables one level deep. A line that is not valid is reported and skipped; the others are read.
/// </summary>
internal static class TomlHead
{
    /// <summary>False if a line had to be skipped.</summary>
    public static bool TryRead(string raw, int firstLine, List<FrontMatterEntry> entries, List<FrontMatterProblem> problems)
    {
        var scan = new TomlScanner(raw);
        var tables = new List<(string Name, int Line, List<KeyValuePair<string, FrontMatterValue>> Members, bool IsItem)>();
        var sound = true;
        while (scan.SkipBlank())
        {
            var line = firstLine + scan.Line;
            try
            {
                if (scan.TryTable(out var name, out var isItem))
                {
                    tables.Add((name, line, [], isItem));
                    continue;
                }

                var key = scan.ReadKey();
                var value = scan.ReadValue(0);
                scan.EndRow();
                if (tables.Count > 0)
                {
                    tables[^1].Members.Add(new(key, value));
                }
                else
                {
                    entries.Add(new FrontMatterEntry(key, value, line));
                }
            }
            catch (FormatException e)
            {
                sound = false;
                problems.Add(new FrontMatterProblem(line, $"This line is not valid TOML ({e.Message}); it was left out and is kept with the post."));
                scan.SkipRow();
            }
        }

        foreach (var same in tables.GroupBy(t => (t.Name, t.IsItem)))
        {
            entries.AddRange(same.Key.IsItem
                ? [new FrontMatterEntry(same.Key.Name, FrontMatterValue.List([.. same.Select(t => FrontMatterValue.Map(t.Members))]), same.First().Line)]
                : same.Select(t => new FrontMatterEntry(t.Name, FrontMatterValue.Map(t.Members), t.Line)));
        }

        return sound;
    }
}
