using Migrations.Engine.Model;
using Migrations.Engine.Storage.Locking;

namespace Migrations.Engine.Storage.Progress;

// The migration that is under way, and the lock under which alone its progress may be stored.
internal sealed record LockedMigration(MigrationDescriptor Migration, Lease Lease);
