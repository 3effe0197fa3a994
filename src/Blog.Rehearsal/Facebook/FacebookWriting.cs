using System.Text.Json.Nodes;
using Blog.Rehearsal.Wire;

namespace Blog.Rehearsal.Facebook;

/// <summary>Whatever makes, changes or deletes.</summary>
internal sealed class FacebookWriting(FacebookWorld world, FacebookReading reading)
{
    private const int MaxPicture = 4 * 1024 * 1024;
    private static readonly WireReply Success = WireReply.Json(200, new JsonObject { ["success"] = true });

    /// <summary><c>POST /{page}/feed</c>.</summary>
    public WireReply Feed(FacebookRequest request, FacebookCall call, StoredPage page)
    {
        world.CreateCalls++;
        if (MayPost(call, page) is { } refused)
        {
            return refused;
        }

        var message = request["message"] ?? "";
        var link = request["link"];
        if (request.IsMalformed || request.Media() is not { } media || message.Length > world.MaxMessage || (message.Length == 0 && link is null && media.Count == 0)
            || (link is not null && !IsWebAddress(link)) || media.Any(id => world.Photo(id) is not { PostId: null } photo || photo.PageId != page.Id) || media.Distinct(StringComparer.Ordinal).Count() != media.Count)
        {
            return FacebookErrors.Invalid;
        }

        var signature = $"{message}\n{link}\n{string.Join(',', media)}";
        if (signature == page.LastSignature)
        {
            return FacebookErrors.Duplicate;
        }

        if (link is not null && !world.CanRead(new Uri(link)))
        {
            return FacebookErrors.LinkUnreadable;
        }

        // Given both, the pictures win and the link is lost.
        var post = new StoredPost($"{page.Id}_{world.NextId()}", page.Id, call.App.Id, world.Keep(message), world.Now)
        {
            Link = media.Count > 0 ? null : link,
            PhotoIds = media,
            IsPublished = !request.IsFalse("published"),
        };
        Attach(post, page, signature);
        return reading.Made(request, call, post.Id);
    }

    /// <summary><c>POST /{page}/photos</c>.</summary>
    public WireReply Photo(FacebookRequest request, FacebookCall call, StoredPage page)
    {
        if (MayPost(call, page) is { } refused)
        {
            return refused;
        }

        var url = request["url"];
        if (request.IsMalformed || (request.File is null && url is null))
        {
            return FacebookErrors.PictureMissing;
        }

        var type = request.File is null ? "image/png" : TypeOf(request.File);
        if (type is null || request.File?.Length > MaxPicture)
        {
            return FacebookErrors.PictureRefused;
        }

        var photo = new StoredPhoto(world.NextId(), page.Id, request.File ?? [], type, request["alt_text_custom"] ?? "", world.Now) { Url = url };
        world.Add(photo);
        var answer = new JsonObject { ["id"] = photo.Id };
        if (!request.IsFalse("published"))
        {
            var message = request["caption"] ?? request["message"] ?? request["name"] ?? "";
            var post = new StoredPost($"{page.Id}_{world.NextId()}", page.Id, call.App.Id, message, world.Now) { PhotoIds = [photo.Id] };
            Attach(post, page, $"{message}\n\n{photo.Id}");
            answer["post_id"] = post.Id;
        }

        return WireReply.Json(200, answer);
    }

    /// <summary><c>POST /{post or comment}/comments</c>, as the Page.</summary>
    public WireReply Comment(FacebookRequest request, FacebookCall call, string id)
    {
        var parent = world.Comment(id);
        var post = world.Post(parent?.PostId ?? id);
        if (post is null)
        {
            return FacebookErrors.Missing("POST", id);
        }

        if (world.Page(call.PageId) is not { } page || !world.May(call, "pages_manage_engagement"))
        {
            return FacebookErrors.MayNotPublish;
        }

        if (Stopped(page) is { } stopped)
        {
            return stopped;
        }

        if (request.IsMalformed || request["message"] is not { } message)
        {
            return FacebookErrors.Invalid;
        }

        var comment = new StoredComment($"{post.Id[(post.PageId.Length + 1)..]}_{world.NextId()}", post.Id, parent?.Id, page.Id, page.Name, world.Keep(message), world.Now);
        world.State.Comments.Add(comment);
        world.Touch();
        return reading.Made(request, call, comment.Id);
    }

