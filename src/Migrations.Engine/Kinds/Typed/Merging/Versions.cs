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

internal readonly ref struct PiecePair(Piece untouched, Piece result)
{
    private readonly Piece _untouched = untouched;
    private readonly Piece _result = result;

    public void Deconstruct(out Piece untouched, out Piece result)
    {
        untouched = _untouched;
        result = _result;
    }
}

// A value in its three versions.
internal readonly ref struct ValueVersions(Piece stored, Piece untouched, Piece result)
{
    public Piece Stored { get; } = stored;

    public Piece Untouched { get; } = untouched;

    public Piece Result { get; } = result;

    public bool IsUntouched => Untouched.Exists && Untouched.Equals(Result);
}
