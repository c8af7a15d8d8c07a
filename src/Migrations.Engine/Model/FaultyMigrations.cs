namespace Migrations.Engine.Model;

internal static class FaultyMigrations
{
    public static void ThrowOn(IReadOnlyList<CatalogueFault> faults, string source)
    {
        if (faults.Count > 0)
        {
            throw new MigrationException(
                MigrationErrorCode.FaultyMigrations,
                $"The plugin '{source}' has {faults.Count} fault(s) in its migrations, so nothing can be planned:{string.Concat(faults.Select((f, i) => $"\n  {i + 1}. {f.Text}"))}\nCorrect them and build again.").InOnly(faults.Select(f => f.Migration));
        }
    }
}
