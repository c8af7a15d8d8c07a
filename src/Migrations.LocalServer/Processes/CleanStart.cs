using Migrations.LocalServer.Errors;
using System.Diagnostics;

namespace Migrations.LocalServer.Processes;

// Our environment may have the connection string of another database, and anybody who may inspect a process can read its environment.
internal static class CleanStart
{
    public static ProcessStartInfo Without(ProcessStartInfo start)
    {
        foreach (var name in start.Environment.Keys.Where(n => n.StartsWith(LocalServerCures.ConnectionVariable, StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        return start;
    }
}
