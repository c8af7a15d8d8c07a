using System.Collections;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace Migrations.Engine.Kinds.Typed.Shapes;

// The objects that a document was read as, before the author's code ran: they show where its parts went.
internal sealed class ObjectTree
{
    private readonly Shape _shape;
    private readonly ObjectTree?[] _parts;

    private ObjectTree(Shape declared, object value)
    {
        Object = value;
        _shape = ObjectParts.Actual(declared, value);
        var parts = ObjectParts.Of(_shape, value);
        _parts = parts.Length == 0 ? [] : new ObjectTree?[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            _parts[i] = parts[i] is { } part ? new ObjectTree(ObjectParts.Within(_shape, i), part) : null;
        }
    }

    public object Object { get; }

    public int Count => _parts.Length;

    public static ObjectTree? Of(Shape declared, object? value) => value is null || !declared.HoldsObjects ? null : new ObjectTree(declared, value);

    // Null if the document has no parts that could go anywhere.
    public static ObjectTree? OfRoot(ClassShape declared, object value) => declared.Parts.Length == 0 ? null : new ObjectTree(declared, value);

    // An element of a list, or a value of a dictionary.
    public ObjectTree? At(int position) => position >= 0 && position < _parts.Length ? _parts[position] : null;

    public ObjectTree? Member(ReadOnlySpan<byte> element)
    {
        var parts = (_shape as ClassShape)?.Parts ?? [];
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].IsCalled(element))
            {
                return _parts[i];
            }
        }

        return null;
    }

    public bool IsAny(HashSet<object> objects) => objects.Contains(Object) || Array.Exists(_parts, part => part?.IsAny(objects) == true);

    public void AddTo(HashSet<object> objects)
    {
        objects.Add(Object);
        foreach (var part in _parts)
        {
            part?.AddTo(objects);
        }
    }
}

// One place of a document: what was there in the new object and in the old one before the author's code, and what is there after it. Nothing where nobody needs to know.
internal readonly record struct ObjectTrail(ObjectTree? Output, ObjectTree? Input, object? Result)
{
    public bool IsReplaced => (Output is not null || Input is not null) && !ReferenceEquals(Result, Output?.Object) && !ReferenceEquals(Result, Input?.Object);

    public ObjectTrail Member(ClassMember member, ClassShape owner) => Output is null && Input is null && Result is null ? default
        : !member.Shape.HoldsObjects ? default
        : new(Output?.Member(member.Element), Input?.Member(member.Element), owner.Type.IsInstanceOfType(Result) ? member.Get(Result) : null);

    // What only the old class declares.
    public ObjectTrail Removed(ReadOnlySpan<byte> element) => new(null, Input?.Member(element), null);

    public ObjectTrail At(int output, int input, object? result) => new(Output?.At(output), Input?.At(input), result);

    // The elements or values as they are now; none if they are not those that were written.
    public object?[] Results(Shape shape, int count) => Result is { } result && ObjectParts.Of(shape, result) is var parts && parts.Length == count ? parts : [];
}

// The objects nested in an object of the application: the parts of a class in the order of its members that hold any, the elements of a list, the values of a dictionary.
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

// Which objects a document had before the author's code, in the new object and in the old one, and which are in the new one after it. Only looked up in case of doubt.
internal sealed class ObjectLocations
{
    private readonly HashSet<object> _before = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<object> _after = new(ReferenceEqualityComparer.Instance);
    private ClassShape? _shape;

    public ObjectTrail Root { get; private set; }

    public void Begin(ClassShape shape, ObjectTree? output, ObjectTree? input, object result)
    {
        _shape = shape;
        _before.Clear();
        _after.Clear();
        Root = output is null && input is null ? default : new ObjectTrail(output, input, result);
    }

    // Whether an old object, or a part of it, is still somewhere in the document.
    public bool IsThere(ObjectTrail old)
    {
        if (old.Output is null && old.Input is null)
        {
            return false;
        }

        FillAfter();
        return old.Output?.IsAny(_after) == true || old.Input?.IsAny(_after) == true;
    }

    // Whether the object here is not the old one, and one of the two has moved.
    public bool IsMoved(ObjectTrail part)
    {
        if (!part.IsReplaced)
        {
            return false;
        }

        FillAfter();
        if ((part.Output is { } output && _after.Contains(output.Object)) || (part.Input is { } input && _after.Contains(input.Object)))
        {
            return true;
        }

        FillBefore();
        return part.Result is { } result && _before.Contains(result);
    }

    private void FillBefore()
    {
        if (_before.Count == 0)
        {
            Root.Output?.AddTo(_before);
            Root.Input?.AddTo(_before);
        }
    }

    private void FillAfter()
    {
        if (_after.Count == 0)
        {
            ObjectTree.Of(_shape!, Root.Result)?.AddTo(_after);
        }
    }
}
