using System.Globalization;
using System.Text;
using Blog.Posts;

namespace Blog.Syndication;

/// <summary>
/// The text of a copy: title, excerpt, hashtags, link, as much as the network's own counting allows. The link is always whole; what gives way is first
/// the excerpt's end, then the hashtags, then the title's end.
/// </summary>
public static class StatusText
{
    private const string Gap = "\n\n";
    private const int MaxHashtags = 5;
    private const int MaxParts = 6;

    // Less than this of an excerpt says nothing; the title stands better alone.
    private const int ShortestExcerpt = 20;

    /// <summary>The whole copy as one text. The author's <paramref name="ownText"/> is never cut: it gets the link if it has none, and may be too long.</summary>
    public static string Compose(Post post, string? ownText, string permalink, INetwork network) =>
        Compose(post, ownText, permalink, new CopyStyle(), network)[0];

    /// <summary>The texts of the copy's posts: one, unless <paramref name="style"/> asks for a thread or a link in the first comment and the network can do that.</summary>
    public static IReadOnlyList<string> Compose(Post post, string? ownText, string permalink, CopyStyle style, INetwork network)
    {
        ArgumentNullException.ThrowIfNull(post);
        ArgumentNullException.ThrowIfNull(style);
        ArgumentNullException.ThrowIfNull(network);
        var inComment = style.LinkInComment && network.Descriptor.CanComment;
        var link = inComment ? "" : permalink;
        var thread = style.Thread && network.Descriptor.CanThread;
        if (!string.IsNullOrWhiteSpace(ownText))
        {
            var own = Clean(ownText).Trim();
            var whole = link.Length == 0 || HasLink(own, link) ? own : own + Gap + link;
            return WithComment(thread && !Fits(whole, network) ? Split(own, HasLink(own, link) ? "" : link, network) : [whole], inComment, permalink);
        }

        if (thread && Template(style).Contains("{excerpt}", StringComparison.Ordinal))
        {
            var all = string.Join(Gap, new[] { OneLine(post.Title), post.Title is null ? Paragraphs(post.Text) : OneLine(post.Excerpt), Hashtags(post.Tags) }.Where(t => t.Length > 0));
            if (!Fits(WithLink(all, link), network))
            {
                return WithComment(Split(all, link, network), inComment, permalink);
            }
        }

        return WithComment([Fit(post, link, style, network)], inComment, permalink);
    }

    private static IReadOnlyList<string> WithComment(IReadOnlyList<string> texts, bool inComment, string permalink) => inComment ? [.. texts, permalink] : texts;

    private static string Fit(Post post, string link, CopyStyle style, INetwork network)
    {
        var (title, excerpt, tags) = (OneLine(post.Title), post.Title is null ? Paragraphs(post.Text) : OneLine(post.Excerpt), Hashtags(post.Tags));
        var template = Template(style);
        var max = network.Descriptor.MaxLength;
        var least = Math.Min(ShortestExcerpt, excerpt.Length);
        foreach (var kept in tags.Length > 0 ? new[] { tags, "" } : [""])
        {
            var cut = StatusCut.To(excerpt, start => Fits(Fill(template, title, start, kept, link), network), max);
            if (cut.Length >= least && Fits(Fill(template, title, cut, kept, link), network))
            {
                return Fill(template, title, cut, kept, link);
            }
        }

        foreach (var kept in tags.Length > 0 ? new[] { tags, "" } : [""])
        {
            if (title.Length > 0 && Fits(Fill(template, title, "", kept, link), network))
            {
                return Fill(template, title, "", kept, link);
            }
        }

        var shortened = StatusCut.To(title, start => Fits(Fill(template, start, "", "", link), network), max);
        return shortened.Length > 0 ? Fill(template, shortened, "", "", link) : link;
    }

    // The link goes with the first post: that is the one that is looked for, and the one that people pass on.
    private static List<string> Split(string text, string link, INetwork network)
    {
        var parts = new List<string>();
        var rest = text;
        while (rest.Length > 0 && parts.Count < MaxParts)
        {
            var tail = parts.Count == 0 ? link : "";
            var part = parts.Count == MaxParts - 1
                ? StatusCut.To(rest, start => Fits(start, network), network.Descriptor.MaxLength)
                : Head(rest, start => Fits(WithLink(start, tail), network));
            if (part.Length == 0)
            {
                break;
            }

            parts.Add(WithLink(part, tail));
            rest = part.Length >= rest.Length ? "" : rest[part.Length..].TrimStart();
        }

        return parts.Count == 0 ? [link] : parts;
    }

