using System.Collections;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace Migrations.Engine.Kinds.Typed.Shapes;

// The objects within an object of the application's: the parts of a class in the order of its members that hold any, the elements of a list, the values of a dictionary.
internal static class ObjectParts
{
    public static Shape Actual(Shape declared, object value) => declared switch
    {
        ClassShape when value.GetType() is var type && type != declared.Type => ClassShape.Of(type),
        OpenShape when value is not (BsonValue or string) && !value.GetType().IsValueType => ShapeFactory.Of(BsonSerializer.LookupSerializer(value.GetType())),
        _ => declared,
    };

    public static object?[] Of(Shape actual, object value) => actual switch
    {
        ClassShape declared => Array.ConvertAll(declared.Parts, part => part.Get(value)),
        ListShape { HoldsObjects: true } when value is IEnumerable elements => [.. elements.Cast<object?>()],
        DictionaryShape { HoldsObjects: true } when value is IDictionary dictionary => [.. dictionary.Values.Cast<object?>()],
        _ => [],
    };

    public static Shape Within(Shape actual, int part) => actual switch
    {
        ClassShape declared => declared.Parts[part].Shape,
        ListShape list => list.Item,
        _ => ((DictionaryShape)actual).Value,
    };
}
