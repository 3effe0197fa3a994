using Blog.Desk.Publishing;
using Blog.Syndication;
using Microsoft.AspNetCore.Http;

namespace Blog.Desk.Abroad;

/// <summary>What a form says about one account; its fields end with the account's id.</summary>
/// <param name="Sends">Whether a copy goes there.</param>
/// <param name="IsOwn">Whether the words are the author's own.</param>
/// <param name="Text">Own words; null: none.</param>
/// <param name="Comment">First comment; null: none.</param>
/// <param name="HasTime">Whether it has an hour of its own.</param>
/// <param name="Date">Day and hour as typed.</param>
internal sealed record AbroadForm(bool Sends, bool IsOwn, string? Text, string? Comment, bool HasTime, string Date)
{
    private const int MostCharacters = 20_000;

    /// <summary>What was sent about an account; null: nothing, as when it was connected meanwhile.</summary>
    public static AbroadForm? Read(IFormCollection form, Guid target)
    {
        if (!form.ContainsKey($"kind-{target}"))
        {
            return null;
        }

        // One of the hours that are offered instead of one that does not exist: its button names the account too.
        var taken = form["take"].ToString();
        var date = taken.StartsWith($"{target}_", StringComparison.Ordinal) ? taken[$"{target}_".Length..] : form[$"date-{target}"].ToString();
        return new AbroadForm(
            form[$"send-{target}"] == "yes",
            form[$"kind-{target}"] == "own",
            OwnTexts.One(form[$"text-{target}"].ToString()),
            OwnTexts.One(form[$"comment-{target}"].ToString()),
            form[$"when-{target}"] == "own",
            date);
    }

    /// <summary>What is too much to be kept, as a sentence; null: nothing.</summary>
    public string? TooLarge => Text?.Length > MostCharacters || Comment?.Length > MostCharacters ? "At most 20,000 characters." : null;

    /// <summary>As it is kept. An hour that does not exist, and words that are too many, leave what was kept before.</summary>
    public CopyWish Over(CopyWish known, LocalHour? hour, DateTimeOffset now) => known with
    {
        Sends = Sends,
        IsOwn = IsOwn,
        OwnText = TooLarge is null ? Text : known.OwnText,
        Comment = TooLarge is null ? Comment : known.Comment,
        At = !HasTime ? null : hour is { At: { } at } ? at : known.At,
        SavedAt = now,
    };
}
