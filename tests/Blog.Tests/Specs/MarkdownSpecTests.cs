using System.Text.Json;
using Blog.Interactions;
using Blog.Posts;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Specs;

/// <summary>The published cases of CommonMark and GFM through the whole pipeline, sanitizer included.</summary>
public sealed class MarkdownSpecTests
{
    private static readonly MarkdownRenderer Renderer = new();

    private const string LanguageClass = "a language class is kept if it is plain ASCII; these two are made up and colour nothing";
    private const string Figure = "a picture alone in a paragraph with a title is a figure with a caption here";
    private const string BareAddress = "bare web addresses become links here, as in GFM";
    private const string Mail = "a bare mail address is not linked: only <a@b.c> is, so that nobody gives away an address by accident";

    /// <summary>CommonMark 0.31.2 cases that come out otherwise, each with its reason.</summary>
    private static readonly Dictionary<int, string> CommonMarkExceptions = new()
    {
        [34] = LanguageClass,
        [144] = LanguageClass,
        [500] = "“foo):” has a colon before any slash; the sanitizer takes whatever stands before one for a scheme, on purpose",
        [572] = Figure,
        [573] = Figure,
        [576] = Figure,
        [577] = Figure,
        [584] = Figure,
        [585] = Figure,
        [586] = Figure,
        [588] = Figure,
        [589] = Figure,
        [591] = Figure,
        [608] = BareAddress,
        [611] = BareAddress,
    };

    private static readonly Dictionary<int, string> GfmExceptions = new()
    {
        [625] = "an unbalanced closing bracket inside a bare address ends the link early",
        [628] = "ftp is no address a reader's browser opens any more; it stays as text",
        [629] = Mail,
        [630] = Mail,
        [631] = Mail,
    };

    [SharedFact("vectors/commonmark/commonmark-0.31.2.json")]
    public void Every_CommonMark_case_comes_out_as_specified()
    {
        var cases = Read("commonmark-0.31.2.json");

        var failures = cases.Where(c => !CommonMarkExceptions.ContainsKey(c.Example)).Select(Compare).OfType<string>().ToList();

        Assert.Equal(652, cases.Count);
        Assert.True(failures.Count == 0, $"{failures.Count} cases differ:\n{string.Join("\n\n", failures)}");
    }

    [SharedFact("vectors/commonmark/commonmark-0.31.2.json")]
    public void Every_listed_exception_still_is_one()
    {
        var cases = Read("commonmark-0.31.2.json");

        var healed = cases.Where(c => CommonMarkExceptions.ContainsKey(c.Example) && Compare(c) is null).Select(c => c.Example);

        Assert.Empty(healed);
    }

    [SharedFact("vectors/commonmark/gfm-0.29-spec.json")]
    public void Every_case_of_a_GFM_extension_comes_out_as_specified()
    {
        var cases = Read("gfm-0.29-spec.json").Where(c => c.Extensions.Length > 0 && !c.Extensions.Contains("tagfilter")).ToList();

        var failures = cases.Where(c => !GfmExceptions.ContainsKey(c.Example)).Select(Compare).OfType<string>().ToList();

        Assert.True(cases.Count > 15);
        Assert.True(failures.Count == 0, $"{failures.Count} of {cases.Count} cases differ:\n{string.Join("\n\n", failures)}");
    }

    private static string? Compare(SpecCase spec)
    {
        var actual = Renderer.Render(spec.Markdown).Html;

        // The cases about raw HTML show what passes through; what is unsafe must not, so they are held against their sanitised form.
        var wanted = spec.Markdown.Contains('<', StringComparison.Ordinal) ? HtmlSanitizer.Sanitize(spec.Html, HtmlPolicy.Author).Html : spec.Html;
        var (a, b) = (HtmlTree.Of(wanted, isOurs: !ReferenceEquals(wanted, spec.Html)), HtmlTree.Of(actual, isOurs: true));
        return a == b ? null : $"#{spec.Example} {spec.Section}\n  text   {Show(spec.Markdown)}\n  wanted {Show(a)}\n  actual {Show(b)}";
    }

    private static string Show(string text) => text.Replace("\n", "⏎", StringComparison.Ordinal).Replace("\t", "→", StringComparison.Ordinal);

    private static List<SpecCase> Read(string file) =>
        JsonSerializer.Deserialize<List<SpecCase>>(File.ReadAllText(Path.Combine(Repository.Shared!, "vectors", "commonmark", file)), JsonSerializerOptions.Web)!;

    private sealed record SpecCase(string Markdown, string Html, int Example, string Section)
    {
        public string[] Extensions { get; init; } = [];
    }
}
