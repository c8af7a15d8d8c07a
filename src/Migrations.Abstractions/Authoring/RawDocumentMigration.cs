using Migrations.Bytes;

namespace Migrations;

/// <summary>Migrates documents one by one on their bytes: the fast way. Implement <see cref="IReversibleDocument"/> to let it be rolled back.</summary>
public abstract class RawDocumentMigration : DocumentMigration
{
    /// <summary>Reads a document and says what to change in it; a document for which nothing is said is not written.</summary>
    /// <remarks>The document is in the buffer of the server's reply: it, and anything read from it without copying, is only valid during this call.</remarks>
    public abstract void Up(RawDocument document, DocumentUpdate update);
}

/// <summary>A raw document migration that can be rolled back.</summary>
public interface IReversibleDocument
{
    /// <summary>Undoes <see cref="RawDocumentMigration.Up"/> for one document.</summary>
    void Down(RawDocument document, DocumentUpdate update);
}
