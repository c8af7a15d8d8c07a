namespace Migrations.Engine.Enlisting;

// Where it is recorded that a body is about to write, before it does.
internal interface IWriteLog
{
    ValueTask AnnounceAsync(AuthorWrites tally, IReadOnlyList<string> collections);

    // The driver asks while it sends, and cannot await.
    void Announce(AuthorWrites tally, IReadOnlyList<string> collections);
}
