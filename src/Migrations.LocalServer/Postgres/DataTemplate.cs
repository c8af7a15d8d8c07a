using Migrations.LocalServer.Errors;
using Migrations.Shared;
using Migrations.LocalServer.Processes;
using Migrations.LocalServer.Provisioning;

namespace Migrations.LocalServer.Postgres;

// An empty database with the extension in it, made once per machine; every new data directory is a copy of it.
internal sealed class DataTemplate(RuntimeCache cache, RuntimeTree tree, PostgresAccount account, TimeProvider time)
{
    public const string Superuser = "postgres";

    public async Task EnsureAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        if (Directory.Exists(cache.TemplatePath))
        {
            return;
        }

        using var held = await FileLock.AcquireAsync(cache.LockFile, text => progress?.Report(text), time, cancellationToken).ConfigureAwait(false);
        if (!Directory.Exists(cache.TemplatePath))
        {
            progress?.Report("Creating the empty database of the local server, which takes a few seconds");
            await BuildAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task CopyToAsync(string dataDirectory, CancellationToken cancellationToken)
    {
        var copy = $"{dataDirectory}.{Environment.ProcessId}.copying";
        Directory.CreateDirectory(Path.GetDirectoryName(dataDirectory)!);
        var copying = await ProcessRun.RunAsync("cp", ["-a", "--reflink=auto", cache.TemplatePath, copy], cancellationToken).ConfigureAwait(false);
        if (!copying.Succeeded)
        {
            throw new LocalServerException(LocalServerErrorCode.StartFailed,
                $"The empty database could not be copied to '{dataDirectory}': {copying.LastWords} No server is running. Free some space, or choose another data directory.");
        }

        Directory.Move(copy, dataDirectory);
    }

    private async Task BuildAsync(CancellationToken cancellationToken)
    {
        var instance = InstanceDirectory.Create();
        var building = cache.TemplatePath + ".building";
        Remove(building);
        try
        {
            Directory.CreateDirectory(building);
            await account.OwnAsync(building, cancellationToken).ConfigureAwait(false);
            var command = account.Command(tree.InitDb, "-D", building, "--username", Superuser, "--locale=C", "--encoding=UTF8", "--auth=trust", "--no-sync");
            var creating = await ProcessRun.RunAsync(command[0], command.Skip(1), cancellationToken).ConfigureAwait(false);
            if (!creating.Succeeded)
            {
                throw new LocalServerException(LocalServerErrorCode.StartFailed,
                    $"The empty database could not be created: {creating.LastWords} No server is running. {LocalServerCures.Elsewhere}");
            }

            await InstallExtensionAsync(instance, building, cancellationToken).ConfigureAwait(false);
            Directory.Move(building, cache.TemplatePath);
        }
        finally
        {
            Remove(building);
            InstanceDirectory.Remove(instance);
        }
    }

    private async Task InstallExtensionAsync(string instance, string building, CancellationToken cancellationToken)
    {
        var postgres = await PostgresProcess.StartAsync(new PostgresStart(tree, account, instance, building, Durability.Disposable), time, cancellationToken).ConfigureAwait(false);
        await using (postgres.ConfigureAwait(false))
        {
            var backend = Backend.Open(instance);
            await using (backend.ConfigureAwait(false))
            {
                await backend.ExecuteAsync("CREATE EXTENSION documentdb CASCADE", cancellationToken).ConfigureAwait(false);

                // The gateway builds indexes itself, at once.
                await backend.ExecuteAsync("UPDATE cron.job SET active = false WHERE jobname LIKE 'documentdb_index_build%'", cancellationToken).ConfigureAwait(false);
            }

            await postgres.StopAsync(ShutdownMode.Clean).ConfigureAwait(false);
        }
    }

    private static void Remove(string directory)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
