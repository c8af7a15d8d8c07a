using Migrations.LocalServer.Provisioning;

namespace Migrations.LocalServer.Postgres;

// InstanceDirectory holds socket, settings and log and is removed when the process ends; throw-away data are inside it.
internal sealed record PostgresStart(RuntimeTree Tree, PostgresAccount Account, string InstanceDirectory, string DataDirectory, Durability Durability);
