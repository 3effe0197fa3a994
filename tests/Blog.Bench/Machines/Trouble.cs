namespace Blog.Bench.Machines;

/// <summary>Kills processes and stops them, at random by a seed, one at a time; a killed one is started again. One stop is longer than any lease.</summary>
internal sealed class Trouble(IReadOnlyList<Machine> machines, int seed) : IDisposable
{
    // Longer than the three minutes of a claim.
    private static readonly TimeSpan BeyondLease = TimeSpan.FromSeconds(200);

    private readonly CancellationTokenSource _end = new();

    public int Kills { get; private set; }

    public int Stops { get; private set; }

    public int LongStops { get; private set; }

    /// <summary>Goes on until <see cref="EndAsync"/>; all processes run when it has ended.</summary>
    public async Task BeginAsync()
    {
        // The last machine hangs first, while the others are killed: what it had begun is taken over, and then it wakes up.
        var hung = machines[^1];
        var hanging = HangAsync(hung);
#pragma warning disable CA5394 // Trouble of the same kinds again is the point.
        var random = new Random(seed);
        while (!_end.IsCancellationRequested)
        {
            await RestAsync(TimeSpan.FromMilliseconds(random.Next(300, 2000)));
            var machine = machines[random.Next(machines.Count)];
            if (machine == hung && !hanging.IsCompleted)
            {
                continue;
            }

            if (random.Next(2) == 0)
            {
                machine.Stop();
                Stops++;
                await RestAsync(TimeSpan.FromMilliseconds(random.Next(200, 8000)));
                if (random.Next(5) > 0)
                {
                    machine.Continue();
                    continue;
                }
            }

            Kills++;
            await machine.KillAsync();
            await RestAsync(TimeSpan.FromMilliseconds(random.Next(2000)));
            await machine.StartAsync();
        }
#pragma warning restore CA5394
        await hanging;
    }

    /// <summary>No trouble from now on.</summary>
    public Task EndAsync() => _end.CancelAsync();

    public void Dispose() => _end.Dispose();

    private async Task HangAsync(Machine machine)
    {
        await RestAsync(TimeSpan.FromSeconds(5));
        machine.Stop();
        Stops++;
        LongStops++;
        await Task.Delay(BeyondLease);
        machine.Continue();
    }

    // The trouble itself: for so long a machine is away, or all is well.
    private Task RestAsync(TimeSpan length) => Task.Delay(length, _end.Token).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
}
