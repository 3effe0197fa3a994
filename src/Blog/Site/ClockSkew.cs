using System.Globalization;

namespace Blog.Site;

/// <summary>
/// Compares this machine's clock with the one that all processes share. Who holds a row, and until when, is written in the time of the process that took
/// it: processes that disagree about the time would take each other's work for abandoned.
/// </summary>
public sealed class ClockSkew(IStoreClock shared, TimeProvider time)
{
    /// <summary>
    /// Machines that keep their time by NTP differ by milliseconds. Two that are each so far off, in opposite directions, still leave a call that is under way more
    /// time than the two looks of a successor take.
    /// </summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(10);

    /// <summary>What is wrong with this machine's clock, a sentence with the remedy; null: nothing.</summary>
    public async Task<string?> FindAsync(CancellationToken ct)
    {
        var before = time.GetUtcNow();
        if (await shared.FindAsync(ct) is not { } there)
        {
            return null;
        }

        // An answer that took long may be from any moment in between.
        var after = time.GetUtcNow();
        var off = there < before ? before - there : there > after ? there - after : TimeSpan.Zero;
        return off <= Tolerance
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"The clock of this machine is {Words(off)} {(there < before ? "ahead of" : "behind")} the database server’s. Set it (NTP); what waits goes out by itself then, or from another process.");
    }

    private static string Words(TimeSpan off) =>
        off < TimeSpan.FromMinutes(2) ? string.Create(CultureInfo.InvariantCulture, $"{off.TotalSeconds:0} seconds") : string.Create(CultureInfo.InvariantCulture, $"{off.TotalMinutes:0} minutes");
}
