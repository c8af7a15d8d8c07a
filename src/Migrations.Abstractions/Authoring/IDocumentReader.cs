using Migrations.Bytes;

namespace Migrations;

/// <summary>Reads a document as a class, as the application's class maps say. The engine's reader ignores what the class does not declare.</summary>
public interface IDocumentReader
{
    /// <summary>Reads the document.</summary>
    T Read<T>(RawDocument document)
        where T : class;
}
