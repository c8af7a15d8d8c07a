namespace Migrations.Engine.Importing;

// { fileName, appliedAt, fileHash?, migrationBlock? }; an entry is deleted on the way back. With useFileHash, a script that was changed runs again and has another entry.
internal sealed class MigrateMongoLog() : ForeignLog("migrate-mongo", "changelog")
{
    protected override LogEntry ReadEntry(LogDocument document)
    {
        var name = document.Text("fileName");
        return new LogEntry(name, document.Time("appliedAt")) { State = document.TextOrNull("fileHash") ?? "", Ids = [name.Split('-')[0]] };
    }

    protected override LogEntry Last(IReadOnlyList<LogEntry> entries, LogFaults faults) =>
        entries.All(e => e.State.Length > 0) && entries.DistinctBy(e => e.State).Count() == entries.Count ? entries.MaxBy(e => e.At)! : base.Last(entries, faults);
}
