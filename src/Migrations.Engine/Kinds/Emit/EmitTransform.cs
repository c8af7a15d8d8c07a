using Migrations.Bytes;
using Migrations.Engine.Kinds.TypeMoves;
using Migrations.Engine.Kinds.Typed;

namespace Migrations.Engine.Kinds.Emit;

// Asks the author's code what becomes of a document. Each worker has its own body, because the body keeps the emitter.
internal sealed class EmitTransform
{
    private readonly Action<RawDocument, DocumentEmitter> _body;
    private readonly DocumentEmitter _emitter;
    private readonly TypeRewriting _types;
    private readonly bool _isTyped;

    public EmitTransform(EmitMigration body, MigrationIdentity migration, MigrationDirection direction, TypeRewriting types)
    {
        var isUp = direction == MigrationDirection.Up;
        _body = isUp ? body.Up : ((IReversibleEmit)body).Down;
        _emitter = new DocumentEmitter(isUp ? body.Target : body.Collection, $"{migration}/{(isUp ? body.Collection : body.Target)}", new DeclaredReader());
        _types = types;
        _isTyped = isUp ? IsGeneric(body.GetType().BaseType, typeof(EmitMigration<>)) : Array.Exists(body.GetType().GetInterfaces(), i => IsGeneric(i, typeof(IReversibleEmit<>)));
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
