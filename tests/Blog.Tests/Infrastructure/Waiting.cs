using System.Diagnostics;

namespace Blog.Tests.Infrastructure;

/// <summary>Waits for a condition with a deadline that only a broken program meets.</summary>
public static class Waiting
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    public static async Task UntilAsync(string what, Func<Task<bool>> isSo)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Deadline, $"waited {Deadline.TotalSeconds:0} s: {what}");
            await Task.Delay(Pause);
        }
    }

    /// <summary>The page as soon as it answers 200 and <paramref name="isSo"/>.</summary>
    public static async Task<string> ForPageAsync(HttpClient reader, string path, Func<string, bool> isSo)
    {
        var page = "";
        await UntilAsync($"{path} as expected", async () =>
        {
            using var answer = await reader.GetAsync(path);
            page = await answer.Content.ReadAsStringAsync();
            return answer.IsSuccessStatusCode && isSo(page);
        });
        return page;
    }
}
