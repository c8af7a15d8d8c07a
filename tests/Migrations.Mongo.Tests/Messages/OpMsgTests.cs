using System.Buffers.Binary;
using Migrations.Bson;
using Migrations.Mongo.Messages;

namespace Migrations.Mongo.Tests;

public sealed class OpMsgTests
{
    private static readonly byte[] Document = new BsonDocument { { "ok", 1 } }.ToRaw().Bytes.ToArray();

    [Test]
    public void The_checksum_is_CRC_32C()
    {
        Assert.That(Crc32C.Compute("123456789"u8), Is.EqualTo(0xE3069283));
    }

    [Test]
    public void A_body_alone_is_read()
    {
        var message = OpMsg.Parse(Message(0, Body(Document)));

        Assert.That(message.Body.Bytes.ToArray(), Is.EqualTo(Document));
        Assert.That(message.Sequences, Is.Empty);
    }

    [Test]
    public void Sections_may_come_in_any_order()
    {
        var message = OpMsg.Parse(Message(0, Sequence("a", Document), Body(Document), Sequence("b")));

        Assert.That(message.Body.Bytes.ToArray(), Is.EqualTo(Document));
        Assert.That(message.Sequences.Select(s => s.Identifier), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(message.Sequences[0].Documents.ToArray(), Is.EqualTo(Document));
        Assert.That(message.Sequences[1].Documents.Length, Is.Zero);
    }

    [Test]
    public void A_right_checksum_is_accepted()
    {
        Assert.That(OpMsg.Parse(WithChecksum(0)).Body.Bytes.ToArray(), Is.EqualTo(Document));
    }

    [Test]
    public void A_wrong_checksum_is_refused()
    {
        Assert.That(() => OpMsg.Parse(WithChecksum(1)), Throws.InstanceOf<MessageFormatException>().With.Message.Contains("checksum"));
    }

    [Test]
    public void Unknown_optional_flags_are_ignored()
    {
        Assert.That(OpMsg.Parse(Message(0xFFFF0000, Body(Document))).Body.Length, Is.EqualTo(Document.Length));
    }

    [TestCase(0x4u)]
    [TestCase(0x8000u)]
    [TestCase(0x2u, Description = "moreToCome was not asked for")]
    public void Required_flags_that_were_not_expected_are_refused(uint flags)
    {
        Assert.That(() => OpMsg.Parse(Message(flags, Body(Document))), Throws.InstanceOf<MessageFormatException>());
    }

    private static IEnumerable<TestCaseData> Broken()
    {
        yield return new TestCaseData(Message(0)).SetArgDisplayNames("no section");
        yield return new TestCaseData(Message(0, Sequence("a", Document))).SetArgDisplayNames("no body");
        yield return new TestCaseData(Message(0, Body(Document), Body(Document))).SetArgDisplayNames("two bodies");
        yield return new TestCaseData(Message(0, Body(Document), Sequence("a"), Sequence("a"))).SetArgDisplayNames("two sequences of one name");
        yield return new TestCaseData(Message(0, [2, .. Document])).SetArgDisplayNames("section of kind 2");
        yield return new TestCaseData(Message(0, Body(Document)[..^1])).SetArgDisplayNames("body cut off");
        yield return new TestCaseData(Message(0, [.. Body(Document), 0])).SetArgDisplayNames("a byte too many");
        yield return new TestCaseData(Message(0, [.. Body(Document), 1, 200, 0, 0, 0, 0])).SetArgDisplayNames("sequence longer than the message");
        yield return new TestCaseData(Message(0, [.. Body(Document), 1, 255, 255, 255, 255, 0])).SetArgDisplayNames("sequence of negative length");
        yield return new TestCaseData(Message(0, [.. Body(Document), 1, 7, 0, 0, 0, 65, 66, 67])).SetArgDisplayNames("sequence name without end");
        yield return new TestCaseData(new byte[20]).SetArgDisplayNames("header only");
    }

    [TestCaseSource(nameof(Broken))]
    public void A_broken_message_is_refused(byte[] message)
    {
        Assert.That(() => OpMsg.Parse(message), Throws.InstanceOf<FormatException>());
    }

    // Every possible cut and every flipped bit of a good message: refused or read, never anything else.
    [Test]
    public void Any_damage_is_found_or_harmless()
    {
        var good = Message(0, Sequence("docs", Document, Document), Body(Document));
        for (var length = 0; length < good.Length; length++)
        {
            var cut = good[..length];
            Assert.That(() => OpMsg.Parse(cut), Throws.InstanceOf<FormatException>(), $"cut at {length}");
        }

        for (var bit = MessageHeader.Size * 8; bit < good.Length * 8; bit++)
        {
            var damaged = good.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.That(FailureOf(damaged), Is.Null.Or.InstanceOf<FormatException>(), $"bit {bit}");
        }
    }

    [Test]
    public void What_is_written_is_read_again()
    {
        using var writer = new BsonWriter();
        var head = OpMsgWriter.WriteHead(writer, 7, new Insert());
        byte[] whole = [.. head.Span, .. Document];

        var header = MessageHeader.Read(whole);
        var message = OpMsg.Parse(whole);

        Assert.That(header, Is.EqualTo(new MessageHeader(whole.Length, 7, 0, MessageHeader.OpMsg)));
        Assert.That(message.Body, Is.EqualTo(new BsonDocument { { "insert", "items" }, { "$db", "shop" } }.ToRaw()));
        Assert.That(message.Sequences.Single().Documents.ToArray(), Is.EqualTo(Document));
    }

    private static FormatException? FailureOf(byte[] message)
    {
        try
        {
            _ = OpMsg.Parse(message);
            return null;
        }
        catch (FormatException e)
        {
            return e;
        }
    }

    private static byte[] Body(byte[] document) => [0, .. document];

    private static byte[] Sequence(string name, params byte[][] documents)
    {
        byte[] rest = [.. System.Text.Encoding.UTF8.GetBytes(name), 0, .. documents.SelectMany(d => d)];
        return [1, .. BitConverter.GetBytes(rest.Length + 4), .. rest];
    }

    private static byte[] Message(uint flags, params byte[][] sections)
    {
        byte[] message = [.. new byte[16], .. BitConverter.GetBytes(flags), .. sections.SelectMany(s => s)];
        new MessageHeader(message.Length, 1, 0, MessageHeader.OpMsg).Write(message);
        return message;
    }

    private static byte[] WithChecksum(uint error)
    {
        byte[] message = [.. Message(1, Body(Document)), 0, 0, 0, 0];
        new MessageHeader(message.Length, 1, 0, MessageHeader.OpMsg).Write(message);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(message.Length - 4), Crc32C.Compute(message.AsSpan(0, message.Length - 4)) + error);
        return message;
    }

    private sealed class Insert : OutgoingCommand
    {
        public override string SequenceIdentifier => "documents";

        public override ReadOnlyMemory<byte> SequenceDocuments => Document;

        public override void WriteBody(BsonWriter writer)
        {
            writer.WriteStartDocument();
            writer.WriteString("insert", "items");
            writer.WriteString("$db", "shop");
            writer.WriteEndDocument();
        }
    }
}
