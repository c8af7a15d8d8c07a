using System.Globalization;

namespace Migrations.LocalServer.Background;

// The background server's own process.
internal static class Program
{
    private const int Failed = 1;
    private const int Usage = 64;

    public static async Task<int> Main(string[] arguments)
    {
        if (RunArguments.Read(arguments) is not { } run)
        {
            await Console.Error.WriteLineAsync("This is started by 'migrations local-server start', not by hand.").ConfigureAwait(false);
            return Usage;
        }

        try
        {
            await ServerHost.RunAsync(run.Options, Write, ready => ready.Write(run.StateFile), CancellationToken.None).ConfigureAwait(false);
            return 0;
        }
        catch (MigrationException exception)
        {
            Write(string.Create(CultureInfo.InvariantCulture, $"error MIG{(int)exception.Code}: {exception.Message}"));
            return Failed;
        }
        finally
        {
            File.Delete(run.StateFile);
        }
    }

    private static void Write(string line) => Console.Error.WriteLine(line);
}
