namespace Migrations.Engine.Planning;

/// <summary>What to do with a migration that is older than the head and was never applied.</summary>
public enum LatePolicy
{
    /// <summary>Refuse the plan.</summary>
    Error,

    /// <summary>Roll back what was applied after it, and apply all in the right order. Everything after it must be reversible.</summary>
    FixOrder,

    /// <summary>Run it now, on data that newer migrations have already changed.</summary>
    RunLate,
}
