using System.Text;
using System.Text.Json;

namespace Blog.Server.Commands;

/// <summary>Sends what a verb writes to the terminal that typed it: each write is one line of JSON.</summary>
internal sealed class ReplyWriter(Stream stream, bool isError) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            stream.Write(Line(new RunningBlog.Reply(value, isError)));
        }
    }

    public override void WriteLine(string? value) => Write(value + "\n");

    public override Task WriteAsync(string? value) =>
        string.IsNullOrEmpty(value) ? Task.CompletedTask : SendAsync(stream, new RunningBlog.Reply(value, isError), CancellationToken.None);

    public override Task WriteLineAsync(string? value) => WriteAsync(value + "\n");

    public static async Task SendAsync(Stream stream, RunningBlog.Reply reply, CancellationToken ct) => await stream.WriteAsync(Line(reply), ct);

    private static byte[] Line(RunningBlog.Reply reply) => [.. JsonSerializer.SerializeToUtf8Bytes(reply), (byte)'\n'];
}
