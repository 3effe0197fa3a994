using Blog.Accounts;
using Blog.Desk.Writing;
using Blog.Media;
using Blog.Posts;

namespace Blog.Desk.Pictures;

/// <summary>Puts another picture into the place of one: each post that shows the old one is saved with the new one, as a revision like any other.</summary>
internal sealed class PictureReplacer(IMediaStore media, IPostStore posts, Publisher publisher)
{
    private const int Tries = 5;

    /// <summary>
    /// How many posts show <paramref name="fresh"/> now, and how many go on with <paramref name="old"/>: they are not this account's to change, or
    /// their text does not name it by its address. The old file stays in the library, and its address goes on working.
    /// </summary>
    public async Task<(int Changed, int Left)> ReplaceAsync(MediaItem old, MediaItem fresh, Account by, CancellationToken ct)
    {
        var (changed, left) = (0, 0);
        foreach (var use in await media.ListUsesAsync(old.Id, int.MaxValue, ct))
        {
            if (await ChangeAsync(use.PostId, old, fresh, by, ct))
            {
                changed++;
            }
            else
            {
                left++;
            }
        }

        return (changed, left);
    }

    private async Task<bool> ChangeAsync(Guid id, MediaItem old, MediaItem fresh, Account by, CancellationToken ct)
    {
        // Somebody may save the post in the same moment: what they wrote is read again.
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (await posts.FindAsync(id, ct) is not { Status: not PostStatus.Deleted } post || !by.MayEdit(post))
            {
                return false;
            }

            var markdown = post.Markdown.Replace(old.Path, fresh.Path, StringComparison.Ordinal);
            var cover = post.Cover is { } known && known.Url == old.Path ? new Cover(fresh.Path, known.Alt) : post.Cover;
            if (markdown == post.Markdown && cover == post.Cover)
            {
                return false;
            }

            var draft = Publisher.AsDraft(post) with { ExpectedRevision = post.Revision, Markdown = markdown, Cover = cover, Origin = WriteEndpoints.OriginOf(by) };
            var result = await publisher.SaveAsync(draft, ct);
            if (result.Outcome != PublishOutcome.Stale)
            {
                return result.Outcome is PublishOutcome.Saved or PublishOutcome.Unchanged;
            }
        }

        return false;
    }
}
