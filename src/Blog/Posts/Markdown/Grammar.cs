using System.Collections.Frozen;

namespace Blog.Posts.Markdown;

/// <summary>Which scanner of <see cref="Highlighter"/> reads a language.</summary>
internal enum GrammarKind
{
    /// <summary>Words, strings, numbers, comments.</summary>
    Code,

    /// <summary>HTML and XML.</summary>
    Markup,

    /// <summary>Style sheets.</summary>
    Css,

    /// <summary>JSON: names differ from values.</summary>
    Json,

    /// <summary>Keys before a colon, line by line.</summary>
    Yaml,

    /// <summary>Changed lines.</summary>
    Diff,
}

/// <summary>As much of a language as colouring needs.</summary>
internal sealed record Grammar
{
    /// <summary>Shown name.</summary>
    public required string Name { get; init; }

    /// <summary>Scanner.</summary>
    public GrammarKind Kind { get; init; }

    /// <summary>Reserved words.</summary>
    public FrozenSet<string> Keywords { get; init; } = FrozenSet<string>.Empty;

    /// <summary>What starts a comment that ends with the line.</summary>
    public string[] LineComments { get; init; } = [];

    /// <summary>True if a line comment counts only at the start of a word (<c>a#b</c> is none).</summary>
    public bool CommentNeedsSpace { get; init; }

    /// <summary>Start and end of a comment over lines.</summary>
    public (string Open, string Close)? BlockComment { get; init; }

    /// <summary>Quotes, longest first; see <see cref="Quote"/>.</summary>
    public Quote[] Quotes { get; init; } = [];

    /// <summary>Characters that make the following word an annotation, a variable or a directive.</summary>
    public string Sigils { get; init; } = "";

    private static readonly Quote Double = new("\"", "\"");
    private static readonly Quote Single = new("'", "'");
    private static readonly Quote Character = new("'", "'") { IsCharacter = true };
    private static readonly Quote Backtick = new("`", "`") { IsMultiLine = true };
    private static readonly Quote TripleDouble = new("\"\"\"", "\"\"\"") { IsMultiLine = true };
    private static readonly Quote TripleSingle = new("'''", "'''") { IsMultiLine = true };

    private static readonly FrozenDictionary<string, Grammar> All = Build();

    /// <summary>The grammar of a language as authors name it after a fence; null if it is not known.</summary>
    public static Grammar? For(string language) => All.GetValueOrDefault(language);

