namespace Blog.Themes;

/// <summary>
/// Looks a theme over without drawing a page: missing templates, unknown fields, functions and partials (with line and nearest name),
/// unescaped output, microformats, translations, and what a strict content policy would block.
/// </summary>
public sealed class ThemeCheck
{
    private static readonly string[] Literal = ["t", "plural"];

    private readonly Theme _theme;
    private readonly List<ThemeMessage> _messages = [];
    private readonly Dictionary<string, IReadOnlyList<TemplateNode>> _parsed;
    private readonly HashSet<(string Template, Type? Context, Type Root)> _walked = [];

    private ThemeCheck(Theme theme, ITemplateEngine engine)
    {
        _theme = theme;
        _parsed = theme.Templates.Where(t => t.Value.Extension == engine.Extension).ToDictionary(t => t.Key, t => engine.Parse(t.Value));
    }

    /// <summary>All findings, worst first.</summary>
    /// <param name="theme">The theme.</param>
    /// <param name="engine">The engine of its templates.</param>
    public static IReadOnlyList<ThemeMessage> Run(Theme theme, ITemplateEngine engine)
    {
        var check = new ThemeCheck(theme, engine);
        check.Templates(engine);
        check.Microformats();
        check.Translations();
        return [.. check._messages.Distinct().OrderByDescending(m => m.Level).ThenBy(m => m.File, StringComparer.Ordinal).ThenBy(m => m.Line)];
    }

    private void Templates(ITemplateEngine engine)
    {
        var compiled = engine.Open(_theme);
        foreach (var name in _theme.Templates.Keys)
        {
            try
            {
                compiled.Compile(name);
            }
            catch (TemplateException broken)
            {
                Say(name == "layout" ? ThemeLevel.Fatal : ThemeLevel.Error, broken.File, broken.Line, broken.Reason);
            }
        }

        foreach (var (page, type) in ViewFields.Pages)
        {
            if (!_parsed.TryGetValue(page, out var nodes))
            {
                Say(page == "layout" ? ThemeLevel.Fatal : ThemeLevel.Error, page + engine.Extension, null, "is missing; " + (page == "layout" ? "every page is drawn through it" : "pages of this kind are shown plainly without it"));
                continue;
            }

            Walk(page, nodes, new Scope(type, type, null));
        }

        foreach (var unused in _parsed.Keys.Where(k => k.StartsWith("partials/", StringComparison.Ordinal) && !_walked.Any(w => w.Template == k)))
        {
            Say(ThemeLevel.Recommendation, File(unused), null, "is drawn by no template; delete it, or it will be forgotten when the rest changes");
        }
    }

    private void Walk(string template, IReadOnlyList<TemplateNode> nodes, Scope scope)
    {
        if (_walked.Add((template, scope.Type, scope.Root)))
        {
            Nodes(File(template), nodes, scope);
        }
    }

    private void Nodes(string file, IReadOnlyList<TemplateNode> nodes, Scope scope)
    {
        var before = "";
        foreach (var node in nodes)
        {
            switch (node)
            {
                case TextNode text:
                    _messages.AddRange(MarkupCheck.Run(file, text));
                    before = text.Text;
                    continue;
                case OutputNode output:
                    Output(file, output, scope, isBare: before.EndsWith('='));
                    break;
                case PartialNode partial:
                    Partial(file, partial, scope);
                    break;
                case BlockNode block:
                    Block(file, block, scope);
                    break;
            }

            before = "";
        }
    }

    private void Output(string file, OutputNode output, Scope scope, bool isBare)
    {
        var type = Evaluate(file, output.Line, output.Value, scope);
        if (output.IsRaw)
        {
            var (level, advice) = type == typeof(Markup)
                ? (ThemeLevel.Recommendation, "three braces are not needed here; two write this HTML as it is")
                : (ThemeLevel.Error, "three braces write text without escaping it, which lets a stranger’s words become code; use two");
            Say(level, file, output.Line, advice);
        }

        if (isBare)
        {
            Say(ThemeLevel.Error, file, output.Line, "a value stands in an attribute without quotes, where escaping can’t protect it; put it in double quotes");
        }
    }

