using Migrations.Engine.Model;

namespace Migrations.Engine.Storage;

// A document of the state that cannot be read, or a head that belongs to another plugin. Nothing is claimed about its tree, if it says which that is.
internal sealed record StateFault(string? Tree, MigrationException Error)
{
    // The rest of the database is not affected.
    public bool IsOfAnotherPlugin => Tree is not null && Error.Code == MigrationErrorCode.TreeOfAnotherPlugin;

    public Finding ToFinding() => new(Error.Code, null, Error.Message);

    public static MigrationException Of(IReadOnlyList<StateFault> faults) => faults is [var only]
        ? only.Error
        : new MigrationException(
            faults.All(f => f.Error.Code == faults[0].Error.Code) ? faults[0].Error.Code : MigrationErrorCode.StateUnreadable,
            $"{faults.Count} documents of the state cannot be used:{string.Concat(faults.Select((f, i) => $"\n  {i + 1}. {f.Error.Message}"))}");
}
