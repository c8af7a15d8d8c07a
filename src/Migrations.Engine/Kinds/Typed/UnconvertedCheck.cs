using MongoDB.Bson;
using System.Text;
using Migrations.Engine.Kinds.Typed.Converting;
using Migrations.Engine.Kinds.Typed.Shapes;
using Migrations.Engine.Passes.Batches;

namespace Migrations.Engine.Kinds.Typed;

internal static class UnconvertedCheck
{
    // What could not be converted must be set by the author's code; otherwise the value would be silently lost.
    public static void Throw(IReadOnlyList<UnconvertedValue> unpassed, ReadOnlySpan<byte> untouched, ReadOnlySpan<byte> result)
    {
        foreach (var value in unpassed)
        {
            if (Follow(untouched, value.Path).Equals(Follow(result, value.Path)))
            {
                throw new DocumentMappingException($"{value.Reason}. Set the member in the migration's code.", string.Join('.', value.Path), value.Member);
            }
        }
    }

    private static ValueSlice Follow(ReadOnlySpan<byte> document, IReadOnlyList<string> path)
    {
        var piece = new ValueSlice(BsonType.Document, document);
        foreach (var name in path)
        {
            piece = piece.Type is BsonType.Document or BsonType.Array ? ValueSlices.Find(piece.Value, Encoding.UTF8.GetBytes(name)) : ValueSlice.None;
        }

        return piece;
    }
}
