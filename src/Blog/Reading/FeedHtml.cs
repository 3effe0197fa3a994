using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Blog.Reading;

/// <summary>
/// Makes the addresses in sanitised HTML absolute, since a feed is read elsewhere. It relies on how the sanitizer writes: lower-case
/// attributes in double quotes, in which &lt; and &gt; are escaped. It only puts this site's address before what was
/// relative, so it can't make anything unsafe of what is safe.
/// </summary>
internal static partial class FeedHtml
{
    /// <summary><paramref name="html"/> with addresses resolved against <paramref name="pageUrl"/>.</summary>
    public static string Absolute(string html, Uri pageUrl)
    {
        var result = new StringBuilder(html.Length + 256);
        var rest = html.AsSpan();
        while (rest.IndexOf('<') is >= 0 and var start)
        {
            var length = rest[start..].IndexOf('>') + 1;
            if (length == 0)
            {
                break;
            }

            result.Append(rest[..start]);
            var tag = rest.Slice(start, length);
            if (IsChoice(tag))
            {
                // A reader of feeds gets the one picture: many know nothing of sizes to choose from.
            }
            else if (tag.Contains("=\"", StringComparison.Ordinal))
            {
                result.Append(Address().Replace(Sizes().Replace(tag.ToString(), ""), match => Resolve(match, pageUrl)));
            }
            else
            {
                result.Append(tag);
            }

            rest = rest[(start + length)..];
        }

        return result.Append(rest).ToString();
    }

    private static bool IsChoice(ReadOnlySpan<char> tag) =>
        tag is "<picture>" or "</picture>" || (tag.StartsWith("<source ", StringComparison.Ordinal) && tag.Contains(" srcset=\"", StringComparison.Ordinal));

    private static string Resolve(Match match, Uri pageUrl)
    {
        var written = WebUtility.HtmlDecode(match.Groups["url"].Value);
        return HasScheme(written) || !Uri.TryCreate(pageUrl, written, out var absolute) || absolute.Scheme is not ("http" or "https")
            ? match.Value
            : $" {match.Groups["name"].Value}=\"{WebUtility.HtmlEncode(absolute.AbsoluteUri)}\"";
    }

    private static bool HasScheme(string url) => url.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && url.AsSpan(0, colon).IndexOfAny('/', '?', '#') < 0;

    [GeneratedRegex(" (?:srcset|sizes)=\"[^\"]*\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Sizes();

    [GeneratedRegex(" (?<name>href|src|poster|cite)=\"(?<url>[^\"]*)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Address();
}
