using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using Blog.Themes;

namespace Blog.Tests.Specs;

/// <summary>Everything that <c>PageViews.cs</c> promises reaches a template.</summary>
public sealed class ThemeFieldSpecs
{
    public static TheoryData<string> AllKinds() => [.. SampleViews.All.Select(v => v.Template).Distinct()];

    [Theory]
    [MemberData(nameof(AllKinds))]
    public async Task Every_field_of_every_view_can_be_written(string kind)
    {
        var view = SampleViews.All.First(v => v.Template == kind);
        using var folder = ThemeFolder.Copy(f =>
        {
            f.Write("layout.hbs", "{{body}}");
            f.Write(view.Template + ".hbs", Template(view.GetType()));
        });

        var drawn = await folder.Renderer().RenderAsync(view, CancellationToken.None);

        Assert.Equal(Expected(view), drawn);
    }

    private static string Template(Type type) => string.Concat(Fields(type).Select(f =>
    {
        var name = char.ToLowerInvariant(f.Name[0]) + f.Name[1..];
        return Member(f.PropertyType) switch
        {
            { } member when member == typeof(string) => $"{name}({{{{#each {name}}}}}[{{{{this}}}}]{{{{/each}}}})",
            { } member => $"{name}({{{{#each {name}}}}}[{Template(member)}]{{{{/each}}}})",
            null when IsRecord(f.PropertyType) => $"{name}<{{{{#with {name}}}}}{Template(f.PropertyType)}{{{{/with}}}}>",
            _ => $"{name}={{{{{name}}}}};",
        };
    }));

    private static string Expected(object view)
    {
        var text = new StringBuilder();
        foreach (var field in Fields(view.GetType()))
        {
            var name = char.ToLowerInvariant(field.Name[0]) + field.Name[1..];
            var value = field.GetValue(view);
            text.Append(name).Append(value switch
            {
                IEnumerable list and not string => "(" + string.Concat(list.Cast<object>().Select(m => "[" + (m as string ?? Expected(m)) + "]")) + ")",
                _ when IsRecord(field.PropertyType) => "<" + (value is null ? "" : Expected(value)) + ">",
                Markup markup => "=" + markup.Value + ";",
                string words => "=" + Escaped(words) + ";",
                _ => "=" + Convert.ToString(value, CultureInfo.InvariantCulture) + ";",
            });
        }

        return text.ToString();
    }

    private static string Escaped(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
            .Replace("\"", "&quot;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal);

    // The wall clock is for the date function; it has no text form of its own.
    private static IEnumerable<PropertyInfo> Fields(Type type) =>
        type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(p => p.PropertyType != typeof(DateTimeOffset)).OrderBy(p => p.Name, StringComparer.Ordinal);

    private static Type? Member(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static bool IsRecord(Type type) => type.IsClass && type.Namespace == "Blog.Themes";
}
