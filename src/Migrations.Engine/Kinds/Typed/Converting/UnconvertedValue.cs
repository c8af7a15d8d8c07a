namespace Migrations.Engine.Kinds.Typed.Converting;

// A value of a shared member that could not be converted: unless the author's code sets it, the document is refused.
internal sealed record UnconvertedValue(IReadOnlyList<string> Path, string Member, string Reason);
