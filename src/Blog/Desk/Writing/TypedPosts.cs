using Blog.Accounts;
using Blog.Posts;
using Blog.Site;

namespace Blog.Desk.Writing;

/// <summary>The post that a form would make, without storing it.</summary>
internal sealed class TypedPosts(MarkdownRenderer renderer, SiteInfo site, TimeProvider time)
{
    /// <summary>
    /// What <paramref name="form"/> says, as a post; what the form does not know is as in <paramref name="stored"/>. Throws <see cref="MarkdownTooComplexException"/>.
    /// </summary>
    public async Task<Post> MakeAsync(WriteForm form, Post? stored, Account me, CancellationToken ct)
    {
        var rendered = renderer.Render(form.Markdown);
        var now = time.GetUtcNow();
        form.Check(out var at);
        var settings = await site.SettingsAsync(ct);
        var draft = form.ToDraft(stored, at);
        var title = string.IsNullOrWhiteSpace(form.Title) ? null : form.Title.Trim();
        return new Post
        {
            Id = stored?.Id ?? Guid.Empty,
            Revision = stored?.Revision ?? 1,
            Title = title,
            Slug = stored is null ? "preview" : form.Slug.Length > 0 ? form.Slug : stored.Path.Length > 0 ? stored.Slug : Slug.From(title ?? Excerpt.From(rendered.Text, 60)),
            Path = stored is null ? "/preview" : stored.Path,
            Markdown = form.Markdown,
            Html = rendered.Html,
            Text = rendered.Text,
            Excerpt = string.IsNullOrWhiteSpace(form.Excerpt) ? Excerpt.From(Lead.Of(rendered.Html, rendered.Text)) : form.Excerpt.Trim(),
            Tags = [.. draft.Tags.Select(t => new Tag(t, Slug.From(t))).Where(t => t.Slug.Length > 0)],
            Authors = stored?.Authors ?? [new Byline(me.Id, me.Name, me.Slug)],
            Language = SiteRules.IsLanguage(form.Language) ? form.Language : settings.Language,
            Cover = draft.Cover,
            Status = stored?.Status ?? PostStatus.Draft,
            PublishedAt = stored is null ? at ?? now : at,
            ZoneId = SiteRules.IsZone(form.ZoneId) ? form.ZoneId : settings.ZoneId,
            CreatedAt = stored?.CreatedAt ?? now,
            UpdatedAt = stored?.UpdatedAt ?? now,
            WordCount = rendered.WordCount,
        };
    }
}
