using Migrations.LocalServer.Errors;
using System.Globalization;
using Migrations.Shared;
using Migrations.LocalServer.Provisioning;
using Migrations.LocalServer.Postgres;

namespace Migrations.LocalServer.Background;

// The local server as a program of its own: started by the command and by tests, which know it by its one line of output only.
internal static class Program
{
    private const int Failed = 1;
    private const int Usage = 64;
    private static readonly CancellationTokenSource InputEnded = new();

    private static BackgroundServer Server => new(BackgroundFiles.FromEnvironment(), TimeProvider.System);

    public static async Task<int> Main(string[] arguments)
    {
        if (RunArguments.Read(arguments) is { } background)
        {
            return await RunInBackgroundAsync(background).ConfigureAwait(false);
        }

        if (ProgramArguments.Read(arguments) is not { } wanted)
        {
            Note($"usage: {LocalServerContract.Start}|{LocalServerContract.Stop}|{LocalServerContract.Status}|{LocalServerContract.Run} [{LocalServerContract.PortOption} N] [{LocalServerContract.DataDirectoryOption} FOLDER] [{LocalServerContract.DurabilityOption} {string.Join('|', Enum.GetNames<Durability>())}]");
            return Usage;
        }

        try
        {
            await RunAsync(wanted).ConfigureAwait(false);
            return 0;
        }
        catch (LocalServerException exception)
        {
            return Fail(exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Fail(FolderFault.Of(exception));
        }
    }

    private static int Fail(LocalServerException exception)
    {
        Answer(new LocalServerAnswer(LocalServerAnswer.Failed, Code: (int)exception.Code, Error: exception.Message));
        return Failed;
    }

    private static Task RunAsync(ProgramArguments wanted) => wanted.Command switch
    {
        LocalServerContract.Start => StartAsync(wanted.Options),
        LocalServerContract.Stop => StopAsync(),
        LocalServerContract.Status => ShowAsync(),
        _ => RunInForegroundAsync(wanted.Options),
    };

    private static async Task StartAsync(BackgroundOptions options) =>
        Answer(Running((await Server.EnsureAsync(options, Note, CancellationToken.None).ConfigureAwait(false)).ConnectionString));

    private static async Task StopAsync()
    {
        var wasRunning = await Server.StopAsync(CancellationToken.None).ConfigureAwait(false);
        Answer(new LocalServerAnswer(wasRunning ? LocalServerAnswer.Stopped : LocalServerAnswer.NotRunning));
    }

    private static Task ShowAsync()
    {
        Answer(Server.Status is { } status ? Running(status.ConnectionString) : new LocalServerAnswer(LocalServerAnswer.NotRunning));
        return Task.CompletedTask;
    }

    // Ends with whoever started it, even if that was killed: its standard input ends then.
    private static async Task RunInForegroundAsync(BackgroundOptions options)
    {
        _ = WatchInputAsync();
        await ServerHost.RunAsync(options with { IdleTimeout = TimeSpan.Zero }, Note, ready => Answer(Running(ready.ConnectionString)), InputEnded.Token).ConfigureAwait(false);
    }

    private static async Task WatchInputAsync()
    {
        var buffer = new byte[256];
        var input = Console.OpenStandardInput();
        await using (input.ConfigureAwait(false))
        {
            while (await input.ReadAsync(buffer).ConfigureAwait(false) > 0)
            {
                // The content does not matter; only its end does.
            }
        }

        await InputEnded.CancelAsync().ConfigureAwait(false);
    }

    private static async Task<int> RunInBackgroundAsync(RunArguments run)
    {
        try
        {
            await ServerHost.RunAsync(run.Options, Note, ready => ready.Write(run.StateFile), CancellationToken.None).ConfigureAwait(false);
            return 0;
        }
        catch (LocalServerException exception)
        {
            return Tell(exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Tell(FolderFault.Of(exception));
        }
        finally
        {
            File.Delete(run.StateFile);
        }
    }

    private static int Tell(LocalServerException exception)
    {
        Note(string.Create(CultureInfo.InvariantCulture, $"error MIG{(int)exception.Code}: {exception.Message}"));
        return Failed;
    }

    private static LocalServerAnswer Running(string connectionString) => new(LocalServerAnswer.Running, connectionString);

    private static void Answer(LocalServerAnswer answer)
    {
        Console.Out.WriteLine(answer.ToLine());
        Console.Out.Flush();
    }

    private static void Note(string line) => Console.Error.WriteLine(line);
}
