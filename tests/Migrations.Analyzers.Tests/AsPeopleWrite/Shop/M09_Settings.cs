using Migrations;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Shop;

[Migration("20260109090000", "Write the default settings")]
public sealed class DefaultSettings : Migration, IReversible
{
    private static readonly (string Name, BsonValue Value)[] Settings = [("currency", "EUR"), ("vat", 0.19), ("since", new BsonDateTime(new DateTime(2026, 1, 9, 0, 0, 0, DateTimeKind.Utc)))];

    public override async Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
    {
        var settings = context.GetCollection("settings");
        foreach (var (name, value) in Settings)
        {
            await settings.UpdateOneAsync(Builders<BsonDocument>.Filter.Eq("_id", name), Builders<BsonDocument>.Update.SetOnInsert("value", value), new UpdateOptions { IsUpsert = true }, cancellationToken);
        }

        var tasks = Settings.Select(s => settings.CountDocumentsAsync(new BsonDocument("_id", s.Name), cancellationToken: cancellationToken)).ToList();
        var counts = await Task.WhenAll(tasks);
        context.Report($"{counts.Sum()} setting(s)", "settings");
    }

    // Nothing to undo: older versions do not read them.
    public Task DownAsync(MigrationContext context, CancellationToken cancellationToken) => Task.CompletedTask;
}
