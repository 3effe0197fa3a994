using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Blog.Rehearsal.LinkedIn;

/// <summary>
/// Reads the markup of a post as LinkedIn does: elements are resolved, an escaped character is itself, and at the first reserved character that
/// is neither, the post ends without a word.
/// </summary>
/// <param name="Text">What is published.</param>
/// <param name="Hashtags">Words of the hashtags.</param>
/// <param name="Kept">The markup as far as it is published.</param>
/// <param name="WasCut">Whether something was lost.</param>
internal sealed partial record LinkedInCommentary(string Text, IReadOnlyList<string> Hashtags, string Kept, bool WasCut)
{
    private const string Reserved = @"\|{}@[]()<>#*_~";

    public static LinkedInCommentary Read(string commentary)
    {
        var text = new StringBuilder();
        List<string> tags = [];
        var at = 0;
        while (at < commentary.Length)
        {
            if (!Reserved.Contains(commentary[at], StringComparison.Ordinal))
            {
                text.Append(commentary[at++]);
            }
            else if (commentary[at] == '\\' && at + 1 < commentary.Length && Reserved.Contains(commentary[at + 1], StringComparison.Ordinal))
            {
                text.Append(commentary[at + 1]);
                at += 2;
            }
            else if (Template().Match(commentary, at) is { Success: true } template && template.Index == at)
            {
                tags.Add(template.Groups["word"].Value);
                text.Append('#').Append(tags[^1]);
                at += template.Length;
            }
            else if (Mention().Match(commentary, at) is { Success: true } mention && mention.Index == at)
            {
                text.Append(Read(mention.Groups["name"].Value).Text);
                at += mention.Length;
            }
            else if (commentary[at] == '#' && WordAt(commentary, at + 1) is { Length: > 0 } word)
            {
                tags.Add(word);
                text.Append('#').Append(word);
                at += 1 + word.Length;
            }
            else
            {
                return new LinkedInCommentary(text.ToString(), tags, commentary[..at], WasCut: true);
            }
        }

        return new LinkedInCommentary(text.ToString(), tags, commentary, WasCut: false);
    }

    private static string WordAt(string text, int start)
    {
        var end = start;
        while (end < text.Length && (char.IsLetterOrDigit(text, end) || char.GetUnicodeCategory(text, end) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark))
        {
            end += char.IsSurrogatePair(text, end) ? 2 : 1;
        }

        return text[start..end];
    }

    [GeneratedRegex(@"\{hashtag\|\\#\|(?<word>[^\\|{}@\[\]()<>#*_~\s]+)\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Template();

    [GeneratedRegex(@"@\[(?<name>(?:\\.|[^\\\]])+)\]\(urn:li:(?:person|organization):[A-Za-z0-9_-]+\)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Mention();
}
