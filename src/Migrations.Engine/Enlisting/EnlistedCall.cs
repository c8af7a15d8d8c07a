using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.Engine.Enlisting;

// One call that is sent to the server, or is refused.
internal readonly struct EnlistedCall(object target, Enlistment enlistment, CollectionNamespace? place, Route route)
{
    public object? Run(object?[] arguments)
    {
        enlistment.Admit(NameOf());
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
        var command = ServerCommand.Of(body);
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
        var (on, way, calls, name) = (target, route, enlistment.Calls, NameOf());
        return enlistment.Session is { } session
            ? Return(isInSession: true, arguments, () => way.InSession!.Invoke(on, arguments, session, bypassesValidation), result => EnlistedCursor.Of(result, way.Shape.Value, name, calls))
            : Return(isInSession: false, arguments, () => way.Outside!.Invoke(on, arguments, null, bypassesValidation));
    }

    private object? InvokeOutside(object?[] arguments)
    {
        var (on, way) = (target, route);
        return Return(isInSession: false, arguments, () => way.Outside!.Invoke(on, arguments, null));
    }

    private object? Return(bool isInSession, object?[] arguments, Func<object?> invoke, Func<object?, object?>? then = null)
    {
        var (asked, shape, name, cancellationToken) = (enlistment, route.Shape, NameOf(), arguments.OfType<CancellationToken>().LastOrDefault());
        object? Finish(object? result) => then is null ? result : then(result);
        if (!shape.IsTask)
        {
            return asked.Calls.Run(name, isInSession, () => Finish(invoke()), cancellationToken);
        }

        var written = route.Call!.Kind == CallKind.Write ? place?.CollectionName : null;
        return shape.Return(() => asked.Calls.RunAsync(
            name,
            isInSession,
            async () =>
            {
                await asked.ExpectAsync(written).ConfigureAwait(false);
                return Finish(await shape.TakeAsync(invoke()).ConfigureAwait(false));
            },
            cancellationToken));
    }

    private string NameOf() => $"{CallRefusal.NameOf(route.Method)}{(place is null ? "" : $" on '{place.CollectionName}'")}";

    private object? List(object?[] arguments)
    {
        var (self, shape, isOwn) = (this, route.Shape, enlistment.IsOwn);
        return shape.Return(async () => await shape.TakeAsync(self.InvokeOutside(arguments)).ConfigureAwait(false) switch
        {
            IAsyncCursor<string> names => new FilteredCursor<string>(names, name => !isOwn(name)),
            IAsyncCursor<BsonDocument> collections => new FilteredCursor<BsonDocument>(collections, c => !isOwn(c["name"].AsString)),
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
