using System.Globalization;
using System.Text.Json.Nodes;
using Blog.Rehearsal.Wire;

namespace Blog.Rehearsal.X;

/// <summary>Timelines, single posts, answers and likes. The emulator's lock is held.</summary>
internal sealed class XReading(XState state, XShapes shapes, Weather weather)
{
    private static readonly string[] PageParameters = ["max_results", "pagination_token", "start_time", "end_time", "since_id", "until_id"];
    private static readonly TimeSpan SearchBack = TimeSpan.FromDays(7);

    public static WireReply Me(XAccount account, WireCall call) =>
        XAsk.Read(call).Refusal ?? WireReply.Json(200, new JsonObject { ["data"] = XShapes.User(account) });

    public WireReply ByName(string username, WireCall call)
    {
        if (XAsk.Read(call).Refusal is { } refusal)
        {
            return refusal;
        }

        return state.Accounts.FirstOrDefault(a => a.Username.Equals(username, StringComparison.OrdinalIgnoreCase)) is { } account
            ? WireReply.Json(200, new JsonObject { ["data"] = XShapes.User(account) })
            : WireReply.Json(200, new JsonObject { ["errors"] = new JsonArray(XProblems.MissingPost(username, "username")) });
    }

    /// <summary>One post or up to 100; those that are not there are told beside those that are.</summary>
    public WireReply Posts(IReadOnlyList<string> ids, bool isList, WireCall call)
    {
        var (ask, refusal) = XAsk.Read(call, isList ? ["ids"] : []);
        if (refusal is not null || ids.Count is 0 or > 100 || ids.Any(id => id.Length is 0 or > 19 || !id.All(char.IsAsciiDigit)))
        {
            return refusal ?? XProblems.Invalid("The `ids` query parameter value is not valid");
        }

        var found = ids.Select(state.Post).OfType<XPost>().ToList();
        JsonNode? data = found.Count == 0 ? null : isList ? new JsonArray([.. found.Select(p => shapes.Post(p, ask!))]) : shapes.Post(found[0], ask!);
        var answer = shapes.Answer(data, found, ask!, MediaBase(call));
        var missing = ids.Except(found.Select(p => p.Id)).Select(id => XProblems.MissingPost(id, isList ? "ids" : "id")).ToArray();
        if (missing.Length > 0)
        {
            answer["errors"] = new JsonArray([.. missing]);
        }

        return WireReply.Json(200, answer);
    }

    public WireReply Timeline(string accountId, WireCall call)
    {
        var hidesAnswers = (call.Asked("exclude") ?? "").Split(',').Contains("replies");
        return Page(call, 5, 10, state.Posts.Of(accountId), p => !(hidesAnswers && p.InReplyTo is not null), "exclude");
    }

