namespace Migrations.Bson;

/// <summary>A document and a type do not fit each other.</summary>
public sealed class BsonMappingException : FormatException
{
    /// <summary>Creates the failure.</summary>
    public BsonMappingException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    internal BsonMappingException At(string path) => new($"{path}: {Message}", this);
}
