namespace Migrations.Engine.Kinds.Typed.Shapes;

// One place of a document: what was there in the new object and in the old one before the author's code, and what is there after it. Nothing where nobody needs to know.
internal readonly record struct ObjectTrail(ObjectTree? Output, ObjectTree? Input, object? Result)
{
    public bool IsReplaced => (Output is not null || Input is not null) && !ReferenceEquals(Result, Output?.Object) && !ReferenceEquals(Result, Input?.Object);

    public ObjectTrail Member(ClassMember member, ClassShape owner) => Output is null && Input is null && Result is null ? default
        : !member.Shape.HoldsObjects ? default
        : new(Output?.Member(member.Element), Input?.Member(member.Element), owner.Type.IsInstanceOfType(Result) ? member.Get(Result) : null);

    // What only the old class has.
    public ObjectTrail Removed(ReadOnlySpan<byte> element) => new(null, Input?.Member(element), null);

    public ObjectTrail At(int output, int input, object? result) => new(Output?.At(output), Input?.At(input), result);

    // The elements or values as they are now; none where they are not those that were written.
    public object?[] Results(Shape shape, int count) => Result is { } result && ObjectParts.Of(shape, result) is var parts && parts.Length == count ? parts : [];
}
