using System.Reflection;
using System.Xml.Linq;

namespace Blog.Tests.Shape;

/// <summary>The two borders: features know neither SQL nor networks, and the adapters do not know each other.</summary>
public sealed class ProjectShapeTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Blog"] = [],
        ["Blog.Storage"] = ["Blog"],
        ["Blog.Networks"] = ["Blog"],
        ["Blog.Rehearsal"] = ["Blog.Networks"],
        ["Blog.Server"] = ["Blog", "Blog.Storage", "Blog.Networks", "Blog.Rehearsal"],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_what_the_design_says_and_nothing_else(string project)
    {
        var file = SourceFiles.All.Single(f => f.Path == $"src/{project}/{project}.csproj");

        var references = XDocument.Parse(file.Text).Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension((string)r.Attribute("Include")!));

        Assert.Equal(Allowed[project].Order(), references.Order());
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_compiled_project_uses_no_other_part(string project)
    {
        // Rehearsal sees the features through Networks, whose wire contract it shares.
        var reachable = Reachable(project).ToHashSet();

        var used = Assembly.Load(project).GetReferencedAssemblies().Select(a => a.Name!)
            .Where(name => name == "Blog" || name.StartsWith("Blog.", StringComparison.Ordinal));

        Assert.Empty(used.Except(reachable));
    }

    [Fact]
    public void Every_project_of_src_is_known_here()
    {
        var projects = SourceFiles.Under("src").OfKind(".csproj").Select(f => Path.GetFileNameWithoutExtension(f.Path));

        Assert.Equal(Allowed.Keys.Order(), projects.Order());
    }

    [Fact]
    public void Only_storage_references_a_database_package()
    {
        string[] packages = ["Microsoft.Data.Sqlite", "SQLitePCLRaw.bundle_e_sqlite3", "SQLitePCLRaw.core", "Npgsql", "Dapper", "Microsoft.EntityFrameworkCore"];

        var users = SourceFiles.Under("src").OfKind(".csproj")
            .Where(f => XDocument.Parse(f.Text).Descendants("PackageReference").Any(p => packages.Contains((string)p.Attribute("Include")!)))
            .Select(f => f.Path);

        Assert.Equal(["src/Blog.Storage/Blog.Storage.csproj"], users);
    }

    [Fact]
    public void Versions_are_named_once_for_the_whole_repository()
    {
        var own = SourceFiles.Under("src", "tests").OfKind(".csproj")
            .SelectMany(f => XDocument.Parse(f.Text).Descendants("PackageReference").Where(p => p.Attribute("Version") is not null).Select(_ => f.Path));

        Assert.Empty(own);
    }

    private static IEnumerable<string> Reachable(string project) =>
        Allowed[project].SelectMany(p => Reachable(p).Prepend(p));
}
