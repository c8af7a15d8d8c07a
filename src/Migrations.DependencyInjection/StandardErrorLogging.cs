using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Migrations;

// Log lines as the command shows whatever its migrations say: on standard error, which is lines of JSON with '--output json'.
internal sealed class StandardErrorLogging : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Line(categoryName);

    public void Dispose()
    {
    }

    private sealed class Line(string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Console.Error.WriteLine($"{Name(logLevel)}: {category}: {formatter(state, exception)}{(exception is null ? "" : $" {exception.GetType().Name}: {exception.Message}")}");

        private static string Name(LogLevel level) => level switch
        {
            LogLevel.Trace => "trce",
            LogLevel.Debug => "dbug",
            LogLevel.Information => "info",
            LogLevel.Warning => "warn",
            LogLevel.Error => "fail",
            _ => "crit",
        };
    }
}

internal static class LoggingConfiguration
{
    // The levels of the section 'Logging:LogLevel', as applications have it. Default: Information.
    public static ILoggingBuilder AddConfiguration(this ILoggingBuilder logging, IConfiguration configuration)
    {
        foreach (var level in configuration.GetSection("Logging:LogLevel").GetChildren())
        {
            if (!Enum.TryParse<LogLevel>(level.Value, ignoreCase: true, out var minimum))
            {
                throw new InvalidOperationException($"'Logging:LogLevel:{level.Key}' is '{level.Value}', which is none of {string.Join(", ", Enum.GetNames<LogLevel>())}.");
            }

            logging.AddFilter(level.Key == "Default" ? null : level.Key, minimum);
        }

        return logging;
    }
}
