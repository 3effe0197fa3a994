using System.Text.RegularExpressions;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Shape;

/// <summary>A file of the repository as the shape tests read it.</summary>
public sealed record SourceFile(string Path, string Text)
{
    /// <summary>From the root, with forward slashes.</summary>
    public string Path { get; } = Path;

    public string Text { get; } = Text;

    public int Lines => Text.AsSpan().Count('\n');

    public int LineOf(int index) => Text.AsSpan(0, index).Count('\n') + 1;
}

/// <summary>The files that are part of the repository: no build output, no data.</summary>
public static partial class SourceFiles
{
    private static readonly string[] Ignored = ["bin", "obj", "data", "artifacts", "TestResults", "node_modules", ".git", ".vs", ".idea"];

    public static IReadOnlyList<SourceFile> All { get; } = [.. Walk(Repository.Root).Select(Read)];

    public static IEnumerable<SourceFile> Under(params string[] folders) =>
        All.Where(f => folders.Any(folder => f.Path.StartsWith(folder + "/", StringComparison.Ordinal)));

    public static IEnumerable<SourceFile> OfKind(this IEnumerable<SourceFile> files, params string[] extensions) =>
        files.Where(f => extensions.Contains(Path.GetExtension(f.Path)));

    /// <summary>What stands between quotes, with its place; comments don't count. Razor and other markup counts as a whole.</summary>
    public static IEnumerable<(string Text, int Index)> Literals(this SourceFile file) =>
        Path.GetExtension(file.Path) == ".cs"
            ? CodeToken().Matches(file.Text).Where(m => m.Groups["literal"].Success).Select(m => (m.Value, m.Index))
            : [(file.Text, 0)];

    private static IEnumerable<string> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            yield return file;
        }

        foreach (var child in Directory.EnumerateDirectories(folder).Where(d => !Ignored.Contains(Path.GetFileName(d))))
        {
            foreach (var file in Walk(child))
            {
                yield return file;
            }
        }
    }

    private static SourceFile Read(string path) =>
        new(Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'), IsText(path) ? File.ReadAllText(path) : "");

    private static bool IsText(string path) =>
        Path.GetExtension(path) is ".cs" or ".csproj" or ".props" or ".sln" or ".json" or ".md" or ".sql" or ".razor" or ".cshtml" or ".hbs"
            or ".css" or ".js" or ".html" or ".xml" or ".txt" or ".yml" or ".svg" or "" or ".editorconfig" or ".gitignore" or ".gitattributes";

    // Comments and characters are matched first so that a quote within them does not open a literal.
    [GeneratedRegex("""//[^\n]*|/\*(?s:.*?)\*/|'(?:\\.|[^'\\\n])+'|(?<literal>\$*"{3}(?s:.*?)"{3}|\$?@\$?"(?:[^"]|"")*"|\$?"(?:\\.|[^"\\\n])*")""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex CodeToken();
}
