namespace Migrations.Engine.Model;

/// <summary>The kind of body a migration has.</summary>
public enum BodyKind
{
    /// <summary>Any commands on the database.</summary>
    FreeForm,

    /// <summary>Any commands, one collection at hand.</summary>
    Collection,

    /// <summary>Document by document, between two types.</summary>
    TypedDocument,

    /// <summary>Document by document, on the bytes.</summary>
    RawDocument,

    /// <summary>An update that the server carries out by itself.</summary>
    Pipeline,

    /// <summary>Named steps that the server carries out by itself.</summary>
    Fields,

    /// <summary>Documents are made of documents, here or in other collections.</summary>
    Emit,

    /// <summary>No body: no path crosses it.</summary>
    Barrier,
}
