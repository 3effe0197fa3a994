using Blog.Interactions;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace Blog.Posts.Markdown;

/// <summary>How headings, rules and formulas are written.</summary>
internal static class BlockRenderers
{
    internal sealed class Heading : HtmlObjectRenderer<HeadingBlock>
    {
        protected override void Write(HtmlRenderer renderer, HeadingBlock obj)
        {
            var post = (PostRenderer)renderer;
            var level = (char)('0' + System.Math.Clamp(obj.Level, 1, 6));
            post.EnsureLine();
            post.Output.Append("<h").Append(level);
            if (post.HeadingId(obj.Inline) is { } id)
            {
                post.Output.Append(" id=\"").Append(id).Append('"');
            }

            post.Write('>');
            post.WriteLeafInline(obj);
            post.Output.Append("</h").Append(level);
            post.WriteLine('>');
        }
    }

    internal sealed class Rule : HtmlObjectRenderer<ThematicBreakBlock>
    {
        protected override void Write(HtmlRenderer renderer, ThematicBreakBlock obj)
        {
            renderer.EnsureLine();
            renderer.WriteLine("<hr>");
        }
    }

    /// <summary>A formula on lines of its own stays as it was typed.</summary>
    internal sealed class Math : HtmlObjectRenderer<MathBlock>
    {
        protected override void Write(HtmlRenderer renderer, MathBlock obj)
        {
            var post = (PostRenderer)renderer;
            post.EnsureLine();
            post.WriteLine("<div class=\"math\">$$");
            CodeRenderer.AppendLines(obj, line =>
            {
                HtmlEscape.Text(post.Output, line);
                post.Output.Append('\n');
            });
            post.WriteLine("$$</div>");
        }
    }
}
