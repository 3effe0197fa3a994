using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Blog.Desk.Publishing;

/// <summary>When a post is to go out.</summary>
public enum ReviewTime
{
    /// <summary>As the draft says.</summary>
    Kept,

    /// <summary>With the date of now, whatever date the draft has.</summary>
    Now,

    /// <summary>At the day and hour of the form.</summary>
    Later,
}

/// <summary>What the author asked for.</summary>
public enum ReviewWish
{
    /// <summary>Only to see how it will be.</summary>
    Look,

    /// <summary>The same, and the links that lead elsewhere are called.</summary>
    LookAtLinks,

    /// <summary>To let it go.</summary>
    Publish,
}

/// <summary>What the author decided at the last look.</summary>
/// <param name="Revision">The revision that was read.</param>
/// <param name="Targets">Ticked accounts.</param>
/// <param name="OwnTexts">Own words by account.</param>
/// <param name="AsPage">As a page, not as a post.</param>
/// <param name="Time">When.</param>
/// <param name="Date">Day and hour in the post's zone, see <see cref="LocalHour.Format"/>; what was typed, right or wrong.</param>
/// <param name="Wish">What for.</param>
public sealed record ReviewForm(
    int Revision, IReadOnlyList<Guid> Targets, IReadOnlyDictionary<Guid, string> OwnTexts, bool AsPage, ReviewTime Time, string Date, ReviewWish Wish)
{
    /// <summary>What was sent.</summary>
    public static ReviewForm Read(IFormCollection form)
    {
        // One of the hours that are offered instead of one that does not exist.
        var taken = form["take"].ToString();
        return new ReviewForm(
            int.TryParse(form["revision"], NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : 0,
            PostEndpoints.Targets(form),
            Publishing.OwnTexts.Read(form),
            form["as"] == "page",
            taken.Length > 0 || form["when"] == "later" ? ReviewTime.Later : form["when"] == "now" ? ReviewTime.Now : ReviewTime.Kept,
            taken.Length > 0 ? taken : form["date"].ToString(),
            taken.Length > 0 || form["do"] == "look" ? ReviewWish.Look : form["do"] == "links" ? ReviewWish.LookAtLinks : ReviewWish.Publish);
    }
}