    /// <summary><c>POST /{post or comment}</c>: another text; posts only by the app that made them.</summary>
    public WireReply Update(FacebookRequest request, FacebookCall call, string id)
    {
        if (world.Post(id) is { } post)
        {
            if (call.PageId != post.PageId || !world.May(call, "pages_manage_posts") || post.AppId != call.App.Id)
            {
                return FacebookErrors.MayNot;
            }

            if (request.IsMalformed || request["message"] is not { } message || message.Length > world.MaxMessage)
            {
                return FacebookErrors.Invalid;
            }

            world.Replace(post, post with { Message = world.Keep(message), Earlier = [.. post.Earlier, post.Message], ChangedAt = world.Now });
            return Success;
        }

        if (world.Comment(id) is { } comment)
        {
            if (call.PageId != comment.FromId || !world.May(call, "pages_manage_engagement"))
            {
                return FacebookErrors.MayNot;
            }

            if (request["message"] is not { } message)
            {
                return FacebookErrors.Invalid;
            }

            world.Replace(world.State.Comments, comment, comment with { Message = world.Keep(message), Earlier = [.. comment.Earlier, comment.Message] });
            return Success;
        }

        return FacebookErrors.Missing("POST", id);
    }

    /// <summary><c>DELETE /{post, comment or photo}</c>.</summary>
    public WireReply Delete(FacebookCall call, string id)
    {
        if (world.Post(id) is { } post)
        {
            if (call.PageId != post.PageId || !world.May(call, "pages_manage_posts"))
            {
                return FacebookErrors.MayNot;
            }

            world.State.Posts.Remove(post);
            world.State.Comments.RemoveAll(c => c.PostId == post.Id);
            world.State.Deleted.Add(post.Id);
            if (world.Page(post.PageId) is { } page && page.LastPostId == post.Id)
            {
                world.Replace(world.State.Pages, page, page with { LastPostId = null, LastSignature = null });
            }

            world.Touch();
            return Success;
        }

        if (world.Comment(id) is { } comment)
        {
            if (call.PageId != world.Post(comment.PostId)?.PageId || !world.May(call, "pages_manage_engagement"))
            {
                return FacebookErrors.MayNot;
            }

            world.State.Comments.RemoveAll(c => c.Id == comment.Id || c.ParentId == comment.Id);
            world.State.Deleted.Add(comment.Id);
            world.Touch();
            return Success;
        }

        if (world.Photo(id) is { } photo && call.PageId == photo.PageId)
        {
            world.State.Photos.Remove(photo);
            world.Touch();
            return Success;
        }

        return FacebookErrors.Missing("DELETE", id);
    }

    private void Attach(StoredPost post, StoredPage page, string signature)
    {
        world.Add(post);
        foreach (var photo in post.PhotoIds.Select(world.Photo).OfType<StoredPhoto>().ToList())
        {
            world.State.Photos.Replace(photo, photo with { PostId = post.Id });
        }

        if (post.IsPublished)
        {
            world.Replace(world.State.Pages, page, page with { LastSignature = signature, LastPostId = post.Id });
        }
    }

    private WireReply? MayPost(FacebookCall call, StoredPage page) =>
        call.PageId != page.Id || !world.May(call, "pages_manage_posts") || !world.May(call, "pages_read_engagement") || !world.Does(call, page, "CREATE_CONTENT", "MANAGE")
            ? FacebookErrors.MayNotPublish
            : Stopped(page);

    private static WireReply? Stopped(StoredPage page) => page.Obstacle switch
    {
        PageObstacle.SecurityCheck => FacebookErrors.SecurityCheck,
        PageObstacle.PublishingAuthorization => FacebookErrors.PublishingAuthorization,
        PageObstacle.Policy => FacebookErrors.Policy,
        PageObstacle.TooFast => FacebookErrors.TooFast,
        _ => null,
    };

    private static bool IsWebAddress(string link) => Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    private static string? TypeOf(byte[] file) => file switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "image/gif",
        [(byte)'B', (byte)'M', ..] => "image/bmp",
        [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => "image/tiff",
        _ => null,
    };
}
