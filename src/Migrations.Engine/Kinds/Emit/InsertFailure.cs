using Migrations.Engine.Database.Failures;

namespace Migrations.Engine.Kinds.Emit;

// An emitted document that the server did not take.
internal sealed record InsertFailure(Emission Emission, EmittedDocument Insert, WriteError Error)
{

    public bool IsDuplicate => Error.ServerCode == ServerCodes.DuplicateKey;

    public bool IsIdTaken => IsDuplicate && IsAboutId(Error);

    public static bool IsAboutId(WriteError error) => error.KeyPattern is { } pattern
        ? pattern.ElementCount == 1 && pattern.Contains("_id")
        : error.Message.Contains(" index: _id_", StringComparison.Ordinal);
}
