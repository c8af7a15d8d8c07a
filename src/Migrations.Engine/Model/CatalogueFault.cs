namespace Migrations.Engine.Model;

// Something that does not fit in a plugin, whatever database it meets: of one migration, or of several.
internal sealed record CatalogueFault(string Text, MigrationDescriptor? Migration = null);
