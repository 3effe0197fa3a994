using Blog.Posts;
using Microsoft.AspNetCore.Http;

namespace Blog.Desk.Publishing;

/// <summary>The author's own words for single networks, as forms send them: one field for each account.</summary>
internal static class OwnTexts
{
    /// <summary>How the fields begin; the id of the target follows.</summary>
    public const string Prefix = "text-";

    public static readonly IReadOnlyDictionary<Guid, string> None = new Dictionary<Guid, string>();

    /// <summary>Words by target; empty ones are none.</summary>
    public static IReadOnlyDictionary<Guid, string> Read(IFormCollection form)
    {
        var own = new Dictionary<Guid, string>();
        foreach (var (name, value) in form)
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && Guid.TryParse(name.AsSpan(Prefix.Length), out var id) && One(value.ToString()) is { } text)
            {
                own[id] = text;
            }
        }

        return own;
    }

    /// <summary>Words as they are stored; null if there are none.</summary>
    public static string? One(string typed) => typed.ReplaceLineEndings("\n").Trim() is { Length: > 0 } text ? text : null;

    /// <summary>What is wrong with them, by target.</summary>
    public static async Task<IReadOnlyDictionary<Guid, string>> CheckAsync(
        Post post, IReadOnlyList<Guid> chosen, IReadOnlyDictionary<Guid, string> own, CopyReader copies, Words words, CancellationToken ct)
    {
        var errors = new Dictionary<Guid, string>();
        if (!chosen.Any(own.ContainsKey))
        {
            return errors;
        }

        foreach (var offered in (await copies.OfferAsync(post, own, ct)).Where(t => chosen.Contains(t.Target.Id)))
        {
            if (offered.OwnText is { } text && CopyReader.Problem(text, offered.Preview, words) is { } problem)
            {
                errors[offered.Target.Id] = problem;
            }
        }

        return errors;
    }
}
