using Markdig;
using Markdig.Extensions.Tables;

namespace Blog.Posts.Markdown;

/// <summary>The Markdown that this blog reads: CommonMark 0.31.2 and what its extensions add.</summary>
internal static class BlogPipeline
{
    /// <summary>Blocks or inlines inside each other; beyond it nobody can follow the text.</summary>
    public const int MaxDepth = 90;

    /// <summary>Built once; safe to share.</summary>
    public static MarkdownPipeline Instance { get; } = Build();

    // Left out on purpose: generic attributes and ":::" containers (they let a text choose its markup, and for both there are texts
    // of 64 KB that cost a second), smart quotes (they change what was typed), emoji codes.
    private static MarkdownPipeline Build()
    {
        var builder = new MarkdownPipelineBuilder { MaximumNestingDepth = MaxDepth }
            .UsePipeTables(new PipeTableOptions { UseGfmRules = true })
            .UseGridTables()
            .UseFootnotes()
            .UseTaskLists()
            .UseDefinitionLists()
            .UseAbbreviations()
            .UseAutoLinks()
            .UseMathematics()
            .UseEmphasisExtras()
            .UseCjkFriendlyEmphasis();
        builder.Extensions.Add(new BlogExtension());
        return builder.Build();
    }
}
