using System.Collections;
using System.Globalization;
using System.Net;

namespace Blog.Themes;

/// <summary>A function that templates may call. Its result is escaped unless it is <see cref="Markup"/>.</summary>
/// <param name="Name">As templates write it; never the name of a field of a view, because a bare name would be ambiguous.</param>
/// <param name="Least">Fewest arguments.</param>
/// <param name="Most">Most arguments.</param>
/// <param name="Usage">An example and what it gives, for theme authors.</param>
/// <param name="Call">Does it. Missing values are null; it never throws for what a template may pass.</param>
public sealed record TemplateFunction(string Name, int Least, int Most, string Usage, Func<RenderScope, object?[], object?> Call);

/// <summary>All functions that templates may call, the same in every template language.</summary>
public static class TemplateFunctions
{
    /// <summary>By name.</summary>
    public static IReadOnlyDictionary<string, TemplateFunction> All { get; } = new TemplateFunction[]
    {
        new("t", 1, 9, "{{t \"archive.title\"}}: the theme's own words from locales/, {0}, {1} filled with the further arguments", Translate),
        new("plural", 2, 9, "{{plural \"letters\" letterCount}}: the plural form for a number", Plural),
        new("number", 1, 1, "{{number count}}: a number as the page's language writes it", Number),
        new("date", 1, 2, "{{date published}}, {{date published \"short\"}}: a day as the page's language writes it, in the author's zone; styles long, short, full, time, iso", Date),
        new("asset", 1, 1, "{{asset \"camp.css\"}}: address of a file of assets/, with a hash of its content", Asset),
        new("icon", 1, 2, "{{icon \"search\"}}: inline picture from icons/; a second name is used if there is no first", static (s, a) => Icon(s, a)),
        new("link", 1, 1, "{{link url}}: the address if it is a path or http, https or mailto; empty otherwise", Link),
        new("absolute", 1, 1, "{{absolute path}}: a path of this site with the site's address before it", Absolute),
        new("domain", 1, 1, "{{domain url}}: the host of an address, without www.", Domain),
        new("shorten", 2, 2, "{{shorten text 140}}: plain text cut at the end of a word, with an ellipsis", Shorten),
        new("letter", 1, 1, "{{letter name}}: first letter, upper case", Letter),
        new("size", 1, 1, "{{size posts}}: how many members a list has", static (_, a) => Size(a[0])),
        new("join", 2, 2, "{{join list \", \"}}: the members of a list with something between them", Join),
        new("eq", 2, 2, "{{#if (eq place \"home\")}}: true if both are the same", (_, a) => Same(a[0], a[1])),
        new("any", 1, 9, "{{#if (any newer older)}}: true if one of them is there and not empty", (_, a) => a.Any(IsThere)),
        new("all", 1, 9, "{{#if (all title cover)}}: true if all of them are there and not empty", (_, a) => a.All(IsThere)),
        new("not", 1, 1, "{{#if (not isFirst)}}: true if it is not there or empty", (_, a) => !IsThere(a[0])),
        new("lang", 1, 2, "<p{{lang language direction}}>: the attributes lang and dir if that language is not the page's; nothing otherwise", static (s, a) => Lang(s, a)),
        new("wordsLang", 0, 0, "<nav{{wordsLang}}>: the attribute lang if the theme's own words are not in the page's language; nothing otherwise", static (s, a) => WordsLang(s, a)),
    }.ToDictionary(f => f.Name, StringComparer.Ordinal);

    private static string Translate(RenderScope scope, object?[] arguments) =>
        scope.Words.Say(Text(arguments[0]), arguments.AsSpan(1));

    private static string Plural(RenderScope scope, object?[] arguments) =>
        scope.Words.Count(Text(arguments[0]), Whole(arguments[1]), arguments.AsSpan(2));

    private static string Number(RenderScope scope, object?[] arguments) => arguments[0] switch
    {
        IFormattable number => number.ToString(arguments[0] is double or float or decimal ? "N1" : "N0", scope.Words.Culture),
        var other => Text(other),
    };

    private static string? Date(RenderScope scope, object?[] arguments)
    {
        if (arguments[0] is not DateView date)
        {
            return null;
        }

        var words = scope.Words;
        return (arguments.Length > 1 ? Text(arguments[1]) : "long") switch
        {
            "iso" => date.Iso,
            "short" => date.Local.ToString(words.Find("date.short") ?? words.Culture.DateTimeFormat.MonthDayPattern, words.Culture),
            "time" => date.Local.ToString(words.Find("date.time") ?? words.Culture.DateTimeFormat.ShortTimePattern, words.Culture),
            "full" => date.Local.ToString(words.Find("date.full") ?? words.Culture.DateTimeFormat.FullDateTimePattern, words.Culture),
            _ => date.Local.ToString(words.Find("date.long") ?? words.Culture.DateTimeFormat.LongDatePattern, words.Culture),
        };
    }

