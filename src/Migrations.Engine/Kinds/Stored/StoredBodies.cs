using Migrations.Bytes;
using Migrations.Engine.Model;
using Migrations.Engine.Passes;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.Engine.Kinds.Stored;

// The bodies of migrations that the plugin does not have, made of what is stored of them. They only go back.
internal static class StoredBodies
{
    public static MigrationBody Of(WayBack way) => way switch
    {
        { Update: not null } => new StoredUpdate(way),
        { IsOfTypes: true } => new StoredTypes(way),
        { Collection: not null } => new StoredDocuments(way),
        _ => new StoredCommands(),
    };

    public static BodyKind KindOf(WayBack way) => way switch
    {
        { Update: not null } => StoredUpdateKind.Instance,
        { IsOfTypes: true } => BodyKinds.Types,
        { Collection: not null } => BodyKinds.Raw,
        _ => BodyKinds.FreeForm,
    };

    public static void Add(TypeMap types, WayBack way)
    {
        const string Namespace = ".*";
        foreach (var (from, to) in way.Types)
        {
            _ = to is null ? types.DeleteType(from)
                : from.EndsWith(Namespace, StringComparison.Ordinal) ? types.MoveNamespace(from[..^Namespace.Length], to)
                : types.MoveType(from, to);
        }

        types.Rewrite = way.RewritesTypes;
    }

    public static NotSupportedException GoesBackOnly() => new("The plugin does not have this migration; only its way back is stored.");
}

internal sealed class StoredUpdate(WayBack way) : PipelineMigration, IReversiblePipeline
{
    public WayBack Way => way;

    public override string Collection => way.Collection!;

    public override FilterDefinition<BsonDocument> Filter => throw StoredBodies.GoesBackOnly();

    public override FilterDefinition<BsonDocument> DownFilter => way.Filter;

    public override FilterDefinition<BsonDocument> Validator => way.Validator;

    public override UpdateDefinition<BsonDocument> Update => throw StoredBodies.GoesBackOnly();

    public UpdateDefinition<BsonDocument> DownUpdate => throw new NotSupportedException("The update is taken as it is stored.");

    public override void Setup(TypeMap types) => StoredBodies.Add(types, way);
}

internal sealed class StoredTypes(WayBack way) : TypeMoveMigration, IReversibleTypes
{
    public override string Collection => way.Collection!;

    public override FilterDefinition<BsonDocument> DownFilter => way.Filter;

    public override FilterDefinition<BsonDocument> Validator => way.Validator;

    public override void Setup(TypeMap types) => StoredBodies.Add(types, way);
}

// Goes back from before images, if at all.
internal sealed class StoredDocuments(WayBack way) : RawDocumentMigration
{
    public override string Collection => way.Collection!;

    public override FilterDefinition<BsonDocument> Validator => way.Validator;

    public override void Setup(TypeMap types) => StoredBodies.Add(types, way);

    public override void Up(RawDocument document, DocumentUpdate update) => throw StoredBodies.GoesBackOnly();
}

internal sealed class StoredCommands : Migration
{
    public override Task UpAsync(MigrationContext context, CancellationToken cancellationToken) => throw StoredBodies.GoesBackOnly();
}

// An update that the server carries out, whatever kind of migration it is of.
internal sealed class StoredUpdateKind : ServerKind
{
    public static StoredUpdateKind Instance { get; } = new();

    public override string Name => "stored";

    public override string Summary => "the stored way back of another release's migration";

    internal override bool Includes(Type migration) => false;

    internal override bool IsReversible(Type migration) => true;

    public override bool TellsMigrated(DocumentMigration body, MigrationDirection direction) => false;

    public override bool IsRepeatable(DocumentMigration body) => UpdateOf(body).IsRepeatable;

    public override bool LeavesMigratedAlone(DocumentMigration body) => IsRepeatable(body) || OperatorForecast.IsIdempotent(UpdateOf(body).Update);

    public override MigrationException? RefusalOf(string message, MigrationIdentity migration, string collection) => BodyKinds.Fields is ServerKind fields ? fields.RefusalOf(message, migration, collection) : null;

    public override ServerUpdate UpdateOf(DocumentMigration body, MigrationDirection direction) => direction == MigrationDirection.Down
        ? new ServerUpdate(body.Collection, UpdateOf(body).Query, UpdateOf(body).Update) { Steps = UpdateOf(body).Steps }
        : throw StoredBodies.GoesBackOnly();

    private static WayBackUpdate UpdateOf(DocumentMigration body) => ((StoredUpdate)body).Way.Update!;
}
