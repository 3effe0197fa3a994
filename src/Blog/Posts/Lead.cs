using System.Net;
using System.Text;

namespace Blog.Posts;

/// <summary>
/// The running words at the start of a post: what an excerpt is cut from. Headings, tables, code and captions make no sentence when
/// they are read in a row.
/// </summary>
internal static class Lead
{
    // More than any excerpt is long, so that its end can still be chosen.
    private const int Enough = 600;

    /// <summary>Text of the first paragraphs of sanitised HTML; <paramref name="text"/> if there is none.</summary>
    public static string Of(string html, string text)
    {
        var words = new StringBuilder();
        for (var at = 0; words.Length < Enough && (at = html.IndexOf("<p", at, StringComparison.Ordinal)) >= 0;)
        {
            var open = html.IndexOf('>', at);
            var isParagraph = open == at + 2 || (open > at && html[at + 2] == ' ');
            var end = open < 0 ? -1 : html.IndexOf("</p>", open, StringComparison.Ordinal);
            if (end < 0)
            {
                break;
            }

            at = isParagraph ? end : at + 2;
            if (isParagraph)
            {
                AppendText(html.AsSpan(open + 1, end - open - 1), words);
                words.Append('\n');
            }
        }

        var lead = WebUtility.HtmlDecode(words.ToString()).Trim();
        return lead.Length > 0 ? lead : text;
    }

    // The sanitizer's own output: every "<" opens a tag, every ">" outside of one is written as &gt;.
    private static void AppendText(ReadOnlySpan<char> html, StringBuilder words)
    {
        while (html.IndexOf('<') is >= 0 and var tag)
        {
            words.Append(html[..tag]);
            html = html[tag..];

            // The mark of a footnote is no word of the sentence.
            if (html.StartsWith("<sup id=\"fnref-", StringComparison.Ordinal) && html.IndexOf("</sup>", StringComparison.Ordinal) is > 0 and var mark)
            {
                html = html[mark..];
            }

            html = html[(html.IndexOf('>') + 1)..];
        }

        words.Append(html);
    }
}
