using Blog.Accounts;
using Blog.Desk.Publishing;
using Blog.Desk.Writing;
using Blog.Posts;
using Blog.Syndication;
using Microsoft.AspNetCore.Http;

namespace Blog.Desk.Abroad;

/// <summary>Shows where a draft is to go, with what each network would make of it, and keeps what is wanted.</summary>
internal sealed class AbroadDesk(ICopyWishes wishes, ISyndicationStore store, CopyReader copies, WorkingCopyKeeper keeper, TypedPosts typed, PublishDesk desk)
{
    /// <summary>As it is kept.</summary>
    public async Task<AbroadView> ShowAsync(Shell shell, Post post, Account me, CancellationToken ct) =>
        await ViewAsync(shell, await AsTypedAsync(post, me, ct), await wishes.ListAsync(post.Id, ct), null, ct);

    /// <summary>Keeps what the form says, and shows what comes of it.</summary>
    public async Task<AbroadView> KeepAsync(Shell shell, Post post, Account me, IFormCollection form, CancellationToken ct)
    {
        var shown = await AsTypedAsync(post, me, ct);
        var zone = LocalHour.Zone(shown.ZoneId, shell.Zone);
        var known = await wishes.ListAsync(post.Id, ct);
        var wanted = new List<CopyWish>();
        foreach (var target in await store.ListTargetsAsync(ct))
        {
            if (AbroadForm.Read(form, target.Id) is { } sent)
            {
                var before = known.FirstOrDefault(w => w.TargetId == target.Id) ?? new CopyWish(post.Id, target.Id);
                wanted.Add(sent.Over(before, LocalHour.Read(sent.Date, zone), shell.Now));
            }
        }

        await wishes.SaveAsync(wanted, ct);
        return await ViewAsync(shell, shown, [.. wanted, .. known.Where(k => wanted.TrueForAll(w => w.TargetId != k.TargetId))], form, ct);
    }

    // What stands in the editor counts, not what was saved last; a text that can't be drawn is shown as it was.
    private async Task<Post> AsTypedAsync(Post post, Account me, CancellationToken ct)
    {
        if (await keeper.FindAsync(post.Id, me, ct) is not { } working)
        {
            return post;
        }

        try
        {
            return await typed.MakeAsync(working.Form, post, me, ct);
        }
        catch (MarkdownTooComplexException)
        {
            return post;
        }
    }

    private async Task<AbroadView> ViewAsync(Shell shell, Post post, IReadOnlyList<CopyWish> wanted, IFormCollection? form, CancellationToken ct)
    {
        var planned = PublishDesk.AsPublished(post, shell.Now);
        var own = wanted.Where(w => w.Words is not null).ToDictionary(w => w.TargetId, w => w.Words!);
        var offered = await copies.OfferAsync(planned, own, ct, wanted);
        var queued = (await store.ListForPostAsync(post.Id, ct)).Where(d => d.State != DeliveryState.Withdrawn).Select(d => copies.NameOf(d.Network)).Distinct().ToList();
        DateTimeOffset? homeAt = planned.PublishedAt > shell.Now ? planned.PublishedAt : null;
        var view = new AbroadView(planned, desk.Address.Absolute(planned.Path), [], queued, homeAt);
        return view with { Places = [.. offered.Select(o => PlaceOf(shell, o, offered, form, view.Zone))] };
    }

    private static PlaceView PlaceOf(Shell shell, TargetView offer, IReadOnlyList<TargetView> all, IFormCollection? form, TimeZoneInfo zone)
    {
        var wish = offer.Wish ?? new CopyWish(Guid.Empty, offer.Target.Id);
        var place = new PlaceView(offer, wish, Outlook.NameOf(offer, all));
        if (form is null || AbroadForm.Read(form, offer.Target.Id) is not { } sent)
        {
            return place with { HasTime = wish.At is not null, Date = wish.At is { } at ? LocalHour.Text(at, zone) : "" };
        }

        place = place with { HasTime = sent.HasTime, Date = sent.Date, TextProblem = sent.TooLarge };
        if (!sent.HasTime)
        {
            return place;
        }

        return LocalHour.Read(sent.Date, zone) switch
        {
            null => place with { DateProblem = "A date is a day and an hour, such as 2026-11-24 09:00." },
            { Gap: { } gap } => place with { DateProblem = "That hour does not exist.", Gap = gap },
            { At: { } hour } when hour <= shell.Now => place with { DateProblem = "That hour has passed: it goes with the post." },
            _ => place,
        };
    }
}
