namespace Blog.Syndication;

/// <summary>Tests a connection at the author's wish, and stores what it showed: good keys let what was held go on, bad ones hold what waits.</summary>
internal sealed class TargetTester(ISyndicationStore store, TargetOpener opener, TargetKeys keys, TargetEditor editor, DeliverySignal signal, TimeProvider time)
{
    /// <summary>What the test showed; null if there is no such target, or its keys were given away.</summary>
    public async Task<TestResult?> TestAsync(Guid id, CancellationToken ct)
    {
        if (await store.FindTargetAsync(id, ct) is not { } target || TargetConnector.IsDisconnected(target))
        {
            return null;
        }

        var opened = await opener.OpenAsync(id, ct);
        var result = opened is { Network: { } network, Access: { } access } ? await AskAsync(network, access, ct)
            : opened.Network is null ? new TestResult.CannotTell(opened.Problem ?? "")
            : new TestResult.MayNot(opened.Problem ?? "");
        switch (result)
        {
            // A pause is the author's own and stays.
            case TestResult.MayWrite when target.State == TargetState.Paused:
                await editor.ChangeAsync(id, t => t with { TestedAt = time.GetUtcNow() }, ct);
                break;
            case TestResult.MayWrite:
                await editor.ConnectAsync(id, t => t with { State = TargetState.Connected, Reason = null, TestedAt = time.GetUtcNow() }, ct);
                signal.Wake();
                break;
            case TestResult.MayNot(var reason):
                await store.HoldTargetAsync(id, reason, time.GetUtcNow(), ct);
                break;
        }

        return result;
    }

    private async Task<TestResult> AskAsync(INetwork network, TargetAccess access, CancellationToken ct)
    {
        var held = await keys.FreshAsync(network, access, ct);
        if (held is not KeysResult.Good good)
        {
            return Of(held, network);
        }

        var result = await network.TestAsync(good.Access, ct);
        if (result is not TestResult.MayNot || good.Access.Target.RefreshAt is null)
        {
            return result;
        }

        // Keys that end are renewed once, as before a copy.
        return await keys.RefreshAsync(network, good.Access, ct) switch
        {
            KeysResult.Good renewed => await network.TestAsync(renewed.Access, ct),
            KeysResult.SignIn { Reason: null } => result,
            var refused => Of(refused, network),
        };
    }

    private static TestResult Of(KeysResult held, INetwork network) => held switch
    {
        KeysResult.SignIn signIn => new TestResult.MayNot(signIn.Told(network)),
        KeysResult.Later later => new TestResult.CannotTell(later.Reason),
        _ => throw new InvalidOperationException("These keys are good."),
    };
}