    // As many whole words as fit, back to the last end of a paragraph or else of a sentence, if that is not far.
    private static string Head(string text, Func<string, bool> fits)
    {
        var (best, sentence, paragraph) = (0, 0, 0);
        for (var at = 1; at <= text.Length; at++)
        {
            if (at < text.Length && !char.IsWhiteSpace(text[at]))
            {
                continue;
            }

            if (!fits(text[..at]))
            {
                break;
            }

            best = at;
            paragraph = at < text.Length && text[at] == '\n' && text[at - 1] != '\n' ? at : paragraph;
            sentence = text[at - 1] is '.' or '!' or '?' or '…' ? at : sentence;
        }

        return best == text.Length ? text
            : paragraph > best / 3 ? text[..paragraph].TrimEnd()
            : text[..(sentence > best / 2 ? sentence : best)].TrimEnd();
    }

    private static string Template(CopyStyle style) =>
        string.IsNullOrWhiteSpace(style.Template) ? "{title}\n\n{excerpt}\n\n{tags}\n\n{link}" : style.Template.ReplaceLineEndings("\n").Trim();

    // A line whose parts are all empty goes, and with it the gap that it leaves.
    private static string Fill(string template, string title, string excerpt, string tags, string link)
    {
        var lines = new List<string>();
        foreach (var line in template.Split('\n'))
        {
            var filled = line.Replace("{title}", title, StringComparison.Ordinal).Replace("{tags}", tags, StringComparison.Ordinal)
                .Replace("{link}", link, StringComparison.Ordinal).Replace("{excerpt}", excerpt, StringComparison.Ordinal).Trim();
            if (filled.Length > 0 || (line.Length == 0 && lines.Count > 0 && lines[^1].Length > 0))
            {
                lines.Add(filled);
            }
        }

        return string.Join('\n', lines).Trim();
    }

    private static bool Fits(string text, INetwork network) => network.Measure(text) <= network.Descriptor.MaxLength;

    private static string WithLink(string text, string link) => text.Length == 0 ? link : link.Length == 0 ? text : text + Gap + link;

    private static bool HasLink(string text, string permalink) => permalink.Length > 0 && text.Split([' ', '\n', '\t']).Contains(permalink, StringComparer.Ordinal);

    // "mountain huts" is #MountainHuts: networks end a hashtag at the first blank.
    private static string Hashtags(IReadOnlyList<Tag> tags) => string.Join(' ', tags.Select(t => Hashtag(Clean(t.Name))).Where(t => t.Length > 1).Distinct(StringComparer.OrdinalIgnoreCase).Take(MaxHashtags));

    private static string Hashtag(string name)
    {
        var words = name.Split([.. name.Where(c => !IsTagLetter(c)).Distinct()], StringSplitOptions.RemoveEmptyEntries);
        var joined = words.Length == 1 ? words[0] : string.Concat(words.Select(w => char.ToUpper(w[0], CultureInfo.InvariantCulture) + w[1..]));
        return joined.Any(char.IsLetter) ? "#" + joined : "";
    }

    private static bool IsTagLetter(char c) => char.IsLetterOrDigit(c) || c == '_' || char.IsSurrogate(c)
        || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static string OneLine(string? text) => string.Join(' ', Clean(text ?? "").Split([' ', '\n', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries));

    private static string Paragraphs(string text) =>
        string.Join(Gap, Clean(text).Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(p => p.Trim()).Where(p => p.Length > 0));

    // Nothing that is no text goes out: lone surrogates, control characters, byte order marks, and characters that turn the reading direction over.
    private static string Clean(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var unwanted = rune.Value is (< ' ' and not ('\n' or '\t')) or (>= 0x7F and <= 0x9F) or 0x202D or 0x202E or 0xFEFF or 0xFFFD
                || (rune.Value & 0xFFFE) == 0xFFFE;
            if (!unwanted)
            {
                kept.Append(rune);
            }
        }

        return kept.ToString().Normalize(NormalizationForm.FormC);
    }
}
