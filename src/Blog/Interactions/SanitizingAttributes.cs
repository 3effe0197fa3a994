using System.Globalization;
using System.Text;
using AngleSharp.Dom;
using Blog.Media;

namespace Blog.Interactions;

/// <summary>Writes the attributes that an element may keep: each known by name, each value checked or rebuilt.</summary>
internal sealed class SanitizingAttributes(StringBuilder html, HtmlPolicy policy, MediaAddresses? media)
{
    /// <summary>Writes what an element may keep.</summary>
    public void WriteAll(IElement element, TagRule rule)
    {
        var name = rule.Name;
        if (name is "video" or "audio")
        {
            WritePlayer(element, name);
            return;
        }

        var attributes = element.Attributes;
        for (var i = 0; i < attributes.Length; i++)
        {
            var attribute = attributes[i]!;
            var value = attribute.Value;
            switch (attribute.LocalName)
            {
                case "href" when name == "a":
                    WriteHref(value);
                    break;
                case "src" when name is "source" or "track":
                    Write("src", Address(value, isLink: false)!);
                    break;
                case "cite" when rule.Attributes?.Contains("cite") == true:
                    WriteIfSafe("cite", SafeUrl.Clean(value, HtmlPolicy.Guest, isLink: false));
                    break;
                case "colspan" or "rowspan" or "start" or "value" when rule.Attributes?.Contains(attribute.LocalName) == true:
                    WriteNumber(element, attribute.LocalName, attribute.LocalName is "start" or "value" ? -1_000_000 : 1, attribute.LocalName is "start" or "value" ? 1_000_000_000 : 1000);
                    break;
                case "open" or "reversed" or "default" when rule.Attributes?.Contains(attribute.LocalName) == true:
                    html.Append(' ').Append(attribute.LocalName);
                    break;
                default:
                    if (rule.Attributes?.Contains(attribute.LocalName) == true)
                    {
                        Write(attribute.LocalName, value);
                    }
                    else if (policy == HtmlPolicy.Author)
                    {
                        WriteGlobal(attribute.LocalName, value, name);
                    }

                    break;
            }
        }

        if (policy == HtmlPolicy.Guest && name == "a")
        {
            html.Append(" rel=\"nofollow ugc noopener\"");
        }
        else if (name is "td" or "th" && !element.HasAttribute("class") && AlignClass(element.GetAttribute("align")) is { } align)
        {
            Write("class", align);
        }
    }

    private void WriteGlobal(string attribute, string value, string tag)
    {
        switch (attribute)
        {
            case "id" when ElementId.Own(value) is { } id:
                Write("id", id);
                break;
            case "name" when tag == "a" && ElementId.Own(value) is { } id:
                Write("id", id);
                break;
            case "class":
                var classes = string.Join(' ', value.Split(' ', '\t', '\n', '\f', '\r').Where(c => HtmlAllowList.IsClass(c, tag)));
                WriteIfSafe("class", classes.Length == 0 ? null : classes);
                break;
            case "title" or "aria-label" when value.Length > 0:
                Write(attribute, value);
                break;
            case "lang" when IsLanguageTag(value):
                Write("lang", value);
                break;
            case "dir" when value is "ltr" or "rtl" or "auto":
                Write("dir", value);
                break;
            case "role" when HtmlAllowList.IsRole(value):
                Write("role", value);
                break;
            case "tabindex" when value == "0" && tag is "pre" or "div":
                Write("tabindex", "0");
                break;
            case "rel" when tag == "a":
                var relations = string.Join(' ', value.ToLowerInvariant().Split(' ').Where(HtmlAllowList.IsRelation));
                WriteIfSafe("rel", relations.Length == 0 ? null : relations);
                break;
        }
    }

    private void WritePlayer(IElement player, string name)
    {
        if (Address(player.GetAttribute("src"), isLink: false) is { Length: > 0 } source)
        {
            Write("src", source);
        }

        if (name == "video")
        {
            if (Address(player.GetAttribute("poster"), isLink: false) is { Length: > 0 } poster)
            {
                Write("poster", poster);
            }

            WriteNumber(player, "width", 1, 100_000);
            WriteNumber(player, "height", 1, 100_000);
            html.Append(" playsinline");
        }

        foreach (var flag in (ReadOnlySpan<string>)["loop", "muted"])
        {
            if (player.HasAttribute(flag))
            {
                html.Append(' ').Append(flag);
            }
        }

        if (player.GetAttribute("aria-label") is { Length: > 0 } label)
        {
            Write("aria-label", label);
        }

        html.Append(" controls preload=\"metadata\"");
    }

    private void WriteHref(string value)
    {
        if (value is ['#', _, ..] && policy == HtmlPolicy.Author)
        {
            WriteIfSafe("href", ElementId.OwnTarget(value));
            return;
        }

        WriteIfSafe("href", Address(value, isLink: true));
    }

    /// <summary>A safe address, led to the media library where it lies there; null if it is not safe.</summary>
    public string? Address(string? value, bool isLink)
    {
        if (value is null || SafeUrl.Clean(value, policy, isLink) is not { } url)
        {
            return null;
        }

        return media is null ? url : SafeUrl.Clean(isLink ? media.ResolveLink(url) : media.Resolve(url), policy, isLink);
    }

    /// <summary>What the library knows of a picture; null if it is none of its own.</summary>
    public MediaItem? Picture(string address) => media?.Picture(address);

    /// <summary>Writes a number within bounds; nothing else.</summary>
    public void WriteNumber(IElement element, string attribute, int least, int most)
    {
        if (int.TryParse(element.GetAttribute(attribute), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            html.Append(' ').Append(attribute).Append("=\"").Append(number).Append('"');
        }
    }

    private void WriteIfSafe(string attribute, string? value)
    {
        if (value is not null)
        {
            Write(attribute, value);
        }
    }

    /// <summary>Writes one attribute, escaped.</summary>
    public void Write(string attribute, string value)
    {
        html.Append(' ').Append(attribute).Append("=\"");
        HtmlEscape.Attribute(html, value);
        html.Append('"');
    }

    private static string? AlignClass(string? align) => align?.ToLowerInvariant() switch
    {
        "left" => "ta-l",
        "center" => "ta-c",
        "right" => "ta-r",
        _ => null,
    };

    private static bool IsLanguageTag(string value) => value.Length is > 0 and <= 35 && value.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
