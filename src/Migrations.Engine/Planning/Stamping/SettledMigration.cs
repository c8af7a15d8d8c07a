using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning.Stamping;

/// <summary>A migration that did not come to its end and whose data somebody has put right by hand.</summary>
/// <param name="Record">What was recorded of it.</param>
/// <param name="As">How its data are now.</param>
/// <param name="Checksum">The checksum that it counts as applied with, or null.</param>
/// <param name="Head">Where its tree stands from now on.</param>
public sealed record SettledMigration(AppliedMigration Record, SettledAs As, string? Checksum, HeadRecord Head);
