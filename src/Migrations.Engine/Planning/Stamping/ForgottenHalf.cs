using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning.Stamping;

/// <summary>A migration that was half done when its tree was stamped.</summary>
/// <param name="Record">What was recorded of it.</param>
/// <param name="Done">How much of it is in the data, for people.</param>
public sealed record ForgottenHalf(AppliedMigration Record, string Done);
