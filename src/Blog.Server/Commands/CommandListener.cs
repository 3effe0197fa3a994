using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Blog.Site;
using Spectre.Console;

namespace Blog.Server.Commands;

/// <summary>Carries out verbs that were typed while this blog runs. See <see cref="RunningBlog"/> for the protocol.</summary>
internal sealed partial class CommandListener(DataFolder data, IServiceProvider services, ILogger<CommandListener> logger) : BackgroundService
{
    // sockaddr_un holds 108 bytes.
    private const int LongestPath = 104;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var path = RunningBlog.SocketPath(data.Path);
        if (Encoding.UTF8.GetByteCount(path) > LongestPath || !Directory.Exists(data.Path))
        {
            Log.NoSocket(logger, path);
            return;
        }

        // The store's lock is ours, so a socket file that lies here belongs to nobody.
        File.Delete(path);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        socket.Listen(4);
        try
        {
            while (true)
            {
                _ = ServeAsync(await socket.AcceptAsync(stoppingToken), stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The blog stops.
        }
        finally
        {
            File.Delete(path);
        }
    }

    private async Task ServeAsync(Socket caller, CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        try
        {
            await using var stream = new NetworkStream(caller, ownsSocket: true);
            using var reader = new StreamReader(stream, leaveOpen: true);
            if (await reader.ReadLineAsync(ended.Token) is not { } line || JsonSerializer.Deserialize<RunningBlog.Request>(line) is not { } request)
            {
                return;
            }

            // The caller sends nothing more: an end of its side means that somebody pressed Ctrl-C there.
            var gone = CancelAtEndAsync(reader, ended);
            var exit = await RunAsync(request, stream, ended.Token);
            await ReplyWriter.SendAsync(stream, new RunningBlog.Reply(Exit: exit), CancellationToken.None);
            await ended.CancelAsync();
            await gone;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or JsonException)
        {
            Log.CallerLost(logger, e);
        }
    }

    private static async Task CancelAtEndAsync(StreamReader reader, CancellationTokenSource ended)
    {
        try
        {
            await reader.ReadLineAsync(ended.Token);
            await ended.CancelAsync();
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The verb ended first.
        }
    }

    private async Task<int> RunAsync(RunningBlog.Request request, Stream stream, CancellationToken ct)
    {
        await using var output = new ReplyWriter(stream, isError: false);
        await using var error = new ReplyWriter(stream, isError: true);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = request.Ansi ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = request.Ansi ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = Math.Clamp(request.Width, 40, 240);
        var context = new CommandContext(services, console, output, request.WorkingDirectory);
        var root = BlogCommands.Create((verb, parsed, token) => verb(context, parsed, token));
        return await root.Parse(request.Words).InvokeAsync(new() { Output = output, Error = error }, ct);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The path {Path} is too long for a socket: verbs typed while the blog runs will be refused.")]
        public static partial void NoSocket(ILogger logger, string path);

        [LoggerMessage(Level = LogLevel.Debug, Message = "The terminal that had typed a verb went away.")]
        public static partial void CallerLost(ILogger logger, Exception e);
    }
}
