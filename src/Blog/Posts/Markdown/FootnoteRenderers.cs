using System.Globalization;
using Markdig.Extensions.Footnotes;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace Blog.Posts.Markdown;

/// <summary>Footnotes with the roles that assistive technology knows (DPUB-ARIA 1.1); no word that would need a translation.</summary>
internal static class FootnoteRenderers
{
    internal sealed class Link : HtmlObjectRenderer<FootnoteLink>
    {
        protected override void Write(HtmlRenderer renderer, FootnoteLink obj)
        {
            var number = obj.Footnote.Order;
            renderer.Write(obj.IsBackLink
                ? string.Create(CultureInfo.InvariantCulture, $" <a href=\"#fnref-{obj.Index}\" class=\"ref\" role=\"doc-backlink\" aria-label=\"↩ {number}\">↩\ufe0e</a>")
                : string.Create(CultureInfo.InvariantCulture, $"<sup id=\"fnref-{obj.Index}\"><a href=\"#fn-{number}\" class=\"ref\" role=\"doc-noteref\">{number}</a></sup>"));
        }
    }

    internal sealed class Group : HtmlObjectRenderer<FootnoteGroup>
    {
        protected override void Write(HtmlRenderer renderer, FootnoteGroup obj)
        {
            renderer.EnsureLine();
            renderer.WriteLine("<section class=\"footnotes\" role=\"doc-endnotes\">");
            renderer.WriteLine("<ol>");
            foreach (var footnote in obj.OfType<Footnote>())
            {
                renderer.Write(string.Create(CultureInfo.InvariantCulture, $"<li id=\"fn-{footnote.Order}\">"));
                renderer.WriteChildren(footnote);
                renderer.WriteLine("</li>");
            }

            renderer.WriteLine("</ol>");
            renderer.WriteLine("</section>");
        }
    }
}
