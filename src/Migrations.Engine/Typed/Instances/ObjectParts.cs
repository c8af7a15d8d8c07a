using System.Collections;
using Migrations.Engine.Typed.Shapes;

namespace Migrations.Engine.Typed.Instances;

// The objects within an object of the application's: the parts of a class in the order of its members that hold any, the elements of a list, the values of a dictionary.
internal static class ObjectParts
{
    public static Shape Actual(Shape declared, object value) => declared is ClassShape && value.GetType() is var type && type != declared.Type ? ClassShape.Of(type) : declared;

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
