using System.Net;
using Blog.Homecoming;
using Blog.Posts;
using Blog.Site;
using Blog.Tests.Infrastructure;

namespace Blog.Tests.Journeys;

public sealed class ContentFolderTests
{
    [Fact]
    public async Task A_file_becomes_a_page_and_follows_every_change_while_the_blog_runs()
    {
        await using var app = new BlogApp();
        using var reader = app.Browser();
        Write(app, "before.md", "---\ntitle: Before\ndate: 2024-05-01\n---\nIt was there at the start.\n");
        await Waiting.ForPageAsync(reader, "/2024/before", p => p.Contains("at the start", StringComparison.Ordinal));

        Write(app, "sub/tea.md", "---\ntitle: Tea\ndate: 2024-05-02\n---\nFirst leaf. ![Cup](cup.png)\n");
        await Waiting.ForPageAsync(reader, "/2024/tea", p => p.Contains("First leaf", StringComparison.Ordinal));
        Write(app, "sub/tea.md", "---\ntitle: Tea\ndate: 2024-05-02\n---\nSecond leaf. ![Cup](cup.png)\n");
        await Waiting.ForPageAsync(reader, "/2024/tea", p => p.Contains("Second leaf", StringComparison.Ordinal) && p.Contains("src=\"cup.png\"", StringComparison.Ordinal));
        await File.WriteAllBytesAsync(Path.Combine(app.ContentFolder, "sub", "cup.png"), Pictures.Png(20, 10));
        var page = await Waiting.ForPageAsync(reader, "/2024/tea", p => p.Contains("src=\"/media/", StringComparison.Ordinal));

        Assert.Contains("Second leaf", page, StringComparison.Ordinal);
        Assert.Equal(3, (await PostAsync(app, "tea")).Revision);
    }

