using System.Diagnostics;

namespace Migrations.LocalServer.Processes;

// The environment of whoever started us has the connection string of some other database in it, and everybody who may look at a process can read its environment.
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
