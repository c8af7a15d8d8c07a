using MongoDB.Bson;
using MongoDB.Driver;
using Migrations;
using Migrations.Bytes;

namespace Catalogue.Datasets;

[Migration("20260120100000", "Split the locations' uri into site and path", Tree = "datasets", Line = "Integer", Version = "0.2.0")]
public sealed class SplitLocations : RawDocumentMigration, IReversibleDocument
{
    private const string Separator = "://";

    public override string Collection => "dataset_locations";

    public override FilterDefinition<BsonDocument> Filter => """{ "uri": { "$exists": true } }""";

    public override FilterDefinition<BsonDocument> DownFilter => """{ "site": { "$exists": true } }""";

    public override void Up(RawDocument document, DocumentUpdate update)
    {
        var parts = document["uri"].AsString.Split(Separator, 2);
        update.Unset("uri").Set("site", parts[0]).Set("path", parts[1]);
    }

    public void Down(RawDocument document, DocumentUpdate update) =>
        update.Unset("site").Unset("path").Set("uri", document["site"].AsString + Separator + document["path"].AsString);
}
