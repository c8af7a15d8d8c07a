namespace Migrations.Bson;

/// <summary>A document and a type do not fit each other.</summary>
public sealed class BsonMappingException : FormatException
{
    private readonly string _reason;

    /// <summary>Creates the failure.</summary>
    public BsonMappingException(string message, Exception? innerException = null)
        : this(message, "", null, innerException)
    {
    }

    private BsonMappingException(string reason, string path, string? member, Exception? innerException)
        : base(path.Length == 0 ? reason : $"{member ?? "The document"} at '{path}': {reason}", innerException)
    {
        _reason = reason;
        Path = path;
        Member = member;
    }

    /// <summary>The element's path in the document, for example <c>lines.2.price</c>; empty for the document itself.</summary>
    public string Path { get; }

    /// <summary>Class and member that the element is mapped to, for example <c>Line.Price</c>; null where there is none.</summary>
    public string? Member { get; }

    // Seen from one level further out. The innermost member is the one that does not fit.
    internal BsonMappingException At(string element, string? member = null) =>
        new(_reason, Path.Length == 0 ? element : $"{element}.{Path}", Member ?? member, InnerException);
}
