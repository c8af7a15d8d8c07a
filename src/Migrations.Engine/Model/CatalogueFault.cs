namespace Migrations.Engine.Model;

// Something that does not fit in a plugin, whatever database it meets: of one migration, or of several.
internal sealed record CatalogueFault(string Text, MigrationDescriptor? Migration = null)
{
    public static void ThrowIfAny(IReadOnlyList<CatalogueFault> faults, string source)
    {
        if (faults.Count > 0)
        {
            throw new MigrationException(
                MigrationErrorCode.FaultyMigrations,
                $"The plugin '{source}' has {faults.Count} fault(s) in its migrations, so nothing can be planned:{string.Concat(faults.Select((f, i) => $"\n  {i + 1}. {f.Text}"))}\nCorrect them and build again.").InOnly(faults.Select(f => f.Migration));
        }
    }
}
