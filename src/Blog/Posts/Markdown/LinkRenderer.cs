using Blog.Interactions;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;

namespace Blog.Posts.Markdown;

/// <summary>Links and pictures.</summary>
internal sealed class LinkRenderer : HtmlObjectRenderer<LinkInline>
{
    /// <summary>Writes a picture; its title is left to <see cref="FigureRenderer"/> if <paramref name="withTitle"/> is false.</summary>
    public static void WriteImage(PostRenderer renderer, LinkInline image, bool withTitle)
    {
        var isOutermost = renderer.EnableHtmlForInline;
        if (isOutermost)
        {
            renderer.Write("<img src=\"");
            renderer.WriteEscapeUrl(image.Url is { } url && renderer.Media is { } media ? media.Resolve(url) : image.Url);
            renderer.Write("\" alt=\"");
            renderer.EnableHtmlForInline = false;
        }

        renderer.WriteChildren(image);
        if (!isOutermost)
        {
            return;
        }

        renderer.EnableHtmlForInline = true;
        renderer.Write('"');
        if (withTitle)
        {
            WriteTitle(renderer, image);
        }

        renderer.Write(renderer.Images++ > 0 ? " loading=\"lazy\" decoding=\"async\">" : " decoding=\"async\">");
    }

    /// <summary>Where a link leads.</summary>
    public static string? Url(LinkInline link, MediaAddresses? media)
    {
        var url = link.GetDynamicUrl?.Invoke() ?? link.Url;
        if (url is ['#', _, ..])
        {
            return ElementId.OwnTarget(url) ?? url;
        }

        return url is null || media is null ? url : media.ResolveLink(url);
    }

    protected override void Write(HtmlRenderer renderer, LinkInline obj)
    {
        var post = (PostRenderer)renderer;
        post.EnsureRoom();
        if (obj.IsImage)
        {
            WriteImage(post, obj, withTitle: true);
            return;
        }

        if (!post.EnableHtmlForInline)
        {
            post.WriteChildren(obj);
            return;
        }

        post.Write("<a href=\"");
        post.WriteEscapeUrl(Url(obj, post.Media));
        post.Write('"');
        WriteTitle(post, obj);
        post.Write('>');
        post.WriteChildren(obj);
        post.Write("</a>");
    }

    private static void WriteTitle(PostRenderer renderer, LinkInline link)
    {
        if (link.Title is { Length: > 0 } title)
        {
            renderer.Write(" title=\"");
            HtmlEscape.Attribute(renderer.Output, title);
            renderer.Write('"');
        }
    }
}
