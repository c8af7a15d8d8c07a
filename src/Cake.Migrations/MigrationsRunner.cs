using System.Globalization;
using System.Runtime.InteropServices;
using Cake.Core;
using Cake.Core.IO;
using Cake.Core.Tooling;
using Migrations.Shared;

namespace Cake.Migrations;

/// <summary>Starts the host; its exit code is kept in the exception of a failed run.</summary>
public sealed class MigrationsRunner(IFileSystem fileSystem, ICakeEnvironment environment, IProcessRunner processRunner, IToolLocator tools)
    : Tool<MigrationsSettings>(fileSystem, environment, processRunner, tools)
{
    private readonly ICakeEnvironment _environment = environment;

    /// <summary>Runs a command of the host with its settings.</summary>
    /// <exception cref="CakeException">The host ended with an exit code that does not count as success.</exception>
    public int Run(string command, MigrationsSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var exitCode = (int)ExitCode.Done;
        settings.HandleExitCode = code =>
        {
            exitCode = code;
            return code == (int)ExitCode.Done || (code == (int)ExitCode.Pending && CommandTable.Of(command).MayLeavePending)
                ? true
                : throw new CakeException(code, $"migrations {command} exited with code {code}. The errors above say why.");
        };
        Run(settings, Arguments(command, settings));
        return exitCode;
    }

    /// <inheritdoc />
    protected override string GetToolName() => "migrations";

    /// <inheritdoc />
    protected override IEnumerable<string> GetToolExecutableNames() => ["dotnet", "dotnet.exe"];

    private ProcessArgumentBuilder Arguments(string command, MigrationsSettings settings)
    {
        var arguments = new ProcessArgumentBuilder();
        arguments.AppendQuoted((settings.Host ?? PackagedHost()).MakeAbsolute(_environment).FullPath);
        foreach (var argument in SettingsArguments.Of(command, settings, _environment))
        {
            arguments.AppendQuoted(argument);
        }

        return arguments;
    }

    // lib/net10.0/Cake.Migrations.dll and the host are in one package: ReadyToRun code for linux-x64, plain IL for everything else.
    private static FilePath PackagedHost()
    {
        var library = new FilePath(typeof(MigrationsRunner).Assembly.Location).GetDirectory();
        var platform = OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64 ? "linux-x64" : "any";
        return library.CombineWithFilePath($"../../tools/net10.0/{platform}/migrations.dll");
    }
}

// Turns settings into the host's arguments: each option's row, and the property of its name.
internal static class SettingsArguments
{
    public static IEnumerable<string> Of(string command, MigrationsSettings settings, ICakeEnvironment environment) =>
        [.. command.Split(' '), .. OptionTable.Of(command).Where(row => row.IsFor(Fronts.Cake)).SelectMany(row => Of(row, settings, environment))];

    private static string[] Of(OptionRow row, MigrationsSettings settings, ICakeEnvironment environment) => settings.GetType().GetProperty(row.Word)?.GetValue(settings) switch
    {
        true => [row.Option],
        string text => [$"{row.Option}={text}"],
        int number => [$"{row.Option}={number.ToString(CultureInfo.InvariantCulture)}"],
        FilePath file => [$"{row.Option}={file.MakeAbsolute(environment).FullPath}"],
        DirectoryPath folder => [$"{row.Option}={folder.MakeAbsolute(environment).FullPath}"],
        _ => [],
    };
}
