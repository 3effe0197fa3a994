using System.Net;
using Blog.Rehearsal.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Blog.Bench.Outbox;

/// <summary>A network that outlives the processes which call it: an emulator on a socket, with one trap for a call.</summary>
public sealed class StagedNetwork : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly WebApplication _app;
    private readonly EmulatorEndpoint _endpoint;
    private Trap? _trap;

    private StagedNetwork(WebApplication app, Stage stage, EmulatorEndpoint endpoint)
    {
        _app = app;
        _endpoint = endpoint;
        Stage = stage;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public Stage Stage { get; }

    public Uri Address { get; }

    /// <summary>Nobody is being answered: what came in hangs by a fault.</summary>
    public bool IsQuiet => _endpoint.InFlight == _endpoint.Hanging;

    public string Base => Address.AbsoluteUri.TrimEnd('/');

    public static async Task<StagedNetwork> StartAsync(Stage stage, TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var app = builder.Build();
        StagedNetwork? made = null;
        app.Use((http, next) => made!.PassAsync(http, next));
        var endpoint = new EmulatorEndpoint(stage.Emulator, clock) { MaxCalls = 0 };
        endpoint.Map(app);
        await app.StartAsync();
        return made = new StagedNetwork(app, stage, endpoint);
    }

    /// <summary>
    /// At the next call for <paramref name="step"/>, before anything is done or right after it, calls <paramref name="spring"/>. Without
    /// <paramref name="answers"/> the connection is cut then.
    /// </summary>
    public Task SetTrap(CrashStep step, bool afterCommit, bool answers, Action spring)
    {
        var trap = new Trap(step, afterCommit, answers, spring, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            _trap = trap;
        }

        return trap.Sprung.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task PassAsync(HttpContext http, RequestDelegate next)
    {
        if (Take(Stage.StepOf(http.Request.Method, http.Request.Path)) is not { } trap)
        {
            await next(http);
            return;
        }

        var wire = http.Response.Body;
        using var kept = new MemoryStream();
        if (trap.AfterCommit)
        {
            http.Response.Body = kept;
            await next(http);
            http.Response.Body = wire;
        }

        trap.Spring();
        trap.Sprung.TrySetResult();
        if (!trap.Answers)
        {
            http.Abort();
        }
        else if (trap.AfterCommit)
        {
            await wire.WriteAsync(kept.ToArray());
        }
        else
        {
            await next(http);
        }
    }

    private Trap? Take(CrashStep? step)
    {
        lock (_gate)
        {
            var trap = _trap is { } set && set.Step == step ? set : null;
            _trap = trap is null ? _trap : null;
            return trap;
        }
    }

    private sealed record Trap(CrashStep Step, bool AfterCommit, bool Answers, Action Spring, TaskCompletionSource Sprung);
}
