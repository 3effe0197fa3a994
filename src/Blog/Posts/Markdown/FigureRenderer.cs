using Blog.Interactions;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Blog.Posts.Markdown;

/// <summary>Paragraphs; one that holds nothing but a picture with a title (linked or not) becomes a figure with that title as its caption.</summary>
internal sealed class FigureRenderer : ParagraphRenderer
{
    protected override void Write(HtmlRenderer renderer, ParagraphBlock obj)
    {
        if (!renderer.ImplicitParagraph && renderer.EnableHtmlForBlock && Picture(obj.Inline) is { Title: { Length: > 0 } title } image)
        {
            var post = (PostRenderer)renderer;
            post.EnsureRoom();
            post.EnsureLine();
            post.Write("<figure>");
            if (image.Parent is LinkInline link)
            {
                post.Write("<a href=\"");
                post.WriteEscapeUrl(LinkRenderer.Url(link, post.Media));
                post.Write("\">");
                LinkRenderer.WriteImage(post, image, withTitle: false);
                post.Write("</a>");
            }
            else
            {
                LinkRenderer.WriteImage(post, image, withTitle: false);
            }

            post.Write("<figcaption>");
            HtmlEscape.Text(post.Output, title);
            post.WriteLine("</figcaption></figure>");
            return;
        }

        base.Write(renderer, obj);
    }

    private static LinkInline? Picture(ContainerInline? content) => content switch
    {
        { FirstChild: LinkInline { IsImage: true, NextSibling: null } image } => image,
        { FirstChild: LinkInline { IsImage: false, NextSibling: null, FirstChild: LinkInline { IsImage: true, NextSibling: null } inner } } => inner,
        _ => null,
    };
}
