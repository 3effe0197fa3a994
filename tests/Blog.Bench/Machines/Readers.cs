using System.Collections.Concurrent;

namespace Blog.Bench.Machines;

/// <summary>Readers who ask the proxy for one page after another, and one who sends a form, until they are told to go. Whatever is not answered is kept.</summary>
internal sealed class Readers : IAsyncDisposable
{
    private const int AtOnce = 8;

    // A form needs no hurry: it is there to see that a request which nobody may repeat is not lost either.
    private static readonly TimeSpan BetweenForms = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _gone = new();
    private readonly HttpClient _http;
    private readonly Task[] _all;
    private int _answered;
    private int _forms;

    public Readers(Uri proxy, IReadOnlyList<string> paths)
    {
        _http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = proxy, Timeout = TimeSpan.FromSeconds(30) };
        _all = [.. Enumerable.Range(0, AtOnce).Select(n => ReadAsync(paths, n)), SendAsync()];
    }

    public int Answered => _answered;

    public int Forms => _forms;

    public ConcurrentBag<string> Lost { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        await Task.WhenAll(_all);
        _gone.Dispose();
        _http.Dispose();
    }

    private async Task ReadAsync(IReadOnlyList<string> paths, int first)
    {
        await Task.Yield();
        for (var n = first; !_gone.IsCancellationRequested; n++)
        {
            if (await AskAsync(() => _http.GetAsync(paths[n % paths.Count]), status => status is >= 200 and < 300))
            {
                Interlocked.Increment(ref _answered);
            }
        }
    }

    private async Task SendAsync()
    {
        while (!_gone.IsCancellationRequested)
        {
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("email", "nobody@example.com"), KeyValuePair.Create("password", "wrong")]);
            if (await AskAsync(() => _http.PostAsync("/sign-in", form), status => status < 500))
            {
                Interlocked.Increment(ref _forms);
            }

            await Task.Delay(BetweenForms);
        }
    }

    private async Task<bool> AskAsync(Func<Task<HttpResponseMessage>> ask, Func<int, bool> isAnswer)
    {
        try
        {
            using var answer = await ask();
            await answer.Content.ReadAsByteArrayAsync();
            if (isAnswer((int)answer.StatusCode))
            {
                return true;
            }

            Lost.Add($"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri!.AbsolutePath}: {(int)answer.StatusCode}");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            Lost.Add(e.Message);
        }

        return false;
    }
}