    [Fact]
    public async Task The_first_visitor_of_a_new_blog_finds_what_the_folder_holds()
    {
        await using var app = new BlogApp();
        for (var i = 1; i <= 20; i++)
        {
            Write(app, $"leaf-{i}.md", $"---\ntitle: Leaf {i}\ndate: 2024-05-{i:00}\n---\nIt was there at the start.\n");
        }

        using var reader = app.Browser();
        var home = await reader.GetStringAsync("/");

        Assert.Contains("Leaf 20", home, StringComparison.Ordinal);
        Assert.Equal(20, app.Get<ContentFolder>().Report?.Created);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_kept_in_the_list_until_it_is_mended()
    {
        await using var app = new BlogApp();
        Write(app, "bad.md", "---\ntitle: Bad\ndate: someday\n---\nText\n");
        Write(app, "good.md", "---\ntitle: Good\ndate: 2024-05-01\n---\nText\n");
        using var reader = app.Browser();
        await Waiting.ForPageAsync(reader, "/2024/good", _ => true);
        await Waiting.UntilAsync("the note is kept", async () => (await NotesAsync(app)).Count == 1);

        var note = Assert.Single(await NotesAsync(app));
        Write(app, "bad.md", "---\ntitle: Bad\ndate: 2024-05-03\n---\nMended\n");
        await Waiting.ForPageAsync(reader, "/2024/bad", p => p.Contains("Mended", StringComparison.Ordinal));
        await Waiting.UntilAsync("the note is gone", async () => (await NotesAsync(app)).Count == 0);

        Assert.Equal(("bad.md", 3), (note.File, note.Line));
        Assert.Contains("someday", note.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Removing_a_file_does_not_take_its_post_away()
    {
        await using var app = new BlogApp();
        using var reader = app.Browser();
        Write(app, "tea.md", "---\ntitle: Tea\ndate: 2024-05-02\n---\nLeaf\n");
        await Waiting.ForPageAsync(reader, "/2024/tea", _ => true);

        File.Delete(Path.Combine(app.ContentFolder, "tea.md"));
        Write(app, "after.md", "---\ntitle: After\ndate: 2024-05-03\n---\nText\n");
        await Waiting.ForPageAsync(reader, "/2024/after", _ => true);

        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("/2024/tea")).StatusCode);
    }

    [Fact]
    public async Task A_text_changed_on_the_desk_and_in_the_file_is_kept_in_both_versions()
    {
        await using var app = new BlogApp();
        using var reader = app.Browser();
        Write(app, "tea.md", "---\ntitle: Tea\ndate: 2024-05-02\n---\nLeaf\n");
        await Waiting.ForPageAsync(reader, "/2024/tea", _ => true);
        var publisher = app.Get<Publisher>();
        var read = await PostAsync(app, "tea");
        await publisher.SaveAsync(Publisher.AsDraft(read) with { Markdown = "From the desk\n" }, CancellationToken.None);

        Write(app, "tea.md", "---\ntitle: Tea\ndate: 2024-05-02\n---\nFrom the file\n");
        await Waiting.UntilAsync("both are kept", async () => (await NotesAsync(app)).Any(n => n.Reason.Contains("revisions", StringComparison.Ordinal)));

        var post = await PostAsync(app, "tea");
        var revisions = await app.Get<IPostStore>().ListRevisionsAsync(post.Id, CancellationToken.None);
        Assert.Contains("From the desk", await reader.GetStringAsync("/2024/tea"), StringComparison.Ordinal);
        Assert.Contains(revisions, r => r.Markdown.Contains("From the file", StringComparison.Ordinal) && r.Origin == "content/tea.md");

        // The note stays through later readings, until the author has dealt with it.
        Write(app, "other.md", "---\ntitle: Other\ndate: 2024-05-03\n---\nText\n");
        await Waiting.ForPageAsync(reader, "/2024/other", _ => true);
        Assert.Contains(await NotesAsync(app), n => n.File == "tea.md");
        await publisher.SaveAsync(Publisher.AsDraft(post) with { Markdown = "From the file\n" }, CancellationToken.None);
        Write(app, "tea.md", "---\ntitle: Tea\ndate: 2024-05-02\n---\n\nFrom the file\n");
        await Waiting.UntilAsync("the note is gone", async () => (await NotesAsync(app)).Count == 0);
    }

    [Fact]
    public async Task A_file_that_was_sent_out_may_still_change_its_post()
    {
        await using var app = new BlogApp();
        using var reader = app.Browser();
        Write(app, "tea.md", "---\ntitle: Tea\ndate: 2024-05-02\n---\nLeaf\n");
        await Waiting.ForPageAsync(reader, "/2024/tea", _ => true);
        var post = await PostAsync(app, "tea");
        await app.Get<Publisher>().SaveAsync(Publisher.AsDraft(post) with { Targets = [Guid.CreateVersion7()] }, CancellationToken.None);
        var sent = await PostAsync(app, "tea");

        Write(app, "tea.md", "---\ntitle: Tea\ndate: 2024-05-02\n---\nNew leaf\n");
        var page = await Waiting.ForPageAsync(reader, "/2024/tea", p => p.Contains("New leaf", StringComparison.Ordinal));

        Assert.Equal(post.Revision + 1, sent.Revision);
        Assert.Contains("New leaf", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_without_a_date_counts_as_published_when_it_is_first_read()
    {
        await using var app = new BlogApp();
        using var reader = app.Browser();
        Write(app, "tea.md", "# Tea\n\nLeaf\n");
        Post? tea = null;
        await Waiting.UntilAsync("the post", async () => (tea = await app.Get<IPostStore>().FindBySlugAsync("tea", CancellationToken.None)) is not null);

        Write(app, "tea.md", "# Tea\n\nNew leaf\n");
        var page = await Waiting.ForPageAsync(reader, tea!.Path, p => p.Contains("New leaf", StringComparison.Ordinal));
        var again = await PostAsync(app, "tea");

        Assert.Equal("Tea", again.Title);
        Assert.Equal(tea.PublishedAt, again.PublishedAt);
        Assert.DoesNotContain("Tea", again.Text, StringComparison.Ordinal);
        Assert.Contains("New leaf", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_run_site_is_whole()
    {
        await using var app = new BlogApp();
        app.Set("Blog:Content", Path.Combine(Repository.Root, "content"));
        using var reader = app.Browser();
        await Waiting.UntilAsync("the folder is read", () => Task.FromResult(app.Get<ContentFolder>().Report is not null));

        var report = app.Get<ContentFolder>().Report!;
        var welcome = await reader.GetStringAsync("/2025/how-to-write-here");
        var spanish = await reader.GetStringAsync("/2025/la-primera-noche");

        Assert.Equal((4, 0, 0, 0, 1), (report.Created, report.Failed, report.Skipped, report.Warnings.Count, report.Media));
        Assert.Contains("href=\"/2025/la-primera-noche\"", welcome, StringComparison.Ordinal);
        Assert.Contains("href=\"/2025/how-to-write-here\"", spanish, StringComparison.Ordinal);
        Assert.Contains("lang=\"es\"", spanish, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("/about")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("/2025/first-light")).StatusCode);
    }

    private static async Task<Post> PostAsync(BlogApp app, string slug) =>
        await app.Get<IPostStore>().FindBySlugAsync(slug, CancellationToken.None) ?? throw new InvalidOperationException($"There is no post {slug}.");

    private static Task<IReadOnlyList<ImportNote>> NotesAsync(BlogApp app) =>
        ContentFolder.ListNotesAsync(app.Get<ISiteStore>(), CancellationToken.None);

    private static void Write(BlogApp app, string file, string text)
    {
        var path = Path.Combine(app.ContentFolder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
