using Migrations.Shared;
using MongoDB.Bson;

namespace Migrations.Engine.Importing;

// The log that another tool keeps of what it applied. Read as plain documents: nothing of that tool is needed.
internal abstract class ForeignLog(string tool, params string[] collections)
{
    // As its authors write it.
    public string Tool { get; } = tool;

    // Where the tool keeps the log unless it is told otherwise, the newest version first.
    public IReadOnlyList<string> Collections { get; } = collections;

    public static ForeignLog Of(ForeignTool tool) => tool switch
    {
        ForeignTool.MigrateMongo => new MigrateMongoLog(),
        ForeignTool.Mongock => new MongockLog(),
        ForeignTool.Flamingock => new FlamingockLog(),
        ForeignTool.MongoDbMigrations => new MongoDbMigrationsLog(),
        ForeignTool.KotMigrations => new KotMigrationsLog(),
        _ => new MongoMigrationLog(),
    };

    // What counts as applied, in the order it was applied. Every fault of the log is told at once. Of what is ignored it does not matter whether it finished.
    public IReadOnlyList<ForeignMigration> Read(string collection, IReadOnlyList<BsonDocument> documents, IReadOnlyCollection<string> ignored)
    {
        var faults = new LogFaults(Tool, collection);
        var entries = new List<LogEntry>();
        foreach (var document in documents)
        {
            try
            {
                entries.AddRange(ReadEntry(new LogDocument(document)) is { } entry ? [entry] : []);
            }
            catch (FormatException e)
            {
                faults.Shapes.Add(e.Message);
            }
        }

        // A duplicate may only be one because the other entries of its name could not be read.
        faults.ThrowIfUnreadable();
        var outcomes = entries.GroupBy(e => e.Key).Select(group => Last([.. group], faults)).ToList();
        faults.ThrowIfUnreadable();
        var doubled = outcomes.GroupBy(o => o.Name, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
        RequireNames(ignored, [.. outcomes.Select(o => Named(o, doubled))], collection);
        faults.Failures.AddRange(outcomes.Where(o => o.Outcome == LogOutcome.Failed && !Named(o, doubled).IsAmong(ignored)).Select(o => $"'{Named(o, doubled).Name}': {o.State}"));
        faults.ThrowIfFailed();
        return [.. outcomes.Where(o => o.Outcome == LogOutcome.Applied).OrderBy(o => o.At).ThenBy(o => o.Name, StringComparer.Ordinal).Select(o => Named(o, doubled))];
    }

    // A slip in a name that is to be left out would record what was meant as applied.
    private static void RequireNames(IReadOnlyCollection<string> ignored, IReadOnlyList<ForeignMigration> names, string collection)
    {
        if (ignored.FirstOrDefault(i => !names.Any(n => n.IsAmong([i]))) is { } unknown)
        {
            throw new MigrationException(MigrationErrorCode.UsageInvalid, $"'--ignore {unknown}' leaves nothing out: the log '{collection}' has no such name.{Spelling.Question(unknown, names.Select(n => n.Name))} Nothing was recorded. Correct it, or leave it away.");
        }
    }

    // Null for an entry that says nothing about a migration.
    protected abstract LogEntry? ReadEntry(LogDocument document);

    // What several entries of one migration say together. Most tools delete the entry on the way back, so that there is never a second one.
    protected virtual LogEntry Last(IReadOnlyList<LogEntry> entries, LogFaults faults)
    {
        if (entries.Count > 1)
        {
            faults.Shapes.Add($"'{entries[0].Name}' is there {entries.Count} times");
        }

        return entries[^1];
    }

    // The newest entry decides in a log to which entries are only added.
    protected static LogEntry Newest(IReadOnlyList<LogEntry> entries, LogFaults faults)
    {
        var newest = entries.Where(e => e.At == entries.Max(other => other.At)).ToList();
        if (newest.Select(e => e.Outcome).Distinct().Count() > 1)
        {
            faults.Shapes.Add($"'{entries[0].Name}' has entries of the same time that contradict each other: {string.Join(", ", newest.Select(e => e.State))}");
        }

        return newest[^1];
    }

    // Two migrations may have the same name where the author is part of the key; then both are told apart by it, whatever became of them.
    private static ForeignMigration Named(LogEntry entry, HashSet<string> doubled) =>
        new(doubled.Contains(entry.Name) ? entry.QualifiedName : entry.Name, entry.At) { QualifiedName = entry.QualifiedName, Ids = entry.Ids, Version = entry.Version };
}

// A migration that another tool has applied.
internal sealed record ForeignMigration(string Name, DateTime? At)
{
    // The ids of ours that are surely the same migration.
    public IReadOnlyList<string> Ids { get; init; } = [];

    // The version that it led to, or null.
    public string? Version { get; init; }

    // With its author: the same in every database, whether or not another author used the name there.
    public string QualifiedName { get; init; } = Name;

    public bool IsAmong(IReadOnlyCollection<string> names) => names.Contains(Name) || names.Contains(QualifiedName);
}

// One document of such a log.
internal sealed record LogEntry(string Name, DateTime? At, LogOutcome Outcome = LogOutcome.Applied)
{
    public string? Author { get; init; }

    // The tool's own word for the outcome.
    public string State { get; init; } = "";

    public IReadOnlyList<string> Ids { get; init; } = [];

    public string? Version { get; init; }

    public string QualifiedName => Author is null ? Name : $"{Author}/{Name}";

    // What makes two migrations of the tool the same.
    public (string Name, string? Author) Key => (Name, Author);
}

internal enum LogOutcome
{
    Applied,
    NotApplied,
    Failed,
}

// Everything that is wrong with a log.
internal sealed class LogFaults(string tool, string collection)
{
    public List<string> Shapes { get; } = [];

    public List<string> Failures { get; } = [];

    public void ThrowIfUnreadable()
    {
        if (Shapes.Count > 0)
        {
            throw new MigrationException(MigrationErrorCode.ImportLogUnreadable, $"The collection '{collection}' is not a log that {tool} writes, or it is damaged. Nothing was recorded.{Listed(Shapes)} Name the right tool and collection with '--from' and '--log', or correct the entries.");
        }
    }

    public void ThrowIfFailed()
    {
        if (Failures.Count > 0)
        {
            throw new MigrationException(MigrationErrorCode.ImportUnfinished, $"{Failures.Count} migration(s) in the log '{collection}' did not finish, so what they left in the data is not known. Nothing was recorded.{Listed(Failures)} Let {tool} finish them, or undo them and remove their entries; or leave them out with '--ignore NAME', if they left nothing behind.");
        }
    }

    private static string Listed(List<string> lines) => string.Concat(lines.Select(line => $"\n    {line}")) + "\n   ";
}
