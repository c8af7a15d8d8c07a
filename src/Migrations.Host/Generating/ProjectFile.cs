using System.ComponentModel;
using System.Diagnostics;

namespace Migrations.Host.Generating;

// Properties of the project in a folder, as the SDK evaluates them with all imports.
internal static class ProjectFile
{
    // False if it is not known: importing a namespace twice does no harm.
    public static async Task<bool> HasImplicitUsingsAsync(string directory, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(directory) || Directory.GetFiles(directory, "*.csproj") is not [var project])
        {
            return false;
        }

        var start = new ProcessStartInfo(DotNet(), ["msbuild", project, "-getProperty:ImplicitUsings", "-nologo"]) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return false;
        }

        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            await errors.ConfigureAwait(false);
            return process.ExitCode == 0 && IsOn(await output.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    // As the SDK reads it.
    public static bool IsOn(string value) => value.Trim().ToUpperInvariant() is "ENABLE" or "TRUE";

    private static string DotNet() => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";
}
