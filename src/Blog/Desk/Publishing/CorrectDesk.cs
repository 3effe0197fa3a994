using Blog.Posts;
using Blog.Syndication;
using Microsoft.AspNetCore.Http;

namespace Blog.Desk.Publishing;

/// <summary>Brings the copies of an edited post up to date, each in the way that the author chooses; the outbox does it, by its own rules.</summary>
internal sealed class CorrectDesk(
    CopyReader copies, CopyPreviewer previewer, CopyPrices prices, ISyndicationStore store, NetworkCatalog networks, DeliverySignal signal, TimeProvider time)
{
    private static readonly CopyPrice Nothing = new(0, 0);

    /// <summary>The copies with their choices; <paramref name="form"/>: what was chosen, null at first.</summary>
    public async Task<CorrectView> ShowAsync(Shell shell, Post post, IFormCollection? form, CancellationToken ct)
    {
        var known = await prices.ReadAsync(post, ct);
        var (there, later) = (new List<CopyToCorrect>(), new List<string>());
        foreach (var copy in await copies.ReadAsync(post.Id, ct))
        {
            if (copy is { Target: { } target, Delivery: { RemoteId: not null, State: DeliveryState.Accepted or DeliveryState.Seen } })
            {
                there.Add(await OfAsync(shell, post, copy, target, known.GetValueOrDefault(copy.Delivery.Network) ?? Nothing, form, ct));
            }
            else if (copy.Delivery.State != DeliveryState.Withdrawn)
            {
                later.Add(copy.NetworkName);
            }
        }

        return new CorrectView(post, there, later);
    }

    /// <summary>Does what was chosen; false: a copy had moved on meanwhile, and nothing was changed about that one.</summary>
    public async Task<bool> CorrectAsync(CorrectView view, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var all = true;
        foreach (var copy in view.Copies)
        {
            var delivery = copy.Copy.Delivery;
            var (next, detail) = copy.Chosen switch
            {
                Correction.Edit => (CopyDecisions.Say(delivery, OwnTexts.One(copy.Words), now), "wrote other words."),
                Correction.Answer => (CopyDecisions.Answer(delivery, copy.Answer, now), "answers it with a correction."),
                Correction.Replace => (CopyDecisions.Replace(delivery, now), "posts it again in place of this copy."),
                _ => (null, ""),
            };
            if (next is not null)
            {
                all &= await store.ResolveAsync(delivery.Id, delivery.State, next with { UpdatedAt = now }, $"{DeliveryEndpoints.ByAuthor} {detail}", now, ct);
            }
        }

        signal.Wake();
        return all;
    }

    private async Task<CopyToCorrect> OfAsync(Shell shell, Post post, CopyView copy, SyndicationTarget target, CopyPrice price, IFormCollection? form, CancellationToken ct)
    {
        var network = networks.Find(target.Network);
        var facts = network?.Descriptor;
        var planned = await previewer.PreviewAsync(post, copy.Delivery.OwnText, target, ct);
        var made = new CopyToCorrect(copy, price);
        made = made with
        {
            IsSame = planned?.Parts[0].Sent == made.Said,
            Words = copy.Delivery.OwnText ?? "",
            Choices =
            [
                .. facts is { CanEdit: true } ? new[] { Correction.Edit } : [],
                .. facts is { CanThread: true } or { CanComment: true } ? new[] { Correction.Answer } : [],
                Correction.Replace,
                Correction.Leave,
            ],
        };
        made = made with { Chosen = made.IsSame ? Correction.Leave : made.Choices[0] == Correction.Edit ? Correction.Edit : Correction.Leave };
        if (form is null || network is null)
        {
            return made;
        }

        var id = copy.Delivery.Id;
        var chosen = Enum.TryParse<Correction>(form[$"do-{id}"], ignoreCase: true, out var wished) && made.Choices.Contains(wished) ? wished : Correction.Leave;
        made = made with { Chosen = chosen, Words = form[$"words-{id}"].ToString(), Answer = form[$"answer-{id}"].ToString().ReplaceLineEndings("\n").Trim() };
        return made with
        {
            Error = chosen switch
            {
                Correction.Edit => await copies.ProblemAsync(post, OwnTexts.One(made.Words), target, shell.Words, ct),
                Correction.Answer when made.Answer.Length == 0 => shell.Words.Say("Say in a sentence what was wrong and what is right."),
                Correction.Answer when network.Measure(made.Answer) is var length && length > network.Descriptor.MaxLength =>
                    shell.Words.Say("{0} takes {1}; this counts {2}.", network.Descriptor.Name, network.Descriptor.MaxLength, length),
                _ => null,
            },
        };
    }
}
