using System.Buffers;
using System.Text;
using Blog.Interactions;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace Blog.Posts.Markdown;

/// <summary>Code blocks: reachable by keyboard (they scroll), named, and coloured without a script.</summary>
internal sealed class CodeRenderer : HtmlObjectRenderer<CodeBlock>
{
    private static readonly SearchValues<char> AfterName = SearchValues.Create(" ,{}:;=\"'<>");

    internal delegate void LineWriter(ReadOnlySpan<char> line);

    /// <summary>Hands the block's lines over, without their line ends.</summary>
    public static void AppendLines(LeafBlock block, LineWriter write)
    {
        for (var i = 0; i < block.Lines.Count; i++)
        {
            write(block.Lines.Lines[i].Slice.AsSpan());
        }
    }

    protected override void Write(HtmlRenderer renderer, CodeBlock obj)
    {
        var post = (PostRenderer)renderer;
        var code = new StringBuilder();
        AppendLines(obj, line => code.Append(line).Append('\n'));

        var language = Language((obj as FencedCodeBlock)?.Info);
        var grammar = language is null ? null : Grammar.For(language);
        post.EnsureLine();
        post.Write("<pre tabindex=\"0\" role=\"region\" aria-label=\"");
        HtmlEscape.Attribute(post.Output, post.UniqueLabel(grammar?.Name ?? language ?? "Code"));
        post.Write("\"><code");
        if (language is not null)
        {
            post.Write(" class=\"language-");
            HtmlEscape.Attribute(post.Output, language);
            post.Write('"');
        }

        post.Write('>');
        Highlighter.Write(post.Output, code.ToString(), grammar);
        post.WriteLine("</code></pre>");
    }

    // "```{r, echo=FALSE}", "```js{1,3}" and "```python:title" all begin with a language.
    private static string? Language(string? info)
    {
        if (info is null)
        {
            return null;
        }

        var name = info.AsSpan().TrimStart("{. ");
        var end = name.IndexOfAny(AfterName);
        name = end < 0 ? name : name[..end];
        return name.Length is 0 or > 30 ? null : name.ToString().ToLowerInvariant();
    }
}
