using System.Net.Sockets;
using System.Text.Json;
using Spectre.Console;

namespace Blog.Server.Commands;

/// <summary>
/// The way into a blog that is already running on this data folder: a socket file in it, open to its owner only. One line of
/// JSON goes in (<see cref="Request"/>), lines of JSON come back (<see cref="Reply"/>), the last one with the exit code.
/// </summary>
internal static class RunningBlog
{
    internal sealed record Request(string[] Words, string WorkingDirectory, bool Ansi, int Width);

    internal sealed record Reply(string? Text = null, bool IsError = false, int? Exit = null);

    public static string SocketPath(string data) => Path.Combine(data, "blog.sock");

    /// <summary>Exit code of the verb as the running blog carried it out; null if none runs here.</summary>
    public static async Task<int?> TryForwardAsync(string data, string[] words, CancellationToken ct)
    {
        if (!File.Exists(SocketPath(data)))
        {
            return null;
        }

        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath(data)), ct);
        }
        catch (SocketException)
        {
            // Left behind by a blog that was killed.
            return null;
        }

        await using var stream = new NetworkStream(socket);
        await using var writer = new StreamWriter(stream) { AutoFlush = true };
        using var reader = new StreamReader(stream);
        var ansi = AnsiConsole.Profile.Capabilities.Ansi && !Console.IsOutputRedirected;
        var request = new Request(words, Environment.CurrentDirectory, ansi, AnsiConsole.Profile.Width);
        await writer.WriteLineAsync(JsonSerializer.Serialize(request).AsMemory(), ct);

        while (await reader.ReadLineAsync(ct) is { } line)
        {
            var reply = JsonSerializer.Deserialize<Reply>(line)!;
            if (reply.Exit is { } exit)
            {
                return exit;
            }

            await (reply.IsError ? Console.Error : Console.Out).WriteAsync(reply.Text);
        }

        await Console.Error.WriteLineAsync("The running blog stopped before it had finished. Start it again and repeat the command.");
        return ExitCode.Failed;
    }
}
