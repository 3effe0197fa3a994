using System.Globalization;
using Blog.Posts;
using Microsoft.AspNetCore.Http;

namespace Blog.Desk.Writing;

/// <summary>The editor's form: exactly these fields are read from the request, all of them as typed.</summary>
public sealed record WriteForm
{
    /// <summary>Title; empty for a note.</summary>
    public string Title { get; init; } = "";

    /// <summary>Text.</summary>
    public string Markdown { get; init; } = "";

    /// <summary>Wished last part of the address.</summary>
    public string Slug { get; init; } = "";

    /// <summary>Own excerpt.</summary>
    public string Excerpt { get; init; } = "";

    /// <summary>Names with commas between.</summary>
    public string Tags { get; init; } = "";

    /// <summary>BCP 47.</summary>
    public string Language { get; init; } = "";

    /// <summary>Path or address of the cover.</summary>
    public string CoverUrl { get; init; } = "";

    /// <summary>What it shows.</summary>
    public string CoverAlt { get; init; } = "";

    /// <summary>Address of the original elsewhere.</summary>
    public string Canonical { get; init; } = "";

    /// <summary>Day and hour in <see cref="ZoneId"/>, as <c>2026-11-24T09:00</c>; empty: when it is published.</summary>
    public string Date { get; init; } = "";

    /// <summary>IANA zone.</summary>
    public string ZoneId { get; init; } = "";

    /// <summary>The revision that was edited; 0 for a new post.</summary>
    public int Revision { get; init; }

    /// <summary>The window of a browser in which it is typed; null: a form without script.</summary>
    public Guid? Window { get; init; }

    /// <summary>Stamp of the working copy that was typed on; null: there was none.</summary>
    public Guid? Stamp { get; init; }

    /// <summary>Id that a new post gets; null for a known one.</summary>
    public Guid? NewId { get; init; }

    /// <summary>An empty editor.</summary>
    public static WriteForm Empty(string language, string zone) => new() { Language = language, ZoneId = zone };

    /// <summary>What was sent.</summary>
    public static WriteForm Read(IFormCollection form) => new()
    {
        Title = form["title"].ToString(),
        Markdown = form["markdown"].ToString(),
        Slug = form["slug"].ToString(),
        Excerpt = form["excerpt"].ToString(),
        Tags = form["tags"].ToString(),
        Language = form["language"].ToString(),
        CoverUrl = form["cover"].ToString().Trim(),
        CoverAlt = form["alt"].ToString(),
        Canonical = form["canonical"].ToString().Trim(),
        Date = form["date"].ToString(),
        ZoneId = form["zone"].ToString(),
        Revision = int.TryParse(form["revision"], NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : 0,
        Window = Guid.TryParse(form["window"], out var window) ? window : null,
        Stamp = Guid.TryParse(form["stamp"], out var stamp) ? stamp : null,
        NewId = Guid.TryParse(form["id"], out var id) && id != Guid.Empty ? id : null,
    };

    /// <summary>True if the same is typed in both, whatever they were typed over.</summary>
    public bool Says(WriteForm other) => Plain(this) == Plain(other);

    /// <summary>A stored post as the editor shows it.</summary>
    public static WriteForm Of(Post post) => new()
    {
        Title = post.Title ?? "",
        Markdown = post.Markdown,
        Slug = OwnSlug(post),
        Excerpt = post.ExcerptIsOwn ? post.Excerpt : "",
        Tags = string.Join(", ", post.Tags.Select(t => t.Name)),
        Language = post.Language,
        CoverUrl = post.Cover?.Url ?? "",
        CoverAlt = post.Cover?.Alt ?? "",
        Canonical = post.CanonicalUrl ?? "",
        Date = post.PublishedAt is { } at ? LocalText(at, post.ZoneId) : "",
        ZoneId = post.ZoneId,
        Revision = post.Revision,
    };

    /// <summary>All that is wrong at once, sentence by field. What <see cref="Publisher"/> checks is left to it.</summary>
    public Dictionary<string, string> Check(out DateTimeOffset? at)
    {
        var errors = new Dictionary<string, string>();
        at = null;
        SiteRules.CheckPlace(Language, ZoneId, errors);
        if (CoverUrl.Length > 0 && !WebLinks.IsPathOrWeb(CoverUrl))
        {
            errors["cover"] = "A picture is a path on this site that starts with / or an address that starts with https://.";
        }

        if (Canonical.Length > 0 && !WebLinks.IsWeb(Canonical))
        {
            errors["canonical"] = "The original’s address must start with http:// or https://.";
        }

        if (Date.Length > 0 && !errors.ContainsKey("zone"))
        {
            at = ReadDate(TimeZoneInfo.FindSystemTimeZoneById(ZoneId), errors);
        }

        return errors;
    }

    /// <summary>The form as input of <see cref="Publisher"/>; <paramref name="known"/> is the stored post, null for a new one.</summary>
    public PostDraft ToDraft(Post? known, DateTimeOffset? at) => new()
    {
        Id = known?.Id,
        NewId = known is null ? NewId : null,
        ExpectedRevision = known is null ? null : Revision,
        Title = Title,
        Slug = Slug,
        Markdown = Markdown,
        Excerpt = Excerpt,
        Tags = [.. Tags.Split([',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
        Language = Language,
        Cover = CoverUrl.Length == 0 ? null : known?.Cover is { } cover && cover.Url == CoverUrl ? cover with { Alt = CoverAlt } : new Cover(CoverUrl, CoverAlt),
        Status = known?.Status ?? PostStatus.Draft,
        // The editor knows minutes: a date that it did not change keeps its seconds.
        PublishedAt = known?.PublishedAt is { } stored && LocalText(stored, known.ZoneId) == Date && known.ZoneId == ZoneId ? stored : at,
        DropsDate = Date.Length == 0 && known?.Status is null or PostStatus.Draft,
        ZoneId = ZoneId,
        CanonicalUrl = Canonical,
    };

    // A browser sends the lines of a text with CR and LF.
    private static WriteForm Plain(WriteForm form) => form with
    {
        Title = form.Title.Trim(),
        Markdown = form.Markdown.ReplaceLineEndings("\n"),
        Excerpt = form.Excerpt.ReplaceLineEndings("\n"),
        Revision = 0,
        Window = null,
        Stamp = null,
        NewId = null,
    };

    // What the engine made of title or text is made again with each save until readers can see it.
    private static string OwnSlug(Post post)
    {
        var derived = Posts.Slug.From(post.Title ?? Posts.Excerpt.From(post.Text, 60));
        var isOwn = post.Path.Length > 0 || derived.Length == 0 || !post.Slug.StartsWith(derived, StringComparison.Ordinal) || post.Slug.AsSpan(derived.Length).TrimStart('-').ContainsAnyExceptInRange('0', '9');
        return isOwn ? post.Slug : "";
    }

    private static string LocalText(DateTimeOffset at, string zone) => LocalHour.Text(at, TimeZoneInfo.FindSystemTimeZoneById(zone));

    private DateTimeOffset? ReadDate(TimeZoneInfo zone, Dictionary<string, string> errors)
    {
        var hour = LocalHour.Read(Date, zone);
        if (hour is not { At: { } at })
        {
            errors["date"] = hour is null
                ? "A date is a day and an hour, such as 2026-11-24 09:00."
                : "That hour does not exist: the clocks go forward over it. Take an hour earlier or later.";
            return null;
        }

        return at;
    }
}
