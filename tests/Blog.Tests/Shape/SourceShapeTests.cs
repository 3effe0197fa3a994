using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace Blog.Tests.Shape;

/// <summary>What may stand in which file.</summary>
public sealed partial class SourceShapeTests(ITestOutputHelper output)
{
    private const int LinesToReport = 350;
    private const int LinesAllowed = 500;

    [Fact]
    public void Sql_is_written_in_storage_alone()
    {
        var sources = SourceFiles.Under("src").OfKind(".cs", ".razor", ".cshtml").Where(f => !f.Path.StartsWith("src/Blog.Storage", StringComparison.Ordinal));

        var found = FindInLiterals(sources, Sql());

        Assert.Empty(found);
    }

    [Fact]
    public void The_database_client_is_used_in_storage_alone()
    {
        var sources = SourceFiles.Under("src").OfKind(".cs", ".razor").Where(f => !f.Path.StartsWith("src/Blog.Storage", StringComparison.Ordinal));

        var found = sources.Where(f => DatabaseClient().IsMatch(f.Text)).Select(f => f.Path);

        Assert.Empty(found);
    }

    [Fact]
    public void No_network_is_called_by_name_outside_of_its_adapter()
    {
        var sources = SourceFiles.Under("src/Blog", "src/Blog.Storage", "src/Blog.Server").OfKind(".cs", ".razor", ".cshtml", ".json");

        var found = FindInLiterals(sources, VendorHost());

        Assert.Empty(found);
    }

    [Fact]
    public void Files_stay_short_enough_to_be_read()
    {
        var files = SourceFiles.Under("src").OfKind(".cs", ".razor", ".sql", ".js").Where(f => f.Lines > LinesToReport).OrderByDescending(f => f.Lines).ToList();

        files.ForEach(f => output.WriteLine($"{f.Lines} lines: {f.Path}"));

        Assert.DoesNotContain(files, f => f.Lines > LinesAllowed);
    }

    [Fact]
    public void The_composition_root_stays_under_a_hundred_lines()
    {
        var program = SourceFiles.All.Single(f => f.Path == "src/Blog.Server/Program.cs");

        Assert.InRange(program.Lines, 1, 100);
    }

    [Fact]
    public void A_namespace_is_the_folder()
    {
        var wrong = SourceFiles.Under("src", "tests").OfKind(".cs")
            .Select(f => (f.Path, Found: Namespace().Match(f.Text).Groups["name"].Value, Folder: Path.GetDirectoryName(f.Path)!.Replace('\\', '/')))
            .Where(f => f.Found.Length > 0 && f.Found != string.Join('.', f.Folder.Split('/').Skip(1)))
            .Select(f => $"{f.Path}: {f.Found}");

        Assert.Empty(wrong);
    }

    [Fact]
    public void Nothing_unfinished_is_left_lying_about()
    {
        var found = FindAnywhere(Written, Unfinished());

        Assert.Empty(found);
    }

    [Fact]
    public void The_project_speaks_of_itself_alone()
    {
        var found = FindAnywhere(Written, Foreign());

        Assert.Empty(found);
    }

    [Fact]
    public void The_licence_is_bundled()
    {
        var licence = SourceFiles.All.Single(f => f.Path == "LICENSE");

        Assert.StartsWith("MIT License", licence.Text, StringComparison.Ordinal);
    }

    // This file names the words that it looks for.
    private static IEnumerable<SourceFile> Written =>
        SourceFiles.All.Where(f => f.Text.Length > 0 && !f.Path.EndsWith("Shape/SourceShapeTests.cs", StringComparison.Ordinal));

    private static List<string> FindInLiterals(IEnumerable<SourceFile> files, Regex pattern) =>
        [.. from file in files
            from literal in file.Literals()
            from match in pattern.Matches(literal.Text)
            select Place(file, literal.Index + match.Index, match)];

    private static List<string> FindAnywhere(IEnumerable<SourceFile> files, Regex pattern) =>
        [.. from file in files
            from match in pattern.Matches(file.Text)
            select Place(file, match.Index, match)];

    private static string Place(SourceFile file, int index, Match match) =>
        $"{file.Path}:{file.LineOf(index)}: {match.Value.ReplaceLineEndings(" ")}";

    // Keywords in one case, so that a sentence which starts with "Select" is no statement.
    [GeneratedRegex("""\b(?:select\s[^;"]{1,400}?\sfrom\s+[a-z]|insert\s+(?:or\s+\w+\s+)?into\s+\w|update\s+\w+\s+set\s|delete\s+from\s+\w|create\s+(?:virtual\s+|unique\s+|temp\s+)?(?:table|index|trigger|view)\s|pragma\s+\w+\s*[=;("]|SELECT\s[^;"]{1,400}?\sFROM\s|INSERT\s+(?:OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|CREATE\s+(?:VIRTUAL\s+|UNIQUE\s+|TEMP\s+)?(?:TABLE|INDEX|TRIGGER|VIEW)\s|PRAGMA\s+\w+\s*[=;("])""", RegexOptions.None, 5000)]
    private static partial Regex Sql();

    [GeneratedRegex(@"\b(?:Microsoft\.Data\.Sqlite|SQLitePCL|Npgsql|Sqlite(?:Connection|Command|Exception|DataReader)|DbConnection|DbCommand)\b", RegexOptions.NonBacktracking)]
    private static partial Regex DatabaseClient();

    [GeneratedRegex(@"(?<![\w@-])(?:x|twitter|facebook|fb|linkedin|licdn|instagram|threads|mastodon|bsky)\.(?:com|net|social|app|me)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex VendorHost();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\b(?:TODO|FIXME|HACK|XXX|NotImplementedException|lorem ipsum)\b", RegexOptions.None, 5000)]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\bAI[- ]generated\b|\bas an AI\b|\blanguage model\b|\bissue #?\d+\b|/work/|/home/\w", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Foreign();
}
