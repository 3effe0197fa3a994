using System.Text.Json;
using Blog.Networks.Facebook;

namespace Blog.Rehearsal.Facebook;

/// <summary>Facebook to practise with: one Page whose token never ends, and one app with which the way over the consent page can be tried.</summary>
internal static class FacebookPractice
{
    private const string AppId = "1000000001";
    private const string AppSecret = "practice";
    private const string PersonId = "1000000002";
    private const string PageId = "1000000003";

    private static readonly string[] Permissions = ["pages_show_list", "pages_manage_posts", "pages_read_engagement", "pages_manage_engagement"];

    /// <summary>A network without posts.</summary>
    public static PracticeParts Create(TimeProvider time)
    {
        var emulator = new FacebookEmulator(time);

        // The blog that practises is seldom on the open internet; its pages are taken for readable.
        emulator.Cast.ReadsPrivateLinks = true;
        return new PracticeParts("Facebook", PageId, emulator, () => Secret(emulator.Cast))
        {
            Fields = new Dictionary<string, string> { ["appId"] = AppId, ["appSecret"] = AppSecret },
        };
    }

    // A consent that was tried may have taken rights away: asked for keys, the network gives all of them again.
    private static string Secret(FacebookCast cast)
    {
        if (cast.FindPage(PageId) is null)
        {
            cast.Put(new StoredApp(AppId, AppSecret, "Practice"));
            cast.Put(new StoredPerson(PersonId, "You"));
            cast.Put(new StoredPage(PageId, "Your blog"));
            cast.GiveRole(PageId, PersonId, [.. FacebookCast.AllTasks]);
        }

        cast.Grant(AppId, PersonId, Permissions, PageId);
        var secret = new FacebookSecret { AppId = AppId, AppSecret = AppSecret, PageToken = cast.LastingToken(AppId, PersonId, PageId), Permissions = Permissions, Tasks = FacebookCast.AllTasks };
        return JsonSerializer.Serialize(secret, FacebookJson.Default.FacebookSecret);
    }
}
