using Migrations.Bytes;
using Migrations.Engine.Kinds.TypeMoves;
using Migrations.Engine.Kinds.Typed;

namespace Migrations.Engine.Kinds.Emit;

// Asks the author's code what becomes of a document. A body for each, as it keeps the emitter.
internal sealed class EmitTransform
{
    private readonly Action<RawDocument, DocumentEmitter> _body;
    private readonly DocumentEmitter _emitter;
    private readonly TypeRewriting _types;
    private readonly bool _isTyped;

    private EmitTransform(EmitMigration body, MigrationDirection direction, TypeRewriting types, string idSpace)
    {
        var isUp = direction == MigrationDirection.Up;
        _body = isUp ? body.Up : ((IReversibleEmit)body).Down;
        _emitter = new DocumentEmitter(isUp ? body.Target : body.Collection, idSpace, new DeclaredReader());
        _types = types;
        _isTyped = isUp ? IsGeneric(body.GetType().BaseType, typeof(EmitMigration<>)) : Array.Exists(body.GetType().GetInterfaces(), i => IsGeneric(i, typeof(IReversibleEmit<>)));
    }

    // Earlier are the moved types of the migrations before this one: what typed code reads may still have their old names.
    public static EmitTransform Create(EmitMigration body, MigrationIdentity migration, MigrationDirection direction, TypeMap earlier)
    {
        var source = direction == MigrationDirection.Up ? body.Collection : body.Target;
        return new EmitTransform(body, direction, TypeRewriting.For(body, direction, earlier), $"{migration}/{source}");
    }

    public Emission Apply(RawDocument document)
    {
        _emitter.Begin(document);
        _body((_isTyped ? _types.View : _types.Before)?.Rewrite(document) ?? document, _emitter);
        var inserts = _types.After is null ? [.. _emitter.Inserts] : _emitter.Inserts.Select(i => i with { Document = _types.AfterBody(i.Document) }).ToList();
        return new Emission(document, inserts, [.. _emitter.Merges], _emitter.DeletesSource);
    }

    private static bool IsGeneric(Type? type, Type definition)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == definition)
            {
                return true;
            }
        }

        return false;
    }
}
