using System.Globalization;
using System.Text.Json;
using Blog.Syndication;

namespace Blog.Bench.Outbox;

/// <summary>
/// The program as a process that can be told to end itself at a step. One command a line on standard input, one answer a line on standard output;
/// the end of the input stops it.
/// </summary>
internal static class OutboxChild
{
    private const int MaxLooks = 30_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static async Task<int> RunAsync(string folder, string clockFile, string host, string[] settings)
    {
        using var clock = FastClock.Open(clockFile);
        await using var blog = await OutboxHost.StartAsync(folder, clock, [host], StepStore.Around, settings);
        var steps = (StepStore)(object)blog.Store;
        await AnswerAsync("ready");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var (verb, rest) = line.Split(' ', 2) is [var v, var r] ? (v, r) : (line, "");
            switch (verb)
            {
                case "connect":
                    await blog.ConnectAsync(JsonSerializer.Deserialize<TrialTarget>(rest)!, pictures: true);
                    await AnswerAsync("connected");
                    break;
                case "arm":
                    var words = rest.Split(' ');
                    steps.Arm(Enum.Parse<CrashStep>(words[0]), Enum.Parse<CrashDeed>(words[1]));
                    await AnswerAsync("armed");
                    break;
                case "publish":
                    await blog.PublishAsync(rest);
                    steps.Reach(CrashStep.Queued);
                    await AnswerAsync("published");
                    break;
                case "read":
                    await AnswerAsync("page " + JsonSerializer.Serialize(await blog.ReadAsync(rest)));
                    break;
                case "wait":
                    await AnswerAsync("ended " + await WaitAsync(blog, clock, rest));
                    break;
                default:
                    throw new InvalidOperationException($"Unknown command {verb}.");
            }
        }

        return 0;
    }

    private static async Task<string> WaitAsync(OutboxHost blog, FastClock clock, string title)
    {
        // Bounded, because a child whose parent was killed must not wait for ever.
        for (var looks = 0; looks < MaxLooks; looks++)
        {
            var found = await blog.FindAsync(title);
            if (found is null)
            {
                return "Missing 0 ";
            }

            if (blog.HasEnded(found))
            {
                return string.Create(CultureInfo.InvariantCulture, $"{found.State} {found.Attempts} {found.Reason}");
            }

            if (!(await blog.Store.ListRecentAsync(100, default)).Any(IsWorkedOn) && await blog.Store.FindNextDueAsync(default) is { } due && due > clock.GetUtcNow())
            {
                // Everybody waits for this moment.
                clock.Jump(due - clock.GetUtcNow() + TimeSpan.FromMilliseconds(1));
                blog.Get<DeliverySignal>().Wake();
            }

            // A pause between two looks at the store; nothing relies on its length.
            await Task.Delay(Pause);
        }

        return "Waiting 0 it did not end in time";
    }

    // The owner of a lease is named after its machine and its process.
    private static bool IsWorkedOn(Delivery delivery) =>
        delivery.State == DeliveryState.Sending && delivery.LeaseOwner?.Split(':') is [_, var process, ..] && Directory.Exists("/proc/" + process);

    private static Task AnswerAsync(string line) => Console.Out.WriteLineAsync(line);
}
