using Markdig;
using Markdig.Extensions.Abbreviations;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.Mathematics;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;

namespace Blog.Posts.Markdown;

/// <summary>
/// What differs from the library's own output: markup that a screen reader and a theme can use, in the very form in which the
/// sanitizer writes it, so that one pass over it is enough.
/// </summary>
internal sealed class BlogExtension : IMarkdownExtension
{
    /// <inheritdoc/>
    public void Setup(MarkdownPipelineBuilder pipeline)
    {
        pipeline.BlockParsers.FindExact<ParagraphBlockParser>()!.Closed += CheckBlock;
        pipeline.BlockParsers.FindExact<HeadingBlockParser>()!.Closed += CheckBlock;

        // "C++11 and C++14" inserts nothing, "a==b or c==d" marks nothing: these two only work at the edges of words.
        var emphasis = pipeline.InlineParsers.FindExact<EmphasisInlineParser>()!.EmphasisDescriptors;
        for (var i = 0; i < emphasis.Count; i++)
        {
            var known = emphasis[i];
            if (known.Character is '+' or '=')
            {
                emphasis[i] = new EmphasisDescriptor(known.Character, known.MinimumCount, known.MaximumCount, enableWithinWord: false);
            }
        }
    }

    /// <inheritdoc/>
    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer)
    {
        var renderers = renderer.ObjectRenderers;
        renderers.ReplaceOrAdd<LiteralInlineRenderer>(new TextRenderers.Literal());
        renderers.ReplaceOrAdd<HtmlEntityInlineRenderer>(new TextRenderers.Entity());
        renderers.ReplaceOrAdd<CodeInlineRenderer>(new TextRenderers.Code());
        renderers.ReplaceOrAdd<LineBreakInlineRenderer>(new TextRenderers.LineBreak());
        renderers.ReplaceOrAdd<HtmlMathInlineRenderer>(new TextRenderers.Math());
        renderers.ReplaceOrAdd<HtmlTaskListRenderer>(new TextRenderers.Task());
        renderers.ReplaceOrAdd<HtmlFootnoteLinkRenderer>(new FootnoteRenderers.Link());
        renderers.ReplaceOrAdd<HtmlFootnoteGroupRenderer>(new FootnoteRenderers.Group());
        renderers.ReplaceOrAdd<HtmlAbbreviationRenderer>(new TextRenderers.Abbreviation());
        renderers.ReplaceOrAdd<LinkInlineRenderer>(new LinkRenderer());
        renderers.ReplaceOrAdd<ParagraphRenderer>(new FigureRenderer());
        renderers.ReplaceOrAdd<HeadingRenderer>(new BlockRenderers.Heading());
        renderers.ReplaceOrAdd<ThematicBreakRenderer>(new BlockRenderers.Rule());
        renderers.ReplaceOrAdd<HtmlMathBlockRenderer>(new BlockRenderers.Math());
        renderers.ReplaceOrAdd<CodeBlockRenderer>(new CodeRenderer());
        renderers.ReplaceOrAdd<HtmlTableRenderer>(new TableRenderer());

        var emphasis = renderers.FindExact<EmphasisInlineRenderer>()!;
        renderers.ReplaceOrAdd<EmphasisInlineRenderer>(new TextRenderers.Emphasis(emphasis.GetTag));
    }

    private static void CheckBlock(BlockProcessor processor, Block block)
    {
        if (block is LeafBlock leaf)
        {
            MarkdownLimits.CheckBlock(leaf);
        }
    }
}
