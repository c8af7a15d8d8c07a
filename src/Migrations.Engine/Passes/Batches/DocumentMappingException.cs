namespace Migrations.Engine.Passes.Batches;

// A document and the classes of a migration do not fit each other. One line says what, where, and what helps.
internal sealed class DocumentMappingException : FormatException
{
    public DocumentMappingException(string reason, string path = "", string? member = null, Exception? cause = null)
        : base(path.Length == 0 ? reason : $"{member ?? "The document"} at '{path}': {reason}", cause) => Path = path;

    // The element's path, for example lines.2.price; empty for the document itself.
    public string Path { get; }
}
