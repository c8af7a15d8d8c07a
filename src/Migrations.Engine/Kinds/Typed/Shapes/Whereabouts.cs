namespace Migrations.Engine.Kinds.Typed.Shapes;

// Which objects a document had before the author's code, in the new object and in the old one, and which are in the new one after it. Looked up only where something is in doubt.
internal sealed class Whereabouts
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

    // Whether an object of before, or a part of it, still is somewhere in the document.
    public bool IsThere(ObjectTrail old)
    {
        if (old.Output is null && old.Input is null)
        {
            return false;
        }

        FillAfter();
        return old.Output?.IsAny(_after) == true || old.Input?.IsAny(_after) == true;
    }

    // Whether the object that is here now is another than before, and one of the two has changed places.
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