    private void Partial(string file, PartialNode partial, Scope scope)
    {
        var inner = partial.Context is null ? scope : scope.Enter(Evaluate(file, partial.Line, partial.Context, scope));
        if (partial.Name is null)
        {
            return;
        }

        if (_parsed.TryGetValue("partials/" + partial.Name, out var nodes))
        {
            Walk("partials/" + partial.Name, nodes, inner);
            return;
        }

        var known = _parsed.Keys.Where(k => k.StartsWith("partials/", StringComparison.Ordinal)).Select(k => k["partials/".Length..]);
        Say(ThemeLevel.Error, file, partial.Line, $"there is no partial “{partial.Name}”{Perhaps(partial.Name, known)}");
    }

    private void Block(string file, BlockNode block, Scope scope)
    {
        var types = block.Arguments.Select(a => Evaluate(file, block.Line, a, scope)).ToList();
        var inner = scope;
        switch (block.Name)
        {
            case "if" or "unless":
                break;
            case "with":
                inner = scope.Enter(types.FirstOrDefault());
                break;
            case "each":
                inner = scope.Enter(types is [{ } list, ..] ? ViewFields.Member(list) : null);
                break;
            default:
                Say(ThemeLevel.Error, file, block.Line, $"there is no block “{block.Name}”{Perhaps(block.Name, ["if", "unless", "with", "each"])}");
                break;
        }

        Nodes(file, block.Body, inner);
        Nodes(file, block.Otherwise, scope);
    }

    // The type of a value; null if it is not known, which is no mistake.
    private Type? Evaluate(string file, int line, TemplateExpression expression, Scope scope) => expression switch
    {
        PathExpression path => Path(file, line, path.Path, scope),
        CallExpression call => Call(file, line, call, scope),
        _ => typeof(string),
    };

    private Type? Call(string file, int line, CallExpression call, Scope scope)
    {
        foreach (var argument in call.Arguments)
        {
            Evaluate(file, line, argument, scope);
        }

        if (call.Function is "body" or "lookup" or "log")
        {
            return null;
        }

        if (!TemplateFunctions.All.TryGetValue(call.Function, out var function))
        {
            Say(ThemeLevel.Error, file, line, $"there is no function “{call.Function}”{Perhaps(call.Function, TemplateFunctions.All.Keys)}");
            return null;
        }

        if (call.Arguments.Count < function.Least || call.Arguments.Count > function.Most)
        {
            Say(ThemeLevel.Error, file, line, $"“{function.Name}” takes {(function.Least == function.Most ? $"{function.Least}" : $"{function.Least} to {function.Most}")} values, not {call.Arguments.Count}: {function.Usage}");
        }

        if (call.Arguments is [LiteralExpression first, ..])
        {
            Names(file, line, call.Function, first.Text);
        }

        return null;
    }

    private void Names(string file, int line, string function, string name)
    {
        if (function == "asset" && _theme.Assets.Find(name) is null)
        {
            Say(ThemeLevel.Error, file, line, $"assets/ has no “{name}”{Perhaps(name, _theme.Assets.All.Select(a => a.Name))}");
        }
        else if (function == "icon" && !_theme.Icons.ContainsKey(name))
        {
            Say(ThemeLevel.Warning, file, line, $"icons/ has no “{name}.svg”{Perhaps(name, _theme.Icons.Keys)}");
        }
        else if (Literal.Contains(function))
        {
            foreach (var words in _theme.Locales.Values)
            {
                if (!words.Has(name))
                {
                    Say(words.Language == "en" ? ThemeLevel.Error : ThemeLevel.Warning, file, line, $"locales/{words.Language}.json has no “{name}”{Perhaps(name, words.Keys)}");
                }
                else if (words.IsPlural(name) != (function == "plural"))
                {
                    Say(ThemeLevel.Error, file, line, function == "plural" ? $"“{name}” has no plural forms in locales/{words.Language}.json" : $"“{name}” has plural forms in locales/{words.Language}.json; use “plural” with a number");
                }
            }
        }
    }