    public WireReply Mentions(string accountId, WireCall call)
    {
        var handle = '@' + state.Account(accountId)?.Username;
        return Page(call, 5, 10, state.Posts, p => p.AccountId != accountId && p.Text.Contains(handle, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Search over seven days; understands <c>conversation_id:</c>, <c>in_reply_to_tweet_id:</c>, <c>from:</c>, <c>to:</c> and their negation.</summary>
    public WireReply Search(WireCall call)
    {
        var query = call.Asked("query") ?? "";
        var terms = query.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Term).ToList();
        if (query.Length is 0 or > 512 || terms.Any(t => t is null))
        {
            return XProblems.Invalid("There were errors processing your request: the query is not understood");
        }

        return Page(call, 10, 10, state.Posts, p => p.CreatedAt > state.Now - SearchBack && terms.All(t => t!(p)), "query", "next_token", "sort_order");
    }

    /// <summary>Who likes or reposted a post.</summary>
    public WireReply Users(string id, Func<XPost, IReadOnlyList<string>> of, WireCall call)
    {
        if (XAsk.Read(call, "max_results", "pagination_token").Refusal is { } refusal)
        {
            return refusal;
        }

        if (state.Post(id) is not { } post)
        {
            return WireReply.Json(200, new JsonObject { ["errors"] = new JsonArray(XProblems.MissingPost(id, "id")) });
        }

        var users = of(post).Select(state.Account).OfType<XAccount>().Select(XShapes.User).ToArray();
        var answer = new JsonObject { ["meta"] = new JsonObject { ["result_count"] = users.Length } };
        if (users.Length > 0)
        {
            answer["data"] = new JsonArray([.. users]);
        }

        return WireReply.Json(200, answer);
    }

    /// <summary>Nobody quotes here.</summary>
    public static WireReply Quotes(WireCall call) =>
        XAsk.Read(call, "max_results", "pagination_token", "exclude").Refusal ?? WireReply.Json(200, new JsonObject { ["meta"] = new JsonObject { ["result_count"] = 0 } });

    private Func<XPost, bool>? Term(string word)
    {
        if (word.StartsWith('-'))
        {
            return Term(word[1..]) is { } inner ? p => !inner(p) : null;
        }

        return word.Split(':', 2) switch
        {
            ["conversation_id", var id] => p => state.Root(p) == id && p.Id != id,
            ["in_reply_to_tweet_id", var id] => p => p.InReplyTo == id,
            ["from", var name] => p => Is(p.AccountId, name),
            ["to", var name] => p => p.InReplyTo is { } parent && state.Post(parent) is { } above && Is(above.AccountId, name),
            [var plain] => p => p.Text.Contains(plain, StringComparison.OrdinalIgnoreCase),
            _ => null,
        };
    }

    private bool Is(string accountId, string name) => state.Account(accountId)?.Username.Equals(name.TrimStart('@'), StringComparison.OrdinalIgnoreCase) == true;

    private WireReply Page(WireCall call, int least, int usual, IEnumerable<XPost> from, Func<XPost, bool> isWanted, params string[] own)
    {
        var (ask, refusal) = XAsk.Read(call, [.. PageParameters, .. own]);
        if (refusal is not null)
        {
            return refusal;
        }

        var size = Number(call.Asked("max_results"), usual);
        var offset = Number(call.Asked("pagination_token") ?? call.Asked("next_token"), 0);
        var (since, until) = (Moment(call.Asked("start_time"), DateTimeOffset.MinValue), Moment(call.Asked("end_time"), DateTimeOffset.MaxValue));
        var (after, before) = (Id(call.Asked("since_id"), 0), Id(call.Asked("until_id"), long.MaxValue));
        if (size is null || size < least || size > 100 || offset is null || since is null || until is null || after is null || before is null)
        {
            return XProblems.Invalid("max_results, pagination_token, start_time, end_time, since_id or until_id is not valid");
        }

        var all = from
            .Where(p => p.CreatedAt + weather.TimelineLag <= state.Now && p.CreatedAt >= since && p.CreatedAt < until)
            .Where(p => XState.Order(p.Id) > after && XState.Order(p.Id) < before)
            .Where(isWanted)
            .OrderByDescending(p => XState.Order(p.Id))
            .ToList();
        var page = all.Skip(offset.Value).Take(size.Value).ToList();
        var answer = shapes.Answer(page.Count == 0 ? null : new JsonArray([.. page.Select(p => shapes.Post(p, ask!))]), page, ask!, MediaBase(call));
        var meta = new JsonObject { ["result_count"] = page.Count };
        answer["meta"] = meta;
        if (page.Count > 0)
        {
            meta["newest_id"] = page[0].Id;
            meta["oldest_id"] = page[^1].Id;
        }

        if (all.Count > offset + page.Count)
        {
            meta["next_token"] = (offset.Value + page.Count).ToString(CultureInfo.InvariantCulture);
        }

        return WireReply.Json(200, answer);
    }

    // Where pictures lie: beside the API.
    private static string MediaBase(WireCall call)
    {
        var address = call.Address.GetLeftPart(UriPartial.Path);
        return address.EndsWith(call.Path, StringComparison.Ordinal) ? address[..^call.Path.Length] : address;
    }

    private static int? Number(string? text, int usual) =>
        text is null ? usual : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static long? Id(string? text, long usual) =>
        text is null ? usual : text.Length <= 19 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static DateTimeOffset? Moment(string? text, DateTimeOffset usual) =>
        text is null ? usual
        : DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value) ? value
        : null;
}
