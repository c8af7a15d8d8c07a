using System.Text;
using Migrations.Bytes;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Model;
using MongoDB.Bson;

namespace Migrations.Engine.Expecting;

// What a database has, as far as pending migrations depend on it.
internal sealed record DatabaseContents
{
    public static DatabaseContents Unknown { get; } = new();

    // Collections and views of the application; null if they may not be listed.
    public IReadOnlyList<string>? Collections { get; init; }

    public IReadOnlyDictionary<MigrationDescriptor, SampledNames> Samples { get; init; } = new Dictionary<MigrationDescriptor, SampledNames>();
}

// The names that documents have at their first level, most frequent first.
internal sealed record SampledNames(int Documents, IReadOnlyList<string> Names);

// Looks at the database for what pending migrations expect. It is only a help: a user without the right to look, or a busy server, does not prevent planning.
internal sealed class DatabaseContentsReader(ICommandChannel channel, SchemaReader schema, Func<string, bool> isState)
{
    private const int SampleSize = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<DatabaseContents> ReadAsync(IReadOnlyList<Expectation> expectations, CancellationToken cancellationToken)
    {
        if (expectations.Count == 0 || await ListAsync(cancellationToken).ConfigureAwait(false) is not { } collections)
        {
            return DatabaseContents.Unknown;
        }

        var samples = new Dictionary<MigrationDescriptor, SampledNames>();
        foreach (var expectation in expectations.Where(e => e.Members.Count > 0 && collections.Contains(e.Collection)))
        {
            samples[expectation.Migration] = await SampleAsync(expectation, cancellationToken).ConfigureAwait(false);
        }

        return new DatabaseContents { Collections = collections, Samples = samples };
    }

    private async Task<IReadOnlyList<string>?> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            var found = await schema.ListNamesAsync(cancellationToken).ConfigureAwait(false);
            return [.. found.Where(n => !isState(n) && !n.StartsWith("system.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        }
        catch (CommandException e) when (e.ServerCode == ServerCodes.Unauthorized)
        {
            return null;
        }
    }

    private async Task<SampledNames> SampleAsync(Expectation expectation, CancellationToken cancellationToken)
    {
        var (documents, counts) = (0, new Dictionary<string, int>(StringComparer.Ordinal));
        try
        {
            var cursor = await channel.OpenCursorAsync(new Command(schema.Database, Sample(expectation).ToRaw()) { Kind = CommandKind.Read }, null, cancellationToken).ConfigureAwait(false);
            await using (cursor.ConfigureAwait(false))
            {
                while (await cursor.MoveNextAsync(cancellationToken).ConfigureAwait(false))
                {
                    documents += Count(cursor.Current, counts);
                }
            }
        }
        catch (CommandException)
        {
            // No right to read it, a timeout, a broken view: the run will report it.
            return new SampledNames(0, []);
        }

        return new SampledNames(documents, [.. counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Select(c => c.Key)]);
    }

    // Only names are transferred. The documents of a filter cannot be sampled without reading all of them, so the first ones are used.
    private static BsonDocument Sample(Expectation expectation)
    {
        BsonDocument[] some = expectation.Filter.ElementCount == 0
            ? [new("$sample", new BsonDocument("size", SampleSize))]
            : [new("$match", expectation.Filter), new("$limit", SampleSize)];
        var names = new BsonDocument("$map", new BsonDocument { { "input", new BsonDocument("$objectToArray", "$$ROOT") }, { "in", "$$this.k" } });
        return new BsonDocument
        {
            { "aggregate", expectation.Collection },
            { "pipeline", new BsonArray([.. some, new BsonDocument("$project", new BsonDocument { { "_id", 0 }, { "names", names } })]) },
            { "cursor", new BsonDocument() },
            { "maxTimeMS", (long)Patience.TotalMilliseconds },
        };
    }

    // Names may be invalid UTF-8: they are only shown, never written.
    private static int Count(RawArray documents, Dictionary<string, int> counts)
    {
        var read = 0;
        foreach (var document in documents)
        {
            read++;
            foreach (var name in document.AsDocument["names"].AsArray)
            {
                var text = Encoding.UTF8.GetString(name.Bytes.Span[4..^1]);
                counts[text] = counts.GetValueOrDefault(text) + 1;
            }
        }

        return read;
    }
}
