using Blog.Accounts;
using Blog.Posts;

namespace Blog.Desk;

/// <summary>What a role may do with a post.</summary>
internal static class PostAccess
{
    /// <summary>Owner and editors every post; authors and contributors their own, contributors only while it is a draft.</summary>
    public static bool MayEdit(this Account account, Post post) => account.Role switch
    {
        AccountRole.Owner or AccountRole.Editor => true,
        AccountRole.Author => IsOwn(account, post),
        _ => IsOwn(account, post) && post.Status == PostStatus.Draft,
    };

    /// <summary>Whether this account publishes by itself.</summary>
    public static bool MayPublish(this Account account) => account.Role is not AccountRole.Contributor;

    private static bool IsOwn(Account account, Post post) => post.Authors.Any(a => a.AccountId == account.Id);
}
