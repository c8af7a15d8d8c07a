using Migrations.Host.CommandLine;

return await HostCommandLine.RunAsync(args).ConfigureAwait(false);
