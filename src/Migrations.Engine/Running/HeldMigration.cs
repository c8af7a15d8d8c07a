using Migrations.Engine.Discovery;
using Migrations.Engine.Locking;

namespace Migrations.Engine.Running;

// The migration that is under way, and the lock under which alone its progress may be stored.
internal sealed record HeldMigration(MigrationDescriptor Migration, Lease Lease);
