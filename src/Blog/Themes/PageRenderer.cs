using Microsoft.Extensions.Logging;

namespace Blog.Themes;

/// <summary>
/// Turns a view into a page with the active theme. It always gives a page: where the theme is broken, a plain one with the same words.
/// </summary>
public sealed partial class PageRenderer(ThemeCatalog catalog, ILogger<PageRenderer> log)
{
    /// <summary>The page as text.</summary>
    public async Task<string> RenderAsync(PageView view, CancellationToken ct)
    {
        using var writer = new PageWriter();
        await WriteAsync(view, writer, ct);
        return writer.ToString();
    }

    /// <summary>The page as it goes over the wire: UTF-8 without a byte order mark.</summary>
    public async Task<ReadOnlyMemory<byte>> RenderUtf8Async(PageView view, CancellationToken ct)
    {
        using var writer = new PageWriter();
        await WriteAsync(view, writer, ct);
        return writer.ToUtf8();
    }

    private async ValueTask WriteAsync(PageView view, PageWriter writer, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (await catalog.ActiveAsync() is not { } active)
        {
            PlainPage.Write(view, writer);
            return;
        }

        try
        {
            var words = active.Theme.WordsFor(view.Head.Language, view.Site.Language);
            active.Templates.Render(new RenderScope(active.Theme, view, words), writer);
            catalog.CompileRest(active);
        }
        catch (TemplateException broken)
        {
            Log.DrawnPlainly(log, view.Template, active.Theme.Name, broken.Message);
            writer.Clear();
            PlainPage.Write(view, writer);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A {Template} page was shown plainly, because theme {Theme} can't draw it. {Reason}")]
        public static partial void DrawnPlainly(ILogger log, string template, string theme, string reason);
    }
}
