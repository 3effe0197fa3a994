using System.CommandLine;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Blog.Desk;
using Blog.Media;
using Blog.Posts;
using Blog.Site;
using Blog.Syndication;
using Microsoft.Extensions.Options;

namespace Blog.Server.Commands;

/// <summary><c>doctor</c>: looks at versions, folders, disk, database, media, clock and targets, and says what to mend.</summary>
internal static class DoctorCommand
{
    // Below this a migration's snapshot or an upload may not fit any more.
    private const long LowDisk = 512L * 1024 * 1024;

    /// <summary>One finding.</summary>
    internal sealed record Finding(string Part, bool Ok, string Says);

    public static Command Create(VerbRunner run)
    {
        var json = BlogCommands.Json();
        var command = new Command("doctor", "Checks versions, folders, disk, database, media, clock and targets. Exit code 1 if something is to be mended.") { json };
        command.SetAction((parsed, ct) => run((context, p, token) => ExecuteAsync(context, p.GetValue(json), token), parsed, ct));
        return command;
    }

    private static async Task<int> ExecuteAsync(CommandContext context, bool json, CancellationToken ct)
    {
        var findings = await ExamineAsync(context, ct);
        if (json)
        {
            await context.Out.WriteLineAsync(CommandJson.Write(findings));
        }
        else
        {
            foreach (var finding in findings)
            {
                // Not through the console, which breaks lines where it believes the window to end: one finding is one line.
                await context.Out.WriteLineAsync($"{(finding.Ok ? "ok  " : "MEND")}  {finding.Part,-9}  {finding.Says}");
            }
        }

        return findings.All(f => f.Ok) ? ExitCode.Ok : ExitCode.Failed;
    }

    private static async Task<string> SnapshotAsync(IStoreHealth health, DataFolder data, CancellationToken ct) =>
        await health.FindSnapshotAsync(ct) is { } snapshot ? $"the newest sound snapshot, {snapshot}," : $"a backup (no snapshot in {data.Backups} is sound)";

    private static async Task<IReadOnlyList<Finding>> ExamineAsync(CommandContext context, CancellationToken ct)
    {
        var findings = new List<Finding>();
        void Add(string part, bool ok, string says) => findings.Add(new Finding(part, ok, says));

        var version = typeof(DoctorCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        Add("Blog", ok: true, $"{version} on {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}");

        var data = context.Get<DataFolder>();
        ExamineFolders(context, data, Add);

        var health = context.Get<IStoreHealth>();
        var facts = await health.DescribeAsync(ct);
        Add("Store", ok: true, string.Create(CultureInfo.InvariantCulture, $"{facts.Engine} {facts.EngineVersion}, schema {facts.SchemaVersion}, {facts.Bytes / 1048576.0:0.0} MiB, {facts.Location}"));
        if (facts.Caveat is { } caveat)
        {
            Add("Store", ok: true, caveat);
        }

        var damage = await health.CheckIntegrityAsync(ct);
        Add("Integrity", damage.Count == 0, damage.Count == 0 ? "sound"
            : $"damaged: {string.Join("; ", damage.Take(3))}. Stop the blog, keep the file and put {await SnapshotAsync(health, data, ct)} in its place. Until then --Blog:ReadOnly=true shows what can still be read.");

        var media = context.Get<IMediaFiles>().Place;
        var trouble = await context.Get<MediaProbe>().RunAsync(ct);
        Add("Media", trouble is null, trouble is null ? $"{media}: a test file was written, read and removed" : $"{media}: {trouble}");

        try
        {
            await ExamineClockAsync(context, Add, ct);
            await ExamineOutboxAsync(context, Add, ct);
        }
        catch (StoreUnusableException e) when (damage.Count > 0)
        {
            Add("Store", ok: false, e.Message);
        }

        return findings;
    }

    private static async Task ExamineOutboxAsync(CommandContext context, Action<string, bool, string> add, CancellationToken ct)
    {
        var outbox = context.Get<ISyndicationStore>();
        await ExamineTargetsAsync(context, outbox, add, ct);
        var counts = await outbox.CountByStateAsync(ct);
        var stuck = counts.GetValueOrDefault(DeliveryState.Failed) + counts.GetValueOrDefault(DeliveryState.Held);
        add("Outbox", stuck == 0, counts.Count == 0 ? "empty" : string.Join(", ", counts.OrderBy(c => c.Key).Select(c => $"{c.Key} {c.Value}")));
        if (await outbox.FindSealAsync(ct) is { Quarantine: { } quarantine })
        {
            add("Outbox", false, $"nothing is sent: {quarantine} Release it on the desk, under Networks.");
        }
    }

    private static async Task ExamineTargetsAsync(CommandContext context, ISyndicationStore outbox, Action<string, bool, string> add, CancellationToken ct)
    {
        var now = context.Get<TimeProvider>().GetUtcNow();
        foreach (var target in await outbox.ListTargetsAsync(ct))
        {
            var isNear = target.State == TargetState.Connected && TargetEnd.IsNear(target, now);
            var end = target.EndsAt is { } at ? string.Create(CultureInfo.InvariantCulture, $", access {(at <= now ? "ended" : "ends")} {at:yyyy-MM-dd HH:mm}Z") : "";
            var why = target.Reason is { } reason ? ", " + reason : "";
            add(
                "Target",
                target.State != TargetState.NeedsSignIn && !isNear,
                $"{target.Network} {target.Name}: {target.State}{(target.IsPractice ? " (practice)" : "")}{why}{end}{(isNear ? ": sign in again on the desk, under Networks." : "")}");
        }
    }

    private static void ExamineFolders(CommandContext context, DataFolder data, Action<string, bool, string> add)
    {
        var options = context.Get<IOptions<BlogOptions>>().Value;
        add("Data", Directory.Exists(data.Path), data.Path);
        var content = options.Content.Length == 0 ? null : Path.GetFullPath(options.Content);
        add("Content", content is null || Directory.Exists(content), content is null ? "none" : Directory.Exists(content) ? content : $"{content} does not exist: create it, or set Blog:Content to nothing.");

        var free = new DriveInfo(data.Path).AvailableFreeSpace;
        var text = string.Create(CultureInfo.InvariantCulture, $"{free / 1073741824.0:0.0} GiB free");
        add("Disk", free > LowDisk, free > LowDisk ? text : text + ": make room before the next upgrade, or it can't keep a snapshot.");
    }

    // A clock that runs behind the newest thing stored would schedule and sort wrongly; of a file nobody else can be asked offline.
    private static async Task ExamineClockAsync(CommandContext context, Action<string, bool, string> add, CancellationToken ct)
    {
        var now = context.Get<TimeProvider>().GetUtcNow();
        var newest = (await context.Get<IPostStore>().ListForDeskAsync(status: null, search: null, before: null, limit: 1, ct)).Items is [var last, ..] ? last.UpdatedAt : (DateTimeOffset?)null;
        var ok = newest is null || newest <= now.AddMinutes(2);
        var text = now.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        if (await context.Get<ClockSkew>().FindAsync(ct) is { } wrong)
        {
            add("Clock", false, $"{text}. {wrong}");
            return;
        }

        add("Clock", ok, ok ? text : string.Create(CultureInfo.InvariantCulture, $"{text}, but a post was saved at {newest:yyyy-MM-dd HH:mm:ss}Z: set the machine’s clock."));
    }
}
