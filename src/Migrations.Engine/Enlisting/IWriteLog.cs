namespace Migrations.Engine.Enlisting;

// Where it is recorded that a body is about to write, before it does.
internal interface IWriteLog
{
    ValueTask AnnounceAsync(WriteTally tally, IReadOnlyList<string> collections);

    // The driver asks while it sends, and cannot await.
    void Announce(WriteTally tally, IReadOnlyList<string> collections);
}
