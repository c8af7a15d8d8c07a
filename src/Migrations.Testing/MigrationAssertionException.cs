namespace Migrations.Testing;

/// <summary>What a test expected is not so. Every test framework reports it as a failure.</summary>
public sealed class MigrationAssertionException : Exception
{
    /// <summary>Creates the failure.</summary>
    public MigrationAssertionException(string message)
        : base(message)
    {
    }
}
