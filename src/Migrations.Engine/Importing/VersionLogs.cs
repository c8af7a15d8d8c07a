using System.Globalization;

namespace Migrations.Engine.Importing;

// { n: name, v: version, d: whether upward, applied }: an entry is added on both ways, so the newest of a version decides.
internal sealed class MongoDbMigrationsLog() : ForeignLog("MongoDBMigrations", "_migrations")
{
    protected override LogEntry ReadEntry(LogDocument document)
    {
        var (version, isUp) = (document.Version("v"), document.Flag("d"));
        return new LogEntry(version, document.Time("applied"), isUp ? LogOutcome.Applied : LogOutcome.NotApplied) { State = isUp ? "up" : "down", Version = version };
    }

    protected override LogEntry Last(IReadOnlyList<LogEntry> entries, LogFaults faults) => Newest(entries, faults);
}

// { Version: { Major, Minor, Patch }, Name, AppliedAt }; an entry is deleted on the way back. A convention of the application may have changed the case of the outer names.
internal sealed class KotMigrationsLog() : ForeignLog("Kot.MongoDB.Migrations", "_migrations")
{
    protected override LogEntry ReadEntry(LogDocument document)
    {
        var parts = document.Document(document.Has("version") ? "version" : "Version");
        var version = string.Create(CultureInfo.InvariantCulture, $"{parts.Number("Major")}.{parts.Number("Minor")}.{parts.Number("Patch")}");
        return new LogEntry(version, document.Time(document.Has("appliedAt") ? "appliedAt" : "AppliedAt")) { Version = version };
    }
}

// { MigrationId: the class, Version }; an entry is deleted on the way back.
internal sealed class MongoMigrationLog() : ForeignLog("Mongo.Migration", "_migrations")
{
    protected override LogEntry ReadEntry(LogDocument document)
    {
        _ = document.Text(document.Has("migrationId") ? "migrationId" : "MigrationId");
        var version = document.Version(document.Has("version") ? "version" : "Version");
        return new LogEntry(version, null) { Version = version };
    }
}
