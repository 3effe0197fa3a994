using Blog.Reading;
using Blog.Site;
using Blog.Tests.Infrastructure;
using Blog.Themes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Blog.Tests.Specs;

/// <summary>A folder of themes: the bundled ones, or a copy of camp that a test may spoil.</summary>
internal sealed class ThemeFolder : IDisposable
{
    private readonly bool _isCopy;

    private ThemeFolder(string root, bool isCopy)
    {
        Root = root;
        _isCopy = isCopy;
        Catalog = new ThemeCatalog(
            Options.Create(new BlogOptions { Themes = root }), [new HandlebarsEngine()], Version, NullLogger<ThemeCatalog>.Instance);
    }

    public string Root { get; }

    public ContentVersion Version { get; } = new();

    public ThemeCatalog Catalog { get; }

    public static ThemeFolder Bundled() => new(Path.Combine(Repository.Root, "themes"), isCopy: false);

    public static ThemeFolder Copy(Action<ThemeFolder>? spoil = null)
    {
        var root = Directory.CreateTempSubdirectory("blog-theme-").FullName;
        var source = Path.Combine(Repository.Root, "themes", "camp");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(root, "camp", Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        var copy = new ThemeFolder(root, isCopy: true);
        spoil?.Invoke(copy);
        return copy;
    }

    public PageRenderer Renderer() => new(Catalog, NullLogger<PageRenderer>.Instance);

    public string FileOf(string name) => Path.Combine(Root, "camp", name);

    public void Write(string name, string text) => File.WriteAllText(FileOf(name), text);

    public void Replace(string name, string old, string with)
    {
        var text = File.ReadAllText(FileOf(name));
        Assert.Contains(old, text, StringComparison.Ordinal);
        Write(name, text.Replace(old, with, StringComparison.Ordinal));
    }

    public void Dispose()
    {
        if (_isCopy)
        {
            Directory.Delete(Root, recursive: true);
        }
    }
}
