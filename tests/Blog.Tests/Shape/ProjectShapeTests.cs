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

    // Built only on demand, and outside of the solution.
    private const string OptIn = "Blog.Storage.LiteDb";
    private const string OnDemand = "'$(WithLiteDb)' == 'true'";

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_what_the_design_says_and_nothing_else(string project)
    {
        var file = SourceFiles.All.Single(f => f.Path == $"src/{project}/{project}.csproj");

        Assert.Equal(Allowed[project].Order(), References(file.Text).Where(r => r.Attribute("Condition") is null).Select(NameOf).Order());
    }

    [Fact]
    public void The_opt_in_engine_is_named_only_on_demand_and_stands_on_storage()
    {
        var own = SourceFiles.All.Single(f => f.Path == $"src/{OptIn}/{OptIn}.csproj");
        var users = SourceFiles.Under("src", "tests").OfKind(".csproj")
            .SelectMany(f => References(f.Text).Where(r => NameOf(r) == OptIn || r.Attribute("Condition") is not null).Select(r => (f.Path, Name: NameOf(r), Condition: (string?)r.Attribute("Condition"))));
        var package = XDocument.Parse(SourceFiles.All.Single(f => f.Path == "Directory.Packages.props").Text).Descendants("PackageVersion").Single(p => (string?)p.Attribute("Include") == "LiteDB");

        Assert.Equal(["Blog.Storage"], References(own.Text).Select(NameOf));
        Assert.Equal([("src/Blog.Server/Blog.Server.csproj", OptIn, OnDemand)], users);
        Assert.Equal(("[5.0.21]", OnDemand), ((string?)package.Attribute("Version"), (string?)package.Parent!.Attribute("Condition")));
        Assert.DoesNotContain(OptIn, SourceFiles.All.Single(f => f.Path == "Blog.sln").Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_compiled_project_uses_no_other_part(string project)
    {
        // Rehearsal sees the features through Networks, whose wire contract it shares.
        var reachable = Reachable(project).Concat(project == "Blog.Server" ? [OptIn] : []).ToHashSet();

        var used = Assembly.Load(project).GetReferencedAssemblies().Select(a => a.Name!)
            .Where(name => name == "Blog" || name.StartsWith("Blog.", StringComparison.Ordinal));

        Assert.Empty(used.Except(reachable));
    }

    [Fact]
    public void Every_project_of_src_is_known_here()
    {
        var projects = SourceFiles.Under("src").OfKind(".csproj").Select(f => Path.GetFileNameWithoutExtension(f.Path));

        Assert.Equal(Allowed.Keys.Append(OptIn).Order(), projects.Order());
    }

    [Fact]
    public void Only_storage_references_a_database_package()
    {
        string[] packages = ["Microsoft.Data.Sqlite", "SQLitePCLRaw.bundle_e_sqlite3", "SQLitePCLRaw.core", "Npgsql", "Dapper", "Microsoft.EntityFrameworkCore", "LiteDB"];

        var users = SourceFiles.Under("src").OfKind(".csproj")
            .Where(f => XDocument.Parse(f.Text).Descendants("PackageReference").Any(p => packages.Contains((string)p.Attribute("Include")!)))
            .Select(f => f.Path);

        Assert.Equal(["src/Blog.Storage.LiteDb/Blog.Storage.LiteDb.csproj", "src/Blog.Storage/Blog.Storage.csproj"], users.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Versions_are_named_once_for_the_whole_repository()
    {
        var own = SourceFiles.Under("src", "tests").OfKind(".csproj")
            .SelectMany(f => XDocument.Parse(f.Text).Descendants("PackageReference").Where(p => p.Attribute("Version") is not null).Select(_ => f.Path));

        Assert.Empty(own);
    }

    private static IEnumerable<XElement> References(string project) => XDocument.Parse(project).Descendants("ProjectReference");

    private static string NameOf(XElement reference) => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!);

    private static IEnumerable<string> Reachable(string project) =>
        Allowed[project].SelectMany(p => Reachable(p).Prepend(p));
}
