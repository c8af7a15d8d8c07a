using System.Globalization;
using Migrations.Shared;
using Migrations.LocalServer.Postgres;

namespace Migrations.LocalServer.Background;

// What the program is asked to do. Null if the arguments are not recognised: nothing is guessed.
internal sealed record ProgramArguments(string Command, BackgroundOptions Options)
{
    private static readonly string[] Commands = [LocalServerContract.Start, LocalServerContract.Stop, LocalServerContract.Status, LocalServerContract.Run];

    public static ProgramArguments? Read(IReadOnlyList<string> arguments)
    {
        if (arguments.Count % 2 == 0 || !Commands.Contains(arguments[0], StringComparer.Ordinal))
        {
            return null;
        }

        BackgroundOptions? options = new();
        for (var i = 1; i < arguments.Count && options is not null; i += 2)
        {
            options = With(options, arguments[i], arguments[i + 1]);
        }

        return options is null ? null : new ProgramArguments(arguments[0], options);
    }

    private static BackgroundOptions? With(BackgroundOptions options, string name, string value) => name switch
    {
        LocalServerContract.PortOption when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) => options with { Port = port },
        LocalServerContract.DataDirectoryOption => options with { DataDirectory = value },
        LocalServerContract.DurabilityOption when Enum.TryParse<Durability>(value, ignoreCase: true, out var durability) && Enum.IsDefined(durability) => options with { Durability = durability },
        _ => null,
    };
}

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

/// <summary>How the background server is to be started.</summary>
internal sealed record BackgroundOptions
{
    /// <summary>The folder of the data; null, the default, for the user's own one, which stays between runs.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>The port on the loopback address; 0, the default, takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>How durable the data are if the machine goes down; <see cref="Durability.Relaxed"/> by default.</summary>
    public Durability Durability { get; init; }

    /// <summary>After how long without a client the server stops; 30 minutes by default.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(30);
}
