using MongoDB.Bson.Serialization;

namespace Migrations.Engine.Kinds.Typed.Shapes;

internal sealed class DictionaryShape(IBsonSerializer serializer, IBsonDictionarySerializer dictionary) : Shape(serializer)
{
    private Shape? _value;

    public IBsonSerializer Key => dictionary.KeySerializer;

    public MongoDB.Bson.Serialization.Options.DictionaryRepresentation Representation => dictionary.DictionaryRepresentation;

    // Late, as a class may hold a dictionary of itself.
    public Shape Value => _value ??= ShapeFactory.Of(dictionary.ValueSerializer);

    public override bool HoldsObjects => Value is ClassShape or ListShape or DictionaryShape or OpenShape { HoldsObjects: true };
}