    private static string? Asset(RenderScope scope, object?[] arguments) => scope.Theme.Assets.Find(Text(arguments[0]))?.Url;

    private static Markup Icon(RenderScope scope, object?[] arguments)
    {
        foreach (var name in arguments)
        {
            if (scope.Theme.Icons.TryGetValue(Text(name), out var picture))
            {
                return picture;
            }
        }

        return default;
    }

    private static string? Link(RenderScope scope, object?[] arguments)
    {
        var address = Text(arguments[0]).Trim();
        var isPath = address.StartsWith('/') && !address.StartsWith("//", StringComparison.Ordinal) && !address.StartsWith("/\\", StringComparison.Ordinal);
        var isFragment = address.StartsWith('#');
        return isPath || isFragment || (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "mailto") ? address : null;
    }

    private static string Absolute(RenderScope scope, object?[] arguments)
    {
        var path = Text(arguments[0]);
        return path.StartsWith('/') ? scope.View.Site.Url.TrimEnd('/') + path : path;
    }

    private static string Domain(RenderScope scope, object?[] arguments)
    {
        var address = Text(arguments[0]);
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
        {
            return address;
        }

        var host = uri.Scheme == "mailto" ? uri.UserInfo + "@" + uri.Host : uri.IdnHost.Length > 0 ? uri.Host : address;
        return host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? host[4..] : host;
    }

    private static string Shorten(RenderScope scope, object?[] arguments)
    {
        var text = Text(arguments[0]);
        var most = (int)Math.Clamp(Whole(arguments[1]), 1, 10_000);
        var letters = new StringInfo(text);
        if (letters.LengthInTextElements <= most)
        {
            return text;
        }

        var cut = letters.SubstringByTextElements(0, most);
        var space = cut.LastIndexOf(' ');
        return (space > cut.Length / 2 ? cut[..space] : cut).TrimEnd(' ', ',', ';', ':', '.') + "…";
    }

    private static string Letter(RenderScope scope, object?[] arguments)
    {
        var name = Text(arguments[0]).Trim();
        return name.Length == 0 ? "" : StringInfo.GetNextTextElement(name).ToUpper(scope.Words.Culture);
    }

    private static string Join(RenderScope scope, object?[] arguments) =>
        arguments[0] is IEnumerable list and not string ? string.Join(Text(arguments[1]), list.Cast<object?>().Select(Text)) : Text(arguments[0]);

    private static Markup Lang(RenderScope scope, object?[] arguments)
    {
        var language = Text(arguments[0]);
        if (language.Length == 0 || string.Equals(language, scope.View.Head.Language, StringComparison.OrdinalIgnoreCase))
        {
            return default;
        }

        var direction = arguments.Length > 1 ? Text(arguments[1]) : "";
        return new Markup(direction is "ltr" or "rtl" && direction != scope.View.Head.Direction
            ? $" lang=\"{WebUtility.HtmlEncode(language)}\" dir=\"{direction}\""
            : $" lang=\"{WebUtility.HtmlEncode(language)}\"");
    }

    private static Markup WordsLang(RenderScope scope, object?[] arguments)
    {
        var words = scope.Words.Language;
        var page = scope.View.Head.Language;
        var same = page.StartsWith(words, StringComparison.OrdinalIgnoreCase) && (page.Length == words.Length || page[words.Length] == '-');
        return same ? default : new Markup($" lang=\"{WebUtility.HtmlEncode(words)}\"");
    }

    private static bool Same(object? a, object? b) =>
        a is IConvertible and not string && b is IConvertible and not string ? Whole(a) == Whole(b) : string.Equals(Text(a), Text(b), StringComparison.Ordinal);

    private static int Size(object? value) => value switch
    {
        ICollection list => list.Count,
        IEnumerable list and not string => list.Cast<object?>().Count(),
        _ => 0,
    };

    private static bool IsThere(object? value) => value switch
    {
        null or false or "" or 0 or 0L => false,
        Markup markup => !string.IsNullOrEmpty(markup.Value),
        ICollection list => list.Count > 0,
        _ => true,
    };

    private static string Text(object? value) => value as string ?? Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static long Whole(object? value) => value switch
    {
        int number => number,
        long number => number,
        bool flag => flag ? 1 : 0,
        _ => long.TryParse(Text(value), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : 0,
    };
}
