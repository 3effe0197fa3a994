using Blog.Interactions;
using Blog.Posts;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Specs;

/// <summary>Six real blogs, 2,200 posts in five languages, through the pipeline.</summary>
public sealed class MarkdownCorporaTests
{
    [SharedFact("corpora")]
    public void Every_post_of_every_blog_is_rendered_and_stays_as_it_is_when_sanitised_again()
    {
        var renderer = new MarkdownRenderer();
        var files = Directory.GetFiles(Path.Combine(Repository.Shared!, "corpora"), "*.md", SearchOption.AllDirectories)
            .Where(path => !path.Contains("_repo", StringComparison.Ordinal)).ToList();
        var problems = new List<string>();

        foreach (var file in files)
        {
            try
            {
                var html = renderer.Render(Body(File.ReadAllText(file))).Html;
                if (HtmlSanitizer.Sanitize(html, HtmlPolicy.Author).Html != html)
                {
                    problems.Add($"{file}: not stable");
                }
            }
            catch (MarkdownTooComplexException refusal)
            {
                problems.Add($"{file}: {refusal.Message}");
            }
        }

        Assert.True(files.Count > 2000);
        Assert.Empty(problems);
    }

    private static string Body(string text)
    {
        var end = text.StartsWith("---", StringComparison.Ordinal) ? text.IndexOf("\n---", 3, StringComparison.Ordinal) : -1;
        return end < 0 ? text : text[(end + 4)..];
    }
}
