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
