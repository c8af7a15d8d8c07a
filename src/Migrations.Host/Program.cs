using Migrations.Host.CommandLine;
using Migrations.Host.Plugins;

namespace Migrations.Host;

// A bundle starts here too, from a program of its own.
internal static class Program
{
    public static Task<int> Main(string[] args) => RunAsync(args);

    public static Task<int> RunAsync(string[] args)
    {
        DriverAssemblies.Install();
        return HostCommandLine.RunAsync(args);
    }
}
