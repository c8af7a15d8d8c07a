using Migrations.Bytes;
using Migrations.Engine.Planning;

namespace Migrations.Engine.Kinds.TypeMoves;

// What happens to the names of types around the body of a document migration. The body always sees the new names: going up they are written before it, going down the old ones after it.
internal sealed class TypeRewriting
{
    private TypeRewriting(TypeRewriter? before, TypeRewriter? after, TypeRewriter? view)
    {
        Before = before;
        After = after;
        View = view;
    }

    public static TypeRewriting None { get; } = new(null, null, null);

    public TypeRewriter? Before { get; }

    public TypeRewriter? After { get; }

    // How typed code reads names that were not rewritten; never written.
    public TypeRewriter? View { get; }

    // 'earlier' are the moved types of earlier migrations: what typed code reads may still have the old names.
    public static TypeRewriting For(MigrationBody body, MigrationDirection direction, TypeMap? earlier)
    {
        var own = SetupMap.Of(body);
        var read = (earlier ?? new TypeMap()).Then(own);
        return read.IsEmpty ? None : Create(body, direction, own, new TypeRewriter(read.ResolveStored));
    }

    public RawDocument BeforeBody(RawDocument document) => Before?.Rewrite(document) ?? document;

    public RawDocument AfterBody(RawDocument document) => After?.Rewrite(document) ?? document;

    private static TypeRewriting Create(MigrationBody body, MigrationDirection direction, TypeMap own, TypeRewriter view)
    {
        if (own.IsEmpty || !own.Rewrite)
        {
            return new TypeRewriting(null, null, view);
        }

        var inverse = direction == MigrationDirection.Down || IsReversible(body) ? SetupMap.InverseOf(body, own) : null;
        return direction == MigrationDirection.Up
            ? new TypeRewriting(new TypeRewriter(own.Resolve), null, view)
            : new TypeRewriting(null, new TypeRewriter(inverse!.Resolve), view);
    }

    private static bool IsReversible(MigrationBody body) =>
        body is IReversibleTypes or IReversibleDocument or IReversibleEmit || Array.Exists(body.GetType().GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IReversible<,>));
}
