using Migrations.Engine.Kinds.Typed.Shapes;

namespace Migrations.Engine.Kinds.Typed.Merging;

// A document in its three versions; none untouched where the new object did not have it.
internal readonly ref struct Versions(ReadOnlySpan<byte> stored, ReadOnlySpan<byte> untouched, ReadOnlySpan<byte> result)
{
    public NamedElements Stored { get; } = new(stored);

    public NamedElements Untouched { get; } = new(untouched);

    public NamedElements Result { get; } = new(result);

    public PiecePair Find(ReadOnlySpan<byte> name) => new(Untouched.Find(name), Result.Find(name));
}

internal readonly ref struct PiecePair(ValueSlice untouched, ValueSlice result)
{
    private readonly ValueSlice _untouched = untouched;
    private readonly ValueSlice _result = result;

    public void Deconstruct(out ValueSlice untouched, out ValueSlice result)
    {
        untouched = _untouched;
        result = _result;
    }
}

// A value in its three versions.
internal readonly ref struct ValueVersions(ValueSlice stored, ValueSlice untouched, ValueSlice result)
{
    public ValueSlice Stored { get; } = stored;

    public ValueSlice Untouched { get; } = untouched;

    public ValueSlice Result { get; } = result;

    public bool IsUntouched => Untouched.Exists && Untouched.Equals(Result);
}
