using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.Engine.Enlisting;

// One call that reaches the server, or is kept from it.
internal readonly struct EnlistedCall(object target, Enlistment enlistment, CollectionNamespace? place, Route route)
{
    public object? Run(object?[] arguments)
    {
        enlistment.Admit();
        if (route.TakesSession)
        {
            VerifySession(arguments[0]);
        }

        return route.Call!.Kind switch
        {
            CallKind.Command => RunCommand(arguments),
            CallKind.Schema => new SchemaCall(target, enlistment, place, route).Run(arguments),
            CallKind.Outside => InvokeOutside(arguments),
            CallKind.Listing => List(arguments),
            var kind => ReadOrWrite(kind, arguments),
        };
    }

    private object? ReadOrWrite(CallKind kind, object?[] arguments)
    {
        if (kind == CallKind.Write && enlistment.IsReadOnly)
        {
            throw CallRefusal.OfWriting(CallRefusal.NameOf(route.Method));
        }

        if (route.Pipeline is { } pipeline)
        {
            new Boundary(enlistment).Check(pipeline.Read(target, arguments));
        }
        else if (target is IMongoClient)
        {
            new Boundary(enlistment).Check(arguments.OfType<IEnumerable<BulkWriteModel>>().SelectMany(m => m).Select(m => m.Namespace.CollectionName));
        }

        return InvokeInSession(arguments, enlistment.PassesOverValidators);
    }

    private object? RunCommand(object?[] arguments)
    {
        var (body, serializer) = route.Command!.Read(arguments);
        var command = RawCommand.Of(body);
        var call = command.Decide(enlistment);
        if (enlistment.PassesOverValidators && command.CanBypassValidation)
        {
            body = new BsonDocument(body).Set("bypassDocumentValidation", true);
        }

        var sent = route.Command.Replace(arguments, body, serializer);
        return call.Kind switch
        {
            CallKind.Schema => new SchemaCall(target, enlistment, place, route).Run(command, sent, serializer),
            CallKind.Outside => InvokeOutside(sent),
            _ => InvokeInSession(sent, bypassesValidation: false),
        };
    }

    private object? InvokeInSession(object?[] arguments, bool bypassesValidation)
    {
        enlistment.Begin();
        return enlistment.Session is { } session
            ? route.InSession!.Invoke(target, arguments, session, bypassesValidation)
            : route.Outside!.Invoke(target, arguments, null, bypassesValidation);
    }

    private object? InvokeOutside(object?[] arguments) => route.Outside!.Invoke(target, arguments, null);

    private object? List(object?[] arguments)
    {
        var (self, shape, isOwn) = (this, route.Shape, enlistment.IsOwn);
        return shape.Return(async () => await shape.TakeAsync(self.InvokeOutside(arguments)).ConfigureAwait(false) switch
        {
            IAsyncCursor<string> names => new VisibleCursor<string>(names, name => !isOwn(name)),
            IAsyncCursor<BsonDocument> collections => new VisibleCursor<BsonDocument>(collections, c => !isOwn(c["name"].AsString)),
            var other => other,
        });
    }

    private void VerifySession(object? given)
    {
        ArgumentNullException.ThrowIfNull(given);
        if (enlistment.Session is not { } session || !((IClientSessionHandle)given).ServerSession.Id.Equals(session.ServerSession.Id))
        {
            throw CallRefusal.OfSession(CallRefusal.NameOf(route.Method));
        }
    }
}