    private Type? Path(string file, int line, string path, Scope scope)
    {
        var current = scope;
        while (path.StartsWith("../", StringComparison.Ordinal) && current.Parent is not null)
        {
            (path, current) = (path[3..], current.Parent);
        }

        var type = current.Type;
        var parts = path.Split('.', '/');
        if (parts[0].StartsWith('@'))
        {
            type = parts[0] == "@root" ? scope.Root : null;
            if (parts[0] is not ("@root" or "@index" or "@first" or "@last" or "@key"))
            {
                Say(ThemeLevel.Error, file, line, $"there is no “{parts[0]}”; there are @root, @index, @first, @last and @key");
            }

            parts = parts[1..];
        }

        foreach (var part in parts.Where(p => p is not ("this" or "" or "..")))
        {
            if (type is null || ViewFields.Member(type) is not null)
            {
                return null;
            }

            if (ViewFields.Find(type, part) is not { } next)
            {
                Say(ThemeLevel.Error, file, line, $"{type.Name} has no field “{part}”{Perhaps(part, ViewFields.Names(type))}");
                return null;
            }

            type = next;
        }

        return type;
    }

    private void Microformats()
    {
        foreach (var (page, marks) in new Dictionary<string, string[]>
        {
            ["post"] = ["h-entry", "e-content", "p-name", "u-url", "dt-published", "p-author"],
            ["page"] = ["h-entry", "e-content"],
            ["home"] = ["h-feed", "h-entry", "u-url"],
            ["tag"] = ["h-feed", "h-entry"],
            ["author"] = ["h-feed", "h-card"],
        })
        {
            if (_parsed.TryGetValue(page, out var nodes))
            {
                var text = string.Concat(Text(nodes, []));
                foreach (var mark in marks.Where(m => !text.Contains(m, StringComparison.Ordinal)))
                {
                    Say(ThemeLevel.Warning, File(page), null, $"has no “{mark}”; readers’ programs and other sites find the parts of a page by these class names (microformats.org)");
                }
            }
        }
    }

    private IEnumerable<string> Text(IEnumerable<TemplateNode> nodes, HashSet<string> seen) => nodes.SelectMany(node => node switch
    {
        TextNode text => [text.Text],
        BlockNode block => Text(block.Body.Concat(block.Otherwise), seen),
        PartialNode { Name: { } name } when _parsed.TryGetValue("partials/" + name, out var inner) && seen.Add(name) => Text(inner, seen),
        _ => [],
    });

    private void Translations()
    {
        if (!_theme.Locales.TryGetValue("en", out var english))
        {
            Say(ThemeLevel.Warning, "locales/en.json", null, "is missing; other languages fall back to it");
            return;
        }

        foreach (var words in _theme.Locales.Values)
        {
            var file = $"locales/{words.Language}.json";
            foreach (var key in english.Keys.Where(k => !words.Has(k)))
            {
                Say(ThemeLevel.Warning, file, null, $"“{key}” is not translated; English stands there");
            }

            foreach (var key in words.Keys.Where(k => !english.Has(k)))
            {
                Say(ThemeLevel.Recommendation, file, null, $"“{key}” is not in locales/en.json{Perhaps(key, english.Keys)}");
            }
        }
    }

    private static string Perhaps(string word, IEnumerable<string> candidates) =>
        ViewFields.Nearest(word, candidates) is { } nearest ? $"; perhaps “{nearest}”" : "";

    private string File(string template) => _theme.Templates[template].File;

    private void Say(ThemeLevel level, string file, int? line, string text) => _messages.Add(new ThemeMessage(level, file, line, text));

    private sealed record Scope(Type? Type, Type Root, Scope? Parent)
    {
        public Scope Enter(Type? type) => new(type, Root, this);
    }
}
