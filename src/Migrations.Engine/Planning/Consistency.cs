using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning;

// Stops whoever cannot go on with what was found.
internal static class Consistency
{
    public static void RequireInitialised(DatabaseState state)
    {
        // The unreadable document may be the one that matters.
        if (!state.IsInitialised && state.Faults.Count > 0)
        {
            throw StateFault.Of(state.Faults);
        }

        if (!state.IsInitialised)
        {
            throw new MigrationException(MigrationErrorCode.NotInitialised, NotInitialised(state).Text);
        }
    }

    public static Finding NotInitialised(DatabaseState state)
    {
        var fact = state.HasHeadsCollection ? "its collection of heads is empty" : "it has no collection of heads";
        return new Finding(MigrationErrorCode.NotInitialised, null, $"The database is not initialised: {fact}, so nothing says which migrations its data have seen, and the schema version is never guessed. Initialise it once: 'migrations init' for an empty database, 'migrations init --at base' if no migration has been applied to its data, '--at head' or '--at ID' if they stand there already; or say it with the run: '--from VERSION'.");
    }

    public static void ThrowOnFaults(IEnumerable<Finding> findings)
    {
        var faults = findings.Where(f => !f.IsWarning).ToList();
        if (faults.Count == 0)
        {
            return;
        }

        var text = faults.Count == 1 ? faults[0].Text : $"{faults.Count} faults found, nothing was done:{string.Concat(faults.Select((f, i) => $"\n  {i + 1}. MIG{(int)f.Code}: {f.Text}"))}";
        throw new MigrationException(faults[0].Code, text).InOnly(faults.Select(f => f.Migration));
    }
}
