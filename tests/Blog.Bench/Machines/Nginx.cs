using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Blog.Bench.Machines;

/// <summary>nginx in front of the machines, set up as <c>docs/operating.md</c> says. Disposing it ends it.</summary>
internal sealed class Nginx : IDisposable
{
    private readonly Process _process;

    private Nginx(Process process, int port)
    {
        _process = process;
        Address = new Uri($"http://127.0.0.1:{port}");
    }

    public Uri Address { get; }

    public static async Task<Nginx> StartAsync(string folder, IEnumerable<int> ports)
    {
        var (port, file) = (FreePort.Take(), Path.Combine(folder, "nginx.conf"));
        var servers = string.Concat(ports.Select(p => string.Create(CultureInfo.InvariantCulture, $"    server 127.0.0.1:{p} max_fails=1 fail_timeout=1s;\n")));
        var temporary = string.Concat(((string[])["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]).Select(kind => $"  {kind}_temp_path {folder}/{kind};\n"));
        await File.WriteAllTextAsync(
            file,
            $$"""
            {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
            worker_processes 1;
            pid {{folder}}/nginx.pid;
            error_log {{folder}}/nginx.log;
            events { worker_connections 1024; }
            http {
              access_log off;
            {{temporary}}
              upstream blog {
            {{servers}}    keepalive 32;
                keepalive_timeout 1s;
              }
              server {
                listen 127.0.0.1:{{port}};
                location / {
                  proxy_pass http://blog;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  proxy_set_header Host $host;
                  proxy_next_upstream error timeout http_503;
                }
              }
            }
            """);
        var process = Process.Start(new ProcessStartInfo("nginx", ["-p", folder, "-c", file, "-e", Path.Combine(folder, "nginx.log"), "-g", "daemon off;"]) { UseShellExecute = false })!;
        var made = new Nginx(process, port);
        while (!await made.IsOpenAsync())
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"nginx did not start: {await File.ReadAllTextAsync(Path.Combine(folder, "nginx.log"))}");
            }

            // Asked again until it listens.
            await Task.Delay(20);
        }

        return made;
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task<bool> IsOpenAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(Address.Host, Address.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
