using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using HandlebarsDotNet;
using HandlebarsDotNet.Helpers;
using HandlebarsDotNet.IO;
using HandlebarsDotNet.PathStructure;

namespace Blog.Themes;

/// <summary>Templates in Handlebars (<c>.hbs</c>), compiled by Handlebars.Net.</summary>
public sealed class HandlebarsEngine : ITemplateEngine
{
    private static int _warm;

    /// <inheritdoc/>
    public string Extension => ".hbs";

    /// <summary>
    /// Lets the runtime prepare Handlebars.Net on another processor while the host is still being put together: about half of the way from a
    /// cold process to its first page. Further calls do nothing.
    /// </summary>
    public static void WarmUp()
    {
        if (Interlocked.Exchange(ref _warm, 1) == 0)
        {
            _ = Task.Run(static () =>
            {
                using var everything = new StringReader("{{#if a}}{{b}}{{else}}{{#each c}}{{> d}}{{/each}}{{/if}}");
                Handlebars.Create().Compile(everything);
            });
        }
    }

    /// <inheritdoc/>
    public ITemplateSet Open(Theme theme) => new HandlebarsTemplates(theme);

    /// <inheritdoc/>
    public IReadOnlyList<TemplateNode> Parse(TemplateSource source) => HandlebarsParser.Parse(source.Text);
}

/// <summary>
/// The Handlebars templates of a theme. Each file is compiled alone and once, when it is first needed: partials are shared by delegates that
/// compile on their first use, so the first page of a cold process waits for its own files only.
/// </summary>
internal sealed class HandlebarsTemplates : ITemplateSet
{
    // Rendering never leaves its thread, and Handlebars.Net offers its functions no place to look up the page they are called for
    // without a dictionary per call.
    [ThreadStatic]
    private static RenderScope? _current;

    private readonly Dictionary<string, Lazy<Template>> _templates;
    private readonly SteppedCompiler _compiler = new();

    private delegate void Template(TextWriter writer, object? context);

    public HandlebarsTemplates(Theme theme)
    {
        _templates = theme.Templates.Where(t => t.Value.Extension == ".hbs").ToDictionary(
            t => t.Key,
            t => new Lazy<Template>(() => CompileSource(t.Value), LazyThreadSafetyMode.ExecutionAndPublication),
            StringComparer.Ordinal);
    }

    public void Compile(string template) => _ = Find(template);

    public void Finish() => _compiler.Finish();

    public void Render(RenderScope scope, TextWriter output)
    {
        var before = _current;
        _current = scope;
        try
        {
            Find("layout")(output, scope.View);
        }
        catch (HandlebarsException broken)
        {
            throw broken.InnermostOf<TemplateException>() ?? new TemplateException(scope.View.Template + ".hbs", null, broken.GetBaseException().Message, broken);
        }
        finally
        {
            _current = before;
        }
    }

    private Template Find(string name) =>
        _templates.TryGetValue(name, out var template) ? template.Value : throw new TemplateException(name + ".hbs", null, "is missing");

    private Template CompileSource(TemplateSource source)
    {
        var environment = Handlebars.Create(Configuration());
        foreach (var name in _templates.Keys.Where(n => n.StartsWith("partials/", StringComparison.Ordinal)))
        {
            environment.RegisterTemplate(name["partials/".Length..], (writer, context, _) => Find(name)(writer, context));
        }

        try
        {
            // Compile(TextReader), not Compile(string): only the former writes into the writer it is given.
            using var reader = new StringReader(WithoutIndentedPartials(source.Text));
            var compiled = environment.Compile(reader);
            return (writer, context) => compiled(writer, context);
        }
        catch (HandlebarsException broken)
        {
            var reason = broken.GetBaseException().Message;
            var line = LineOf(broken.Message) ?? LineOf(reason);
            throw new TemplateException(source.File, line, reason.Split('\n')[0].Trim(), broken);
        }
    }

    private HandlebarsConfiguration Configuration()
    {
        var configuration = new HandlebarsConfiguration
        {
            TextEncoder = Escaping.Instance,
            FormatProvider = CultureInfo.InvariantCulture,
            PartialTemplateResolver = NoFiles.Instance,
            PartialRecursionDepthLimit = 20,
        };
        configuration.CompileTimeConfiguration.Features.Add(_compiler);
        configuration.FormatterProviders.Add(MarkupFormatter.Instance);
        foreach (var function in TemplateFunctions.All.Values)
        {
            configuration.Helpers[function.Name] = new Function(function);
        }

        configuration.Helpers["body"] = new Body(this);
        return configuration;
    }

