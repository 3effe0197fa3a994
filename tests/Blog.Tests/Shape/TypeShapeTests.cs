using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit.Abstractions;

namespace Blog.Tests.Shape;

/// <summary>Names and sizes of the compiled types.</summary>
public sealed class TypeShapeTests(ITestOutputHelper output)
{
    private const int ArgumentsToReport = 6;
    private const int ArgumentsAllowed = 8;

    private static readonly string[] VagueEndings = ["Helper", "Helpers", "Manager", "Util", "Utils", "Utility", "Utilities"];

    private static IEnumerable<Type> Types { get; } =
        [.. new[] { "Blog", "Blog.Storage", "Blog.Networks", "Blog.Rehearsal", "Blog.Server" }
            .SelectMany(name => Assembly.Load(name).GetTypes())
            .Where(t => !t.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) && !t.Name.Contains('<') && t.Name != "_Imports" && t.Namespace?.StartsWith("Blog", StringComparison.Ordinal) == true)];

    [Fact]
    public void A_service_asks_for_few_others()
    {
        var greedy = Types.Where(t => t.IsClass && !IsRecord(t))
            .SelectMany(t => t.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(c => (Name: c.DeclaringType!.FullName, Count: c.GetParameters().Length))
            .Where(c => c.Count > ArgumentsToReport)
            .OrderByDescending(c => c.Count)
            .ToList();

        greedy.ForEach(c => output.WriteLine($"{c.Count} arguments: {c.Name}"));

        Assert.DoesNotContain(greedy, c => c.Count > ArgumentsAllowed);
    }

    [Fact]
    public void A_name_says_what_a_type_is_for()
    {
        var vague = Types.Select(t => t.Name.Split('`')[0]).Where(name => VagueEndings.Any(e => name.EndsWith(e, StringComparison.Ordinal)));

        Assert.Empty(vague);
    }

    [Fact]
    public void A_class_is_sealed_unless_it_is_abstract_or_inherited_from()
    {
        var bases = Types.Select(t => t.BaseType).OfType<Type>().Select(Definition).ToHashSet();

        var open = Types.Where(t => t.IsClass && !t.IsSealed && !t.IsAbstract && !bases.Contains(t) && t != typeof(Program)
                && !typeof(Microsoft.AspNetCore.Components.IComponent).IsAssignableFrom(t))
            .Select(t => t.FullName);

        Assert.Empty(open);
    }

    private static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;
}
