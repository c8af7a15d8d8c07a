namespace Migrations.Engine.Database.Commands;

// Whole BSON documents one behind the other, sent as an OP_MSG section of kind 1.
internal sealed record DocumentSequence
{
    // Creates a sequence, for example documents of an insert or updates of an update.
    public DocumentSequence(string identifier, ReadOnlyMemory<byte> documents, int count)
    {
        Identifier = identifier;
        Documents = documents;
        Count = count;
    }

    // The name of the command's array that the sequence stands for.
    public string Identifier { get; }

    // The concatenated documents.
    public ReadOnlyMemory<byte> Documents { get; }

    // How many documents there are.
    public int Count { get; }
}
