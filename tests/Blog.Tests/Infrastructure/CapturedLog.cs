using System.Collections.Concurrent;

namespace Blog.Tests.Infrastructure;

/// <summary>One line of log.</summary>
/// <param name="Category">Who wrote it.</param>
/// <param name="Event">Number of the line within its category.</param>
/// <param name="Text">As it is printed, with its exception.</param>
/// <param name="Values">What it carries for machines.</param>
internal sealed record CapturedLine(string Category, int Event, string Text, IReadOnlyDictionary<string, object?> Values);

/// <summary>Keeps everything that the program logs, whatever the level.</summary>
internal sealed class CapturedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<CapturedLine> _lines = new();

    public IReadOnlyList<CapturedLine> Lines => [.. _lines];

    public void Listen(IServiceCollection services)
    {
        services.AddSingleton<ILoggerProvider>(this);
        services.PostConfigure<LoggerFilterOptions>(filter =>
        {
            filter.MinLevel = LogLevel.Trace;
            filter.Rules.Clear();
            filter.Rules.Add(new LoggerFilterRule("Microsoft.Extensions.Logging.Console.ConsoleLoggerProvider", null, LogLevel.Warning, null));
        });
    }

    public ILogger CreateLogger(string categoryName) => new Ear(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Ear(CapturedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = state as IEnumerable<KeyValuePair<string, object?>> ?? [];
            log._lines.Enqueue(new CapturedLine(category, eventId.Id, $"{formatter(state, exception)} {exception}", values.DistinctBy(v => v.Key).ToDictionary(v => v.Key, v => v.Value)));
        }
    }
}
