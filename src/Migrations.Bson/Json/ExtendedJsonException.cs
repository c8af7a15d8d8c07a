namespace Migrations.Bson;

/// <summary>The text is not Extended JSON.</summary>
public sealed class ExtendedJsonException : FormatException
{
    /// <summary>Creates the failure.</summary>
    public ExtendedJsonException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
