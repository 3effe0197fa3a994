using Blog.Reading;
using Blog.Site;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Blog.Themes;

/// <summary>A theme with its templates opened.</summary>
/// <param name="Theme">The theme.</param>
/// <param name="Templates">Its templates, ready or compiled on first use.</param>
public sealed record OpenTheme(Theme Theme, ITemplateSet Templates);

/// <summary>
/// Finds the themes and holds the active one. Reading starts with the first call of <see cref="Start"/> and runs beside the rest of the
/// start-up. A theme that breaks later never replaces the one that works.
/// </summary>
public sealed partial class ThemeCatalog
{
    // What readers come for first, on two processors; the rest follows.
    private static readonly string[][] FirstNeeded =
    [
        ["layout", "partials/head", "partials/header", "partials/footer"],
        ["post", "partials/byline", "home", "partials/item"],
    ];

    private readonly BlogOptions _options;
    private readonly ContentVersion _version;
    private readonly ILogger<ThemeCatalog> _log;
    private readonly IReadOnlyDictionary<string, ITemplateEngine> _engines;
    private readonly Lazy<Task<OpenTheme?>> _first;
    private OpenTheme? _active;
    private int _restStarted;

    /// <summary>Made by the container.</summary>
    public ThemeCatalog(IOptions<BlogOptions> options, IEnumerable<ITemplateEngine> engines, ContentVersion version, ILogger<ThemeCatalog> log)
    {
        _options = options.Value;
        _version = version;
        _log = log;
        _engines = engines.ToDictionary(e => e.Extension, StringComparer.Ordinal);
        Folder = FindFolder(_options.Themes);
        _first = new(() => Task.Run(OpenFirst));
    }

    /// <summary>
    /// The folder with the themes: the setting counted from the working directory, else from the program's own folder and those above it.
    /// </summary>
    public string Folder { get; }

    /// <summary>Folder of the active theme.</summary>
    public string ActiveFolder => Path.Combine(Folder, Path.GetFileName(_options.Theme));

    /// <summary>Why the active theme's newest state is not what readers see; null if all is well.</summary>
    public TemplateException? Trouble { get; private set; }

    /// <summary>Names of all themes: folders with a <c>theme.json</c>.</summary>
    public IReadOnlyList<string> Names =>
        Directory.Exists(Folder)
            ? [.. Directory.EnumerateDirectories(Folder).Where(d => File.Exists(Path.Combine(d, "theme.json"))).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)]
            : [];

    /// <summary>Begins to read and compile the active theme in the background, unless that has begun.</summary>
    public void Start() => _ = _first.Value;

    /// <summary>The active theme; null if it has been unusable since the start (<see cref="Trouble"/> says why).</summary>
    public async ValueTask<OpenTheme?> ActiveAsync() => Volatile.Read(ref _active) ?? await _first.Value ?? Volatile.Read(ref _active);

    /// <summary>
    /// Compiles what is not compiled yet, in the background. Called once the first page is out, because until then every millisecond of the
    /// processor belongs to that page.
    /// </summary>
    public void CompileRest(OpenTheme opened)
    {
        if (Interlocked.Exchange(ref _restStarted, 1) == 0)
        {
            _ = Task.Run(() =>
            {
                CompileAll(opened, opened.Theme.Templates.Keys);
                opened.Templates.Finish();
            });
        }
    }

    /// <summary>Reads a theme by name. Throws <see cref="TemplateException"/>.</summary>
    public Theme Read(string name)
    {
        var folder = Path.Combine(Folder, Path.GetFileName(name));
        if (!Directory.Exists(folder))
        {
            throw new TemplateException("theme.json", null, $"there is no theme “{name}” in {Folder}; there are: {string.Join(", ", Names)}");
        }

        return Theme.Read(folder, [.. _engines.Keys]);
    }

    /// <summary>Opens a theme's templates with the engine of its <c>layout</c>. Throws <see cref="TemplateException"/>.</summary>
    public ITemplateSet Open(Theme theme) => EngineOf(theme).Open(theme);

    /// <summary>Looks a theme over; a theme that can't be read at all is one fatal finding.</summary>
    public IReadOnlyList<ThemeMessage> Check(string name)
    {
        try
        {
            var theme = Read(name);
            return ThemeCheck.Run(theme, EngineOf(theme));
        }
        catch (TemplateException broken)
        {
            return [new ThemeMessage(ThemeLevel.Fatal, broken.File, broken.Line, broken.Reason)];
        }
    }

    /// <summary>
    /// Reads the active theme again, compiles all of it and only then puts it in place, so that readers never see a half-saved state. False: it
    /// is broken, the last good one serves on, and the log says why.
    /// </summary>
    public bool Reload()
    {
        try
        {
            var theme = Read(_options.Theme);
            var templates = Open(theme);
            foreach (var name in theme.Templates.Keys)
            {
                templates.Compile(name);
            }

            templates.Finish();
            Volatile.Write(ref _active, new OpenTheme(theme, templates));
            Trouble = null;
            _version.Invalidate();
            Log.Reloaded(_log, theme.Name);
            return true;
        }
        catch (TemplateException broken)
        {
            Trouble = broken;
            Log.KeepsLastGood(_log, _options.Theme, broken.Message);
            return false;
        }
    }

    private ITemplateEngine EngineOf(Theme theme) =>
        theme.Templates.TryGetValue("layout", out var layout)
            ? _engines[layout.Extension]
            : throw new TemplateException("layout" + _engines.Keys.First(), null, "is missing; every page is drawn through it");

    private OpenTheme? OpenFirst()
    {
        try
        {
            var theme = Read(_options.Theme);
            var opened = new OpenTheme(theme, Open(theme));
            Volatile.Write(ref _active, opened);
            foreach (var names in FirstNeeded)
            {
                _ = Task.Run(() => CompileAll(opened, names));
            }

            return opened;
        }
        catch (TemplateException broken)
        {
            Trouble = broken;
            Log.Unusable(_log, _options.Theme, broken.Message);
            return null;
        }
    }

    private void CompileAll(OpenTheme opened, IEnumerable<string> names)
    {
        foreach (var name in names.Where(opened.Theme.Templates.ContainsKey))
        {
            try
            {
                opened.Templates.Compile(name);
            }
            catch (TemplateException broken)
            {
                Trouble = broken;
                Log.Unusable(_log, opened.Theme.Name, broken.Message);
            }
        }
    }

    private static string FindFolder(string setting)
    {
        var here = Path.GetFullPath(setting);
        if (Directory.Exists(here) || Path.IsPathRooted(setting))
        {
            return here;
        }

        for (var above = AppContext.BaseDirectory; above is not null; above = Path.GetDirectoryName(above))
        {
            var candidate = Path.Combine(above, setting);
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return here;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Theme {Theme} read again; every page will be drawn anew.")]
        public static partial void Reloaded(ILogger log, string theme);

        [LoggerMessage(Level = LogLevel.Error, Message = "Theme {Theme} has a mistake, so the last good state serves on. {Reason}")]
        public static partial void KeepsLastGood(ILogger log, string theme, string reason);

        [LoggerMessage(Level = LogLevel.Error, Message = "Theme {Theme} can't draw every page; those pages are shown plainly until it is mended. {Reason}")]
        public static partial void Unusable(ILogger log, string theme, string reason);
    }
}
