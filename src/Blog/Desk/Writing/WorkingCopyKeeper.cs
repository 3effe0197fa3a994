using System.Text;
using Blog.Accounts;
using Blog.Posts;

namespace Blog.Desk.Writing;

/// <summary>Keeps what is typed beside its post, and never over something that its author has not seen.</summary>
internal sealed class WorkingCopyKeeper(IWorkingCopies copies, IPostStore posts, TimeProvider time)
{
    // Characters of all fields beside the text: an excerpt is a few sentences.
    private const int MostBeside = 64 * 1024;

    /// <summary>What must not be kept, as a sentence with the remedy; null: nothing.</summary>
    public string? Refuse(WriteForm form) =>
        Encoding.UTF8.GetByteCount(form.Markdown) > PostComposer.MaxMarkdownBytes
            ? PostComposer.Validate(new PostDraft { Markdown = form.Markdown })
            : form.Title.Length + form.Slug.Length + form.Excerpt.Length + form.Tags.Length + form.CoverUrl.Length + form.CoverAlt.Length + form.Canonical.Length > MostBeside
                ? "The fields beside the text are too long to be kept. Shorten them; nothing was saved."
                : null;

    /// <summary>The working copy of an account as a form, and when it was typed; null if there is none.</summary>
    public async Task<(WriteForm Form, WorkingCopy Copy)?> FindAsync(Guid postId, Account account, CancellationToken ct) =>
        await copies.FindAsync(postId, account.Id, ct) is { } copy ? (WritingJson.Read(copy.Fields) with { Revision = copy.BaseRevision, Stamp = copy.Stamp }, copy) : null;

    /// <summary>Stores <paramref name="form"/>, or says what stands in the way; neither: the post is deleted.</summary>
    public async Task<(Kept? Kept, KeepConflict? Conflict)> KeepAsync(Shell shell, Post post, Account me, WriteForm form, CancellationToken ct)
    {
        var known = await copies.FindAsync(post.Id, me.Id, ct);
        if (form.Says(WriteForm.Of(post)) && post.Status != PostStatus.Deleted && (known is null || IsOf(form, known)))
        {
            await copies.DropAsync(post.Id, me.Id, ct);
            return (new Kept(post.Id, post.Revision, null), null);
        }

        var stamp = form.Window ?? Guid.NewGuid();
        var fields = WritingJson.Write(form with { Window = null, Stamp = null, NewId = null });
        if (await copies.SaveAsync(new WorkingCopy(post.Id, me.Id, form.Revision, stamp, fields, time.GetUtcNow()), form.Stamp, ct))
        {
            return (new Kept(post.Id, form.Revision, stamp), null);
        }

        return (null, await ExplainAsync(shell, post.Id, me, form, ct));
    }

    /// <summary>After a save: takes the working copy away, unless another window put words into it that this save does not have.</summary>
    public async Task SettleAsync(Post saved, Account me, WriteForm form, CancellationToken ct)
    {
        if (await FindAsync(saved.Id, me, ct) is { } known && (IsOf(form, known.Copy) || known.Form.Says(form)))
        {
            await copies.DropAsync(saved.Id, me.Id, ct);
        }
    }

    private static bool IsOf(WriteForm form, WorkingCopy copy) => copy.Stamp == form.Stamp || copy.Stamp == form.Window;

    private async Task<KeepConflict?> ExplainAsync(Shell shell, Guid id, Account me, WriteForm mine, CancellationToken ct)
    {
        if (await posts.FindAsync(id, ct) is not { Status: not PostStatus.Deleted } post)
        {
            return null;
        }

        var copy = await FindAsync(id, me, ct);
        if (post.Revision == mine.Revision && copy is { } typed)
        {
            var said = shell.Words.Say("You typed something else {0}, in another window.", shell.Ago(typed.Copy.SavedAt));
            return new KeepConflict(said, post.Revision, typed.Copy.Stamp, typed.Form.Title, typed.Form.Markdown, LineDifference.Between(typed.Form.Markdown, mine.Markdown));
        }

        var last = (await posts.ListRevisionsAsync(id, ct)).FirstOrDefault(r => r.Number == post.Revision);
        var who = WriteEndpoints.WhoOf(last?.Origin);
        var sentence = who is null
            ? shell.Words.Say("Another version was saved {0}, while you were writing.", shell.Ago(post.UpdatedAt))
            : shell.Words.Say("{0} saved another version {1}, while you were writing.", who, shell.Ago(post.UpdatedAt));
        return new KeepConflict(sentence, post.Revision, copy?.Copy.Stamp, post.Title ?? "", post.Markdown, LineDifference.Between(post.Markdown, mine.Markdown));
    }
}
