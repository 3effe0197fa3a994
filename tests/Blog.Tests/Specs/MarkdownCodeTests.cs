using AngleSharp.Html.Parser;
using Blog.Posts;

namespace Blog.Tests.Specs;

/// <summary>Code blocks: reachable, named, coloured, and never changed.</summary>
public sealed class MarkdownCodeTests
{
    private static readonly MarkdownRenderer Renderer = new();

    [Fact]
    public void A_code_block_is_reachable_by_keyboard_and_named_after_its_language()
    {
        var html = Renderer.Render("```csharp\nvar x = 1;\n```\n\n```csharp\n```\n\n    plain").Html;

        Assert.Contains("<pre tabindex=\"0\" role=\"region\" aria-label=\"C#\"><code class=\"language-csharp\">", html, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"C# 2\"", html, StringComparison.Ordinal);
        Assert.Contains("<pre tabindex=\"0\" role=\"region\" aria-label=\"Code\"><code>plain", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csharp", "public int F(string s) => 0x1F; // c", "k:public k:int f:F k:string n:0x1F c:// c")]
    [InlineData("js", "const f = async (x) => `a ${x}` + 'b' /* c */", "k:const k:async s:`a ${x}` s:'b' c:/* c */")]
    [InlineData("ts", "@dec class A extends B { n: number = 1.5e-3 }", "d:@dec k:class k:extends k:number n:1.5e-3")]
    [InlineData("python", "@app\ndef f(x): # c\n    return \"\"\"a\nb\"\"\"", "d:@app k:def f:f c:# c k:return s:\"\"\"a\nb\"\"\"")]
    [InlineData("bash", "if [ \"$A\" ]; then echo a#b $HOME # c\nfi", "k:if s:\"$A\" k:then k:echo d:$HOME c:# c k:fi")]
    [InlineData("json", "{\"a\": \"b\", \"n\": [1, true, null]}", "d:\"a\" s:\"b\" d:\"n\" n:1 k:true k:null")]
    [InlineData("yaml", "# c\nkey: value\n- n: 1\n  url: \"http://x\"", "c:# c d:key d:n n:1 d:url s:\"http://x\"")]
    [InlineData("html", "<!-- c --><a href=\"x\">t</a>", "c:<!-- c --> k:a d:href s:\"x\" k:a")]
    [InlineData("css", "@media x { a.b { color: #fff; margin: 1.5rem } }", "k:@media k:x d:color n:#fff d:margin n:1.5rem")]
    [InlineData("sql", "SELECT a FROM t WHERE b = 'it''s' -- c", "k:SELECT k:FROM k:WHERE s:'it' s:'s' c:-- c")]
    [InlineData("go", "func main() { x := 'a'; return nil }", "k:func f:main s:'a' k:return k:nil")]
    [InlineData("rust", "fn f<'a>(x: &'a str) -> u8 { 'x' }", "k:fn k:str k:u8 s:'x'")]
    [InlineData("java", "@Override public void f() { return null; }", "d:@Override k:public k:void f:f k:return k:null")]
    [InlineData("ruby", "def f\n  @a = \"b\" # c\nend", "k:def d:@a s:\"b\" c:# c k:end")]
    [InlineData("php", "function f($x) { return 'a'; } // c", "k:function f:f d:$x k:return s:'a' c:// c")]
    [InlineData("r", "x <- function(a) TRUE # c", "k:function k:TRUE c:# c")]
    [InlineData("diff", "--- a\n+++ b\n@@ 1 @@\n-old\n+new\n same", "c:--- a c:+++ b f:@@ 1 @@ n:-old s:+new")]
    public void A_language_is_coloured(string language, string code, string wanted)
    {
        var element = new HtmlParser().ParseDocument(Renderer.Render($"```{language}\n{code}\n```").Html).QuerySelector("code")!;

        var colours = element.QuerySelectorAll("span").Select(s => s.ClassName!["hl-".Length..] + ":" + s.TextContent);

        Assert.Equal(wanted, string.Join(' ', colours));
        Assert.Equal(code + "\n", element.TextContent);
    }

    [Theory]
    [InlineData("")]
    [InlineData("mermaid")]
    [InlineData("brainfuck")]
    public void An_unknown_language_stays_plain(string language)
    {
        var html = Renderer.Render($"```{language}\nint x = 1 < 2 && \"a\";\n```").Html;

        Assert.Contains(">int x = 1 &lt; 2 &amp;&amp; \"a\";\n</code>", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{r, echo=FALSE}", "language-r")]
    [InlineData("js{1,3}", "language-js")]
    [InlineData("Python:title", "language-python")]
    [InlineData("c#", "language-c#")]
    [InlineData("\"><script>", null)]
    public void The_language_is_read_from_all_the_ways_to_write_it(string info, string? wanted)
    {
        var element = new HtmlParser().ParseDocument(Renderer.Render($"```{info}\nx\n```").Html).QuerySelector("code")!;

        Assert.Equal(wanted ?? "", element.ClassName ?? "");
    }

    [Fact]
    public void Colouring_never_changes_a_character_of_any_language()
    {
        var random = new Random(20261122);
        const string Alphabet = "ab1_ \n\t\"'`#/*-+<>&@${}()[];:=.\\!?é雪\U0001F3D5";
        string[] languages = ["csharp", "js", "python", "bash", "json", "yaml", "html", "css", "sql", "go", "rust", "java", "ruby", "php", "r", "diff", "lua", "toml", "c", "dockerfile"];
        var parser = new HtmlParser();
        for (var i = 0; i < 3000; i++)
        {
            var runes = Alphabet.EnumerateRunes().ToArray();
            var code = string.Concat(Enumerable.Range(0, random.Next(1, 60)).Select(_ => runes[random.Next(runes.Length)].ToString()));
            var language = languages[i % languages.Length];

            var element = parser.ParseDocument(Renderer.Render($"~~~~{language}\n{code}\n~~~~").Html).QuerySelector("code")!;

            Assert.True(element.TextContent == code + "\n", $"{language}: {code}");
        }
    }
}
