using Blog.Interactions;
using Markdig.Extensions.Abbreviations;
using Markdig.Extensions.Mathematics;
using Markdig.Extensions.TaskLists;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax.Inlines;

namespace Blog.Posts.Markdown;

/// <summary>How the small parts of a sentence are written.</summary>
internal static class TextRenderers
{
    internal sealed class Literal : HtmlObjectRenderer<LiteralInline>
    {
        protected override void Write(HtmlRenderer renderer, LiteralInline obj) => ((PostRenderer)renderer).WriteWords(obj.Content.AsSpan());
    }

    internal sealed class Entity : HtmlObjectRenderer<HtmlEntityInline>
    {
        protected override void Write(HtmlRenderer renderer, HtmlEntityInline obj) => ((PostRenderer)renderer).WriteWords(obj.Transcoded.AsSpan());
    }

    internal sealed class Code : HtmlObjectRenderer<CodeInline>
    {
        protected override void Write(HtmlRenderer renderer, CodeInline obj)
        {
            var post = (PostRenderer)renderer;
            if (post.EnableHtmlForInline)
            {
                post.Output.Append("<code>");
            }

            post.WriteWords(obj.ContentSpan);
            if (post.EnableHtmlForInline)
            {
                post.Output.Append("</code>");
            }
        }
    }

    internal sealed class LineBreak : HtmlObjectRenderer<LineBreakInline>
    {
        protected override void Write(HtmlRenderer renderer, LineBreakInline obj)
        {
            if (obj.IsHard && renderer.EnableHtmlForInline)
            {
                renderer.Write("<br>");
            }

            renderer.WriteLine();
        }
    }

    /// <summary>A formula stays as it was typed, dollars included; only Markdown's own signs are kept away from it.</summary>
    internal sealed class Math : HtmlObjectRenderer<MathInline>
    {
        protected override void Write(HtmlRenderer renderer, MathInline obj)
        {
            var post = (PostRenderer)renderer;
            if (post.EnableHtmlForInline)
            {
                post.Output.Append("<span class=\"math\">");
            }

            post.WriteWords(AsTyped(obj));
            if (post.EnableHtmlForInline)
            {
                post.Output.Append("</span>");
            }
        }

        private static ReadOnlySpan<char> AsTyped(MathInline obj)
        {
            var text = obj.Content.Text;
            var (start, end) = (obj.Content.Start, obj.Content.End);
            while (start > 0 && text[start - 1] is ' ' or '\t')
            {
                start--;
            }

            while (end + 1 < text.Length && text[end + 1] is ' ' or '\t')
            {
                end++;
            }

            start = System.Math.Max(0, start - obj.DelimiterCount);
            end = System.Math.Min(text.Length - 1, end + obj.DelimiterCount);
            return text.AsSpan(start, end + 1 - start);
        }
    }

    internal sealed class Abbreviation : HtmlObjectRenderer<AbbreviationInline>
    {
        protected override void Write(HtmlRenderer renderer, AbbreviationInline obj)
        {
            var post = (PostRenderer)renderer;
            if (!post.EnableHtmlForInline)
            {
                post.WriteWords(obj.Abbreviation.Label);
                return;
            }

            post.EnsureRoom();
            post.Write("<abbr title=\"");
            HtmlEscape.Attribute(post.Output, obj.Abbreviation.Text.AsSpan());
            post.Write("\">");
            post.WriteWords(obj.Abbreviation.Label);
            post.Write("</abbr>");
        }
    }

    /// <summary>A sign instead of a form control: it needs no label, no script and no style, and it survives in feeds.</summary>
    internal sealed class Task : HtmlObjectRenderer<TaskList>
    {
        protected override void Write(HtmlRenderer renderer, TaskList obj) => renderer.Write(obj.Checked ? "☑" : "☐");
    }

    /// <summary>Emphasis, except where a caret or a tilde in running text was never meant as one.</summary>
    internal sealed class Emphasis(EmphasisInlineRenderer.GetTagDelegate tag) : EmphasisInlineRenderer
    {
        protected override void Write(HtmlRenderer renderer, EmphasisInline obj)
        {
            if (!IsProse(obj))
            {
                GetTag = tag;
                base.Write(renderer, obj);
                return;
            }

            var sign = new string(obj.DelimiterChar, obj.DelimiterCount);
            renderer.Write(sign);
            renderer.WriteChildren(obj);
            renderer.Write(sign);
        }

        // As in Pandoc, what is raised or lowered has no spaces; and "x^2+y^2" is two powers, not one.
        private static bool IsProse(EmphasisInline obj)
        {
            if (obj.DelimiterCount != 1 || obj.DelimiterChar is not ('^' or '~'))
            {
                return false;
            }

            if (obj.DelimiterChar == '^' && obj.NextSibling is LiteralInline { Content.IsEmpty: false } next && char.IsLetterOrDigit(next.Content.CurrentChar))
            {
                return true;
            }

            for (var child = obj.FirstChild; child is not null; child = child.NextSibling)
            {
                if (child is LineBreakInline || (child is LiteralInline literal && literal.Content.AsSpan().ContainsAny(" \t\u00a0")))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
