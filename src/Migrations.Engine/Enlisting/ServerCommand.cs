using MongoDB.Bson;

namespace Migrations.Engine.Enlisting;

// A command as the server takes it.
internal sealed class ServerCommand
{
    private static readonly string[] OfTheSession = ["lsid", "txnNumber", "autocommit", "startTransaction", "$db"];

    private readonly BsonDocument _body;

    private ServerCommand(BsonDocument body, string name)
    {
        _body = body;
        Name = name;
    }

    public string Name { get; }

    public bool CanBypassValidation => Name is "insert" or "update" or "findAndModify" or "findandmodify" or "bulkWrite";

    // Its collection, if its first value names one: alone, or after its database.
    public string? Collection => Name is "renameCollection" or "shardCollection" ? WithoutDatabase(_body[0]) : _body[0] is BsonString text ? text.Value : null;

    // The database that the command names itself, if it does.
    public string? Database => Name is "renameCollection" or "shardCollection" && _body[0] is BsonString { Value: var text } && text.Contains('.', StringComparison.Ordinal) ? text[..text.IndexOf('.', StringComparison.Ordinal)] : null;

    public string? Target => Name == "renameCollection" && _body.TryGetValue("to", out var to) && to.IsString ? to.AsString : null;

    public bool ReplacesTarget => _body.TryGetValue("dropTarget", out var drop) && drop.ToBoolean();

    public static ServerCommand Of(BsonDocument body) => body.ElementCount == 0 ? throw new ArgumentException("A command has at least its name.", nameof(body)) : new ServerCommand(body, body.GetElement(0).Name);

    public static string? WithoutDatabase(BsonValue value) => value is BsonString { Value: var text } ? text[(text.IndexOf('.', StringComparison.Ordinal) + 1)..] : null;

    // Throws if the enlistment does not allow it.
    public Call Decide(Enlistment enlistment)
    {
        var call = CommandTable.Find(Name);
        if (call.Kind == CallKind.Refused)
        {
            throw CallRefusal.OfCommand(Name, call.Cure);
        }

        if (OfTheSession.FirstOrDefault(_body.Contains) is { } member)
        {
            throw CallRefusal.OfCommand(Name, $"It sets '{member}' itself; leave that out, the migration's session sets it.");
        }

        if (enlistment.IsReadOnly && (call.Kind is CallKind.Write or CallKind.Schema))
        {
            throw CallRefusal.OfWriting(Name);
        }

        var boundary = new Boundary(enlistment);
        boundary.Check(Collections());
        if (_body.TryGetValue("pipeline", out var pipeline) && pipeline is BsonArray stages)
        {
            boundary.Check([.. stages.OfType<BsonDocument>()]);
        }

        return call;
    }

    private IEnumerable<string> Collections()
    {
        var named = new[] { Collection, Target is { } target ? WithoutDatabase(target) : null, Member("viewOn") }.OfType<string>();
        return Name switch
        {
            "explain" when _body[0] is BsonDocument { ElementCount: > 0 } explained => Of(explained).Collections().Concat(PipelineTargets.FindCollections([explained])),
            "bulkWrite" when _body.TryGetValue("nsInfo", out var places) => places.AsBsonArray.Select(p => WithoutDatabase(p["ns"])).OfType<string>(),
            _ => named,
        };
    }

    private string? Member(string name) => _body.TryGetValue(name, out var value) && value.IsString ? value.AsString : null;
}
