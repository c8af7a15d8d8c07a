using MongoDB.Bson;
using System.Text;
using Migrations.Engine.Kinds.Typed.Passing;
using Migrations.Engine.Kinds.Typed.Shapes;
using Migrations.Engine.Passes.Batches;

namespace Migrations.Engine.Kinds.Typed;

internal static class UnpassedCheck
{
    // What could not be taken over must be set by the author's code; else the value would be lost in silence.
    public static void Throw(IReadOnlyList<Unpassed> unpassed, ReadOnlySpan<byte> untouched, ReadOnlySpan<byte> result)
    {
        foreach (var value in unpassed)
        {
            if (Follow(untouched, value.Path).Equals(Follow(result, value.Path)))
            {
                throw new DocumentMappingException($"{value.Reason}. Set the member in the migration's code.", string.Join('.', value.Path), value.Member);
            }
        }
    }

    private static Piece Follow(ReadOnlySpan<byte> document, IReadOnlyList<string> path)
    {
        var piece = new Piece(BsonType.Document, document);
        foreach (var name in path)
        {
            piece = piece.Type is BsonType.Document or BsonType.Array ? Pieces.Find(piece.Value, Encoding.UTF8.GetBytes(name)) : Piece.None;
        }

        return piece;
    }
}
