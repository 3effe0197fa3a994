using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Blog.Bench.Growth;

/// <summary>The real program as its own process on a seeded blog, and a reader in front of it. Disposing it stops the program.</summary>
internal sealed partial class GrowthServer : IDisposable
{
    private readonly Process _process;

    private GrowthServer(Process process, Uri address)
    {
        _process = process;
        Reader = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
    }

    /// <summary>One browser with cookies.</summary>
    public HttpClient Reader { get; }

    /// <summary>Milliseconds from the start of the process to the last byte of the first page.</summary>
    public double StartedIn { get; private set; }

    /// <summary>Milliseconds of processor time that its living threads have used: finer than the ticks of the process as a whole.</summary>
    public double Work
    {
        get
        {
            var all = 0L;
            foreach (var thread in Directory.EnumerateDirectories($"/proc/{_process.Id}/task"))
            {
                try
                {
                    var text = File.ReadAllText(Path.Combine(thread, "schedstat"));
                    all += long.Parse(text.AsSpan(0, text.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture);
                }
                catch (IOException)
                {
                    // It ended meanwhile.
                }
            }

            return all / 1e6;
        }
    }

    /// <summary>MiB of memory that are the process's own, shared pages counted by their share.</summary>
    public double Pss => File.ReadLines($"/proc/{_process.Id}/smaps_rollup").Where(l => l.StartsWith("Pss:", StringComparison.Ordinal))
        .Select(l => long.Parse(Digits().Match(l).Value, CultureInfo.InvariantCulture)).First() / 1024.0;

    /// <summary>MiB of them that are files mapped from the disk, such as the database.</summary>
    public double PssFile => File.ReadLines($"/proc/{_process.Id}/smaps_rollup").Where(l => l.StartsWith("Pss_File:", StringComparison.Ordinal))
        .Select(l => long.Parse(Digits().Match(l).Value, CultureInfo.InvariantCulture)).First() / 1024.0;

    public static async Task<GrowthServer> StartAsync(string folder, string? database)
    {
        var port = FreePort.Take();
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_URLS"] = address,
            ["Blog__Url"] = address,
            ["Blog__Data"] = folder,
            ["Blog__Database"] = database ?? "",
            ["Blog__KeySecret"] = "not a secret, but long enough for a bench",
            ["Blog__Content"] = "",
            ["Blog__Practice"] = "false",
            ["Blog__Themes"] = Path.Combine(Root(), "themes"),
        })
        {
            start.Environment[name] = value;
        }

        var began = Stopwatch.GetTimestamp();
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, e) =>
        {
            if (e.Data is not null)
            {
                Console.Error.WriteLine("  server: " + e.Data);
            }
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new GrowthServer(process, new Uri(address));
        await server.WaitAsync(port, began);
        return server;
    }

    /// <summary>Milliseconds until the last byte; throws if the page is not there or does not hold <paramref name="expected"/>.</summary>
    public async Task<double> TimeAsync(string path, string? expected = null)
    {
        var began = Stopwatch.GetTimestamp();
        using var answer = await Reader.GetAsync(new Uri(path, UriKind.Relative));
        var body = await answer.Content.ReadAsByteArrayAsync();
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode} {answer.Headers.Location}.");
        }

        if (expected is not null && !System.Text.Encoding.UTF8.GetString(body).Contains(expected, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{path} does not show “{expected}”.");
        }

        return took;
    }

    /// <summary>Opens the form at <paramref name="from"/>, then sends it to <paramref name="to"/>: answers the milliseconds of the sending and where it led.</summary>
    public async Task<(double Took, string Location)> SendAsync(string from, string to, Dictionary<string, string> fields)
    {
        var page = await Reader.GetStringAsync(new Uri(from, UriKind.Relative));
        fields["__RequestVerificationToken"] = WebUtility.HtmlDecode(Token().Match(page).Groups["token"].Value);
        using var form = new FormUrlEncodedContent(fields);
        var began = Stopwatch.GetTimestamp();
        using var answer = await Reader.PostAsync(new Uri(to, UriKind.Relative), form);
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        if (answer.StatusCode is not (HttpStatusCode.SeeOther or HttpStatusCode.Found))
        {
            throw new InvalidOperationException($"{to} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }

        return (took, answer.Headers.Location!.OriginalString);
    }

    public void Dispose()
    {
        Reader.Dispose();
        using var end = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task WaitAsync(int port, long began)
    {
        while (true)
        {
            try
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, port);
                break;
            }
            catch (SocketException) when (!_process.HasExited)
            {
                // Asked again until it listens, often enough to tell when it did.
                await Task.Delay(2);
            }
        }

        await TimeAsync("/");
        StartedIn = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Blog.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The bench runs inside of the repository.");
        }

        return folder;
    }

    [GeneratedRegex("[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Digits();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]* value=\"(?<token>[^\"]*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Token();
}
