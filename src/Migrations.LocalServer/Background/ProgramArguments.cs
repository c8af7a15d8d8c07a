using System.Globalization;
using Migrations.Shared;

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
