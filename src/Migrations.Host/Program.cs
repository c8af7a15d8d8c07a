using Migrations.Host.CommandLine;
using Migrations.Host.Plugins;

DriverAssemblies.Install();
return await HostCommandLine.RunAsync(args).ConfigureAwait(false);
