using System.Text.RegularExpressions;
using Blog.Syndication;
using Microsoft.AspNetCore.Http;

namespace Blog.Desk.Connecting;

/// <summary>Reads how copies for an account shall be written, and says what can't be.</summary>
internal static partial class StyleRules
{
    private const int MaxTemplate = 1000;
    private static readonly string[] Known = ["{title}", "{excerpt}", "{tags}", "{link}"];

    /// <summary>What was typed; options that the network can't do are off.</summary>
    public static StyleForm Read(IFormCollection form, NetworkDescriptor network)
    {
        var style = new CopyStyle
        {
            Template = form["template"].ToString().ReplaceLineEndings("\n").Trim(),
            Thread = network.CanThread && form["thread"] == "on",
            LinkInComment = network.CanComment && form["comment"] == "on",
            Pictures = network.MaxImages > 0 && form["pictures"] == "on",
            Utm = form["utm"] == "on",
        };
        return new StyleForm(style, Problem(style.Template));
    }

    private static string? Problem(string template)
    {
        if (template.Length == 0)
        {
            return null;
        }

        return template.Length > MaxTemplate ? "At most 1,000 characters."
            : Placeholder().Matches(template).Any(m => !Known.Contains(m.Value)) ? "Only {title}, {excerpt}, {tags} and {link} are filled in."
            : !template.Contains("{link}", StringComparison.Ordinal) ? "{link} must be in it: by its link a copy is found again."
            : null;
    }

    [GeneratedRegex(@"\{[^{}\s]*\}", RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();
}
