using Migrations.Bson;
using Migrations.Channel;
using Migrations.Mongo.Commands;
using Migrations.Mongo.Handshake;

namespace Migrations.Mongo.Tests;

public sealed class SequenceBatchTests
{
    private static readonly HelloReply Limits = new() { MaxDocumentSize = 1000, MaxMessageSize = 16 * 1024 + 500, MaxWriteBatchSize = 3 };

    [Test]
    public void Batches_hold_no_more_statements_than_the_server_takes()
    {
        Assert.That(CutAll(Documents(20, 20, 20, 20, 20, 20, 20), Limits), Is.EqualTo(new[] { (0, 3), (3, 3), (6, 1) }));
    }

    [Test]
    public void Batches_hold_no_more_bytes_than_the_server_takes()
    {
        Assert.That(CutAll(Documents(200, 200, 200, 20, 300), Limits), Is.EqualTo(new[] { (0, 2), (2, 2), (4, 1) }));
    }

    [Test]
    public void A_document_alone_may_exceed_the_messages_room_but_not_the_documents_limit()
    {
        Assert.That(CutAll(Documents(1000, 20), Limits), Is.EqualTo(new[] { (0, 1), (1, 1) }));
    }

    [Test]
    public void A_document_that_is_too_large_is_named_after_those_before_it_were_sent()
    {
        var sequence = Documents(20, 20, 1001, 20);

        var first = SequenceBatch.Cut(sequence, 0, 0, 50, Limits);
        var failure = Assert.Catch<MongoException>(() => SequenceBatch.Cut(sequence, first.NextIndex, first.NextOffset, 50, Limits));

        Assert.That(first.Count, Is.EqualTo(2));
        Assert.That(failure.Code, Is.EqualTo(MigrationErrorCode.StatementTooLarge));
        Assert.That(failure.Message, Does.StartWith("Number 2 of the 'documents' has 1001 bytes"));
    }

    [Test]
    public void An_update_may_wrap_a_document_of_full_size()
    {
        var sequence = new DocumentSequence("updates", Documents(1000 + 16 * 1024).Documents, 1);

        Assert.That(SequenceBatch.Cut(sequence, 0, 0, 50, Limits).Count, Is.EqualTo(1));
    }

    [TestCase(0)]
    [TestCase(4)]
    [TestCase(21)]
    [TestCase(-1)]
    public void Bytes_that_are_no_documents_are_a_fault_of_the_caller(int length)
    {
        var bytes = new byte[20];
        BitConverter.TryWriteBytes(bytes, length);

        Assert.That(() => SequenceBatch.Cut(new DocumentSequence("documents", bytes, 1), 0, 0, 50, Limits), Throws.ArgumentException);
    }

    [Test]
    public void An_empty_sequence_is_one_empty_batch()
    {
        Assert.That(SequenceBatch.Cut(new DocumentSequence("documents", default, 0), 0, 0, 50, Limits).Count, Is.Zero);
    }

    private static IEnumerable<(int First, int Count)> CutAll(DocumentSequence sequence, HelloReply limits)
    {
        var (index, offset) = (0, 0);
        while (offset < sequence.Documents.Length)
        {
            var batch = SequenceBatch.Cut(sequence, index, offset, 50, limits);
            yield return (batch.FirstIndex, batch.Count);
            (index, offset) = (batch.NextIndex, batch.NextOffset);
        }
    }

    private static DocumentSequence Documents(params int[] lengths)
    {
        var bytes = lengths.SelectMany(l => new BsonDocument { { "a", new BsonBinaryData(new byte[l - 13]) } }.ToRaw().Bytes.ToArray()).ToArray();
        Assert.That(bytes, Has.Length.EqualTo(lengths.Sum()));
        return new DocumentSequence("documents", bytes, lengths.Length);
    }
}