    // Handlebars.Net writes a partial that stands indented on its own line through a second writer that does not escape. Without the
    // indentation it does. (The look of the source is not worth that risk: the page comes out the same but for leading blanks.)
    private static string WithoutIndentedPartials(string source)
    {
        var output = new StringBuilder(source.Length);
        foreach (var range in source.AsSpan().Split('\n'))
        {
            var line = source.AsSpan()[range];
            var bare = line.TrimStart(" \t");
            var isPartial = bare.StartsWith("{{") && bare[2..].TrimStart("~# \t").StartsWith('>');
            output.Append(isPartial ? bare : line).Append('\n');
        }

        return output.ToString(0, output.Length - 1);
    }

    // Parser errors end in "Occured at: 12:7".
    private static int? LineOf(string message)
    {
        const string Mark = "Occured at: ";
        var at = message.IndexOf(Mark, StringComparison.Ordinal);
        var rest = at < 0 ? default : message.AsSpan(at + Mark.Length);
        var end = rest.IndexOf(':');
        return end > 0 && int.TryParse(rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var line) ? line : null;
    }

    /// <summary>One of <see cref="TemplateFunctions"/>.</summary>
    private sealed class Function(TemplateFunction function) : IHelperDescriptor<HelperOptions>
    {
        public PathInfo Name { get; } = function.Name;

        public object? Invoke(in HelperOptions options, in Context context, in Arguments arguments)
        {
            var values = new object?[arguments.Length];
            for (var index = 0; index < values.Length; index++)
            {
                values[index] = arguments[index] is UndefinedBindingResult ? null : arguments[index];
            }

            return values.Length < function.Least ? null : function.Call(_current!, values);
        }

        public void Invoke(in EncodedTextWriter output, in HelperOptions options, in Context context, in Arguments arguments)
        {
            switch (Invoke(options, context, arguments))
            {
                case Markup markup:
                    output.Write(markup.Value, encode: false);
                    break;
                case string text:
                    output.Write(text, encode: true);
                    break;
                case { } other:
                    output.Write(other.ToString(), encode: true);
                    break;
            }
        }
    }

    /// <summary><c>{{body}}</c> in the layout: the page's own template.</summary>
    private sealed class Body(HandlebarsTemplates templates) : IHelperDescriptor<HelperOptions>
    {
        public PathInfo Name { get; } = "body";

        public object? Invoke(in HelperOptions options, in Context context, in Arguments arguments) => null;

        public void Invoke(in EncodedTextWriter output, in HelperOptions options, in Context context, in Arguments arguments)
        {
            using var writer = output.CreateWrapper();
            templates.Find(_current!.View.Template)(writer, options.Frame);
        }
    }

    /// <summary>Partials come from the theme alone, never from the disk.</summary>
    private sealed class NoFiles : IPartialTemplateResolver
    {
        public static NoFiles Instance { get; } = new();

        public bool TryRegisterPartial(IHandlebars env, string? partialName, string? templatePath) => false;
    }

    private sealed class MarkupFormatter : IFormatterProvider, IFormatter
    {
        public static MarkupFormatter Instance { get; } = new();

        public bool TryCreateFormatter(Type type, [NotNullWhen(true)] out IFormatter? formatter)
        {
            formatter = type == typeof(Markup) ? this : null;
            return formatter is not null;
        }

        public void Format<T>(T value, in EncodedTextWriter writer) => writer.Write(((Markup)(object)value!).Value, encode: false);
    }

    /// <summary>Escapes what HTML needs escaped in text and quoted attributes, and leaves every other letter as it is.</summary>
    private sealed class Escaping : ITextEncoder
    {
        private static readonly SearchValues<char> Special = SearchValues.Create("&<>\"'");

        public static Escaping Instance { get; } = new();

        public void Encode(string? text, TextWriter target) => Encode(text.AsSpan(), target);

        public void Encode(StringBuilder? text, TextWriter target) => Encode(text is null ? default : text.ToString().AsSpan(), target);

        public void Encode<T>(T? text, TextWriter target)
            where T : IEnumerator<char>
        {
            while (text?.MoveNext() == true)
            {
                Encode([text.Current], target);
            }
        }

        private static void Encode(ReadOnlySpan<char> rest, TextWriter target)
        {
            int at;
            while ((at = rest.IndexOfAny(Special)) >= 0)
            {
                target.Write(rest[..at]);
                target.Write(rest[at] switch
                {
                    '&' => "&amp;",
                    '<' => "&lt;",
                    '>' => "&gt;",
                    '"' => "&quot;",
                    _ => "&#39;",
                });
                rest = rest[(at + 1)..];
            }

            target.Write(rest);
        }
    }
}

/// <summary>Looks into the causes of an exception.</summary>
internal static class InnerExceptions
{
    /// <summary>The deepest cause of a kind; null if there is none.</summary>
    public static T? InnermostOf<T>(this Exception exception)
        where T : Exception
    {
        T? found = null;
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            found = cause as T ?? found;
        }

        return found;
    }
}
