using System.Globalization;

namespace Migrations.LocalServer.Background;

// The few arguments between the command that starts a background server and the server itself.
internal sealed record RunArguments(string StateFile, BackgroundOptions Options)
{
    public static IReadOnlyList<string> Write(string stateFile, BackgroundOptions options) =>
    [
        stateFile, options.DataDirectory ?? "", options.Port.ToString(CultureInfo.InvariantCulture), options.Durability.ToString(),
        options.IdleTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture),
    ];

    public static RunArguments? Read(IReadOnlyList<string> arguments) =>
        arguments.Count == 5
        && int.TryParse(arguments[2], CultureInfo.InvariantCulture, out var port)
        && Enum.TryParse<Durability>(arguments[3], out var durability)
        && double.TryParse(arguments[4], CultureInfo.InvariantCulture, out var idle)
            ? new RunArguments(arguments[0], new BackgroundOptions { DataDirectory = arguments[1], Port = port, Durability = durability, IdleTimeout = TimeSpan.FromSeconds(idle) })
            : null;
}
