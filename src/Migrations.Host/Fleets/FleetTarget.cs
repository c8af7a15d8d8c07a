using Migrations.Host.Execution;

namespace Migrations.Host.Fleets;

// One of the databases. The name is what people call it by: with the variable of its server, if it has one of its own.
internal sealed record FleetTarget(string Name, Connection Connection, string Server)
{
    public string Database => Connection.Database;
}