    private static FrozenDictionary<string, Grammar> Build()
    {
        var all = new Dictionary<string, Grammar>();
        void Add(string names, Grammar grammar)
        {
            foreach (var name in names.Split(' '))
            {
                all.Add(name, grammar);
            }
        }

        Add("csharp cs c#", CLike("C#", "#") with
        {
            Quotes = [TripleDouble, new Quote("@\"", "\"") { IsMultiLine = true, HasEscapes = false }, Double, Character],
            Keywords = Words("abstract as async await base bool break byte case catch char checked class const continue decimal default delegate do double else enum event explicit extern false field file finally fixed float for foreach from get global goto group if implicit in init int interface internal into is join let lock long namespace new not null object on operator or orderby out override params partial private protected public readonly record ref required return sbyte sealed select set short sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using value var virtual void volatile when where while with yield and nint nuint"),
        });
        Add("js javascript jsx mjs cjs ts typescript tsx", CLike("JavaScript", "@") with
        {
            Quotes = [Backtick, Double, Single],
            Keywords = Words("abstract any as async await bigint boolean break case catch class const constructor continue debugger declare default delete do else enum export extends false finally for from function get if implements import in infer instanceof interface is keyof let module namespace never new null number object of private protected public readonly require return satisfies set static string super switch symbol this throw true try type typeof undefined unknown var void while with yield"),
        });
        Add("python py python3 py3", new Grammar
        {
            Name = "Python",
            LineComments = ["#"],
            Quotes = [TripleDouble, TripleSingle, Double, Single],
            Sigils = "@",
            Keywords = Words("False None True and as assert async await break case class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return self try type while with yield"),
        });
        Add("bash sh shell zsh console shell-session terminal", new Grammar
        {
            Name = "Shell",
            LineComments = ["#"],
            CommentNeedsSpace = true,
            Quotes = [Double with { IsMultiLine = true }, Single with { IsMultiLine = true, HasEscapes = false }],
            Sigils = "$",
            Keywords = Words("alias break case cd continue declare do done echo elif else esac eval exec exit export fi for function if in local read readonly return set shift source sudo then trap unset until while"),
        });
        Add("go golang", CLike("Go", "") with
        {
            Quotes = [Backtick with { HasEscapes = false }, Double, Character],
            Keywords = Words("any bool break byte case chan complex64 complex128 const continue default defer else error fallthrough false float32 float64 for func go goto if import int int8 int16 int32 int64 interface iota len make map new nil package range return rune select string struct switch true type uint uint8 uint16 uint32 uint64 var"),
        });
        Add("rust rs", CLike("Rust", "") with
        {
            Quotes = [Double with { IsMultiLine = true }, Character],
            Keywords = Words("as async await bool box break char const continue crate dyn else enum extern f32 f64 false fn for i8 i16 i32 i64 i128 if impl in isize let loop match mod move mut pub ref return self Self static str struct super trait true type u8 u16 u32 u64 u128 union unsafe use usize where while"),
        });
        Add("java kotlin kt scala groovy", CLike("Java", "@") with
        {
            Quotes = [TripleDouble, Double, Character],
            Keywords = Words("abstract assert boolean break byte case catch char class const continue data def default do double else enum exports extends false final finally float for fun goto if implements import in instanceof int interface internal is lazy long match module native new null object open override package private protected public record return sealed short static strictfp super suspend switch synchronized this throw throws trait transient true try val var void volatile when while with yield"),
        });
        Add("c h cpp c++ cc hpp objc objective-c", CLike("C++", "#") with
        {
            Quotes = [Double, Character],
            Keywords = Words("alignas alignof auto bool break case catch char class concept const consteval constexpr const_cast continue decltype default delete do double dynamic_cast else enum explicit export extern false float for friend goto if inline int long mutable namespace new noexcept nullptr operator private protected public register reinterpret_cast requires return short signed sizeof static static_assert static_cast struct switch template this throw true try typedef typeid typename union unsigned using virtual void volatile wchar_t while NULL"),
        });
        Add("swift", CLike("Swift", "@") with
        {
            Quotes = [TripleDouble, Double],
            Keywords = Words("actor any as associatedtype async await break case catch class continue default defer deinit do else enum extension fallthrough false fileprivate final for func get guard if import in init inout internal is lazy let nil open operator override private protocol public repeat rethrows return self Self set some static struct subscript super switch throw throws true try typealias var weak where while"),
        });
        Add("ruby rb erb", new Grammar
        {
            Name = "Ruby",
            LineComments = ["#"],
            CommentNeedsSpace = true,
            BlockComment = ("\n=begin", "\n=end"),
            Quotes = [Double with { IsMultiLine = true }, Single with { IsMultiLine = true }, Backtick],
            Sigils = "@$",
            Keywords = Words("alias and attr_accessor attr_reader attr_writer begin break case class def defined? do else elsif end ensure extend false for if in include lambda loop module new next nil not or proc puts raise redo require require_relative rescue retry return self super then true undef unless until when while yield"),
        });
        Add("php", CLike("PHP", "$#") with
        {
            LineComments = ["//", "# "],
            Quotes = [Double with { IsMultiLine = true }, Single with { IsMultiLine = true }, Backtick],
            Keywords = Words("abstract and array as bool break callable case catch class clone const continue declare default die do echo else elseif empty enum extends false final finally float fn for foreach function global goto if implements include include_once instanceof int interface isset list match mixed namespace new null object or parent print private protected public readonly require require_once return self static string switch this throw trait true try unset use var void while xor yield"),
        });
        Add("r rscript", new Grammar
        {
            Name = "R",
            LineComments = ["#"],
            Quotes = [Double with { IsMultiLine = true }, Single with { IsMultiLine = true }, Backtick with { IsMultiLine = false }],
            Keywords = Words("break else FALSE for function if in Inf library NA NA_character_ NA_integer_ NA_real_ NaN next NULL repeat require return source T TRUE F while"),
        });
        Add("sql sqlite postgresql postgres pgsql mysql tsql", new Grammar
        {
            Name = "SQL",
            LineComments = ["--"],
            BlockComment = ("/*", "*/"),
            Quotes = [new Quote("'", "'") { IsMultiLine = true, HasEscapes = false }, Double with { HasEscapes = false }, Backtick with { IsMultiLine = false }],
            Sigils = "@",
            Keywords = Words("add all alter and as asc begin between bigint boolean by cascade case check column commit conflict constraint create cross database default delete desc distinct do drop else end except exists explain false foreign from full function grant group having if ilike in index inner insert int integer intersect into is join key left like limit materialized natural not null numeric offset on or order outer over partition pragma primary recursive references replace returning revoke right rollback select set table text then transaction trigger true union unique update using values varchar view when where window with"),
        });
        Add("lua", new Grammar
        {
            Name = "Lua",
            LineComments = ["--"],
            BlockComment = ("--[[", "]]"),
            Quotes = [Double, Single],
            Keywords = Words("and break do else elseif end false for function goto if in local nil not or repeat return then true until while"),
        });
        Add("dockerfile docker", new Grammar
        {
            Name = "Dockerfile",
            LineComments = ["#"],
            CommentNeedsSpace = true,
            Quotes = [Double, Single],
            Sigils = "$",
            Keywords = Words("ADD ARG AS CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR"),
        });
        Add("html xml xhtml svg markup vue svelte xaml csproj rss atom htm handlebars hbs", new Grammar { Name = "HTML", Kind = GrammarKind.Markup });
        Add("css scss sass less", new Grammar { Name = "CSS", Kind = GrammarKind.Css, Quotes = [Double, Single] });
        Add("json json5 jsonc ndjson", new Grammar { Name = "JSON", Kind = GrammarKind.Json, Keywords = Words("true false null") });
        Add("yaml yml toml ini properties", new Grammar { Name = "YAML", Kind = GrammarKind.Yaml, Keywords = Words("true false null yes no on off ~") });
        Add("diff patch udiff", new Grammar { Name = "Diff", Kind = GrammarKind.Diff });

        Rename(all, "TypeScript", "ts", "typescript", "tsx");
        Rename(all, "XML", "xml", "xaml", "csproj", "rss", "atom");
        Rename(all, "TOML", "toml");
        Rename(all, "Kotlin", "kotlin", "kt");
        Rename(all, "C", "c", "h");
        return all.ToFrozenDictionary();
    }

    private static Grammar CLike(string name, string sigils) => new()
    {
        Name = name,
        LineComments = ["//"],
        BlockComment = ("/*", "*/"),
        Sigils = sigils,
    };

    private static void Rename(Dictionary<string, Grammar> all, string name, params ReadOnlySpan<string> languages)
    {
        foreach (var language in languages)
        {
            all[language] = all[language] with { Name = name };
        }
    }

    private static FrozenSet<string> Words(string words) => words.Split(' ').ToFrozenSet(words.StartsWith("add all", StringComparison.Ordinal) ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
}

/// <summary>A kind of string.</summary>
/// <param name="Open">What starts it.</param>
/// <param name="Close">What ends it.</param>
internal sealed record Quote(string Open, string Close)
{
    /// <summary>True if a backslash takes the next character with it.</summary>
    public bool HasEscapes { get; init; } = true;

    /// <summary>True if it may go on over lines.</summary>
    public bool IsMultiLine { get; init; }

    /// <summary>True if it holds one character or one escape; a quote around anything else is an apostrophe or a lifetime.</summary>
    public bool IsCharacter { get; init; }
}
