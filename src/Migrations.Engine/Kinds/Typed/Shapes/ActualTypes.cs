using Migrations.Bytes;
using MongoDB.Bson;
using System.Text;
using Migrations.Engine.Kinds.TypeMoves;

namespace Migrations.Engine.Kinds.Typed.Shapes;

// Which class a stored document is, where several may stand, and which documents are of deleted types. Names are stored as they were; the view tells what they mean now.
internal sealed class ActualTypes(TypeRewriter? view)
{
    private readonly Dictionary<ClassShape, List<(byte[] Name, ClassShape? Actual)>> _known = [];

    // Whether the document at hand has parts of deleted types at all.
    public bool HasDeleted { get; private set; }

    public void Begin(RawDocument document) => HasDeleted = view?.HasDeleted(document.Bytes.Span) == true;

    public bool IsDeleted(BsonType type, ReadOnlySpan<byte> value) => HasDeleted && type == BsonType.Document && view!.IsDeleted(value);

    public bool HoldsDeleted(BsonType type, ReadOnlySpan<byte> value) => HasDeleted && type is BsonType.Document or BsonType.Array && view?.HasDeleted(value) == true;

    // Null where nobody knows the name: then the driver, which is asked for the object, says so.
    public ClassShape? Find(ClassShape declared, ReadOnlySpan<byte> document)
    {
        if (!declared.IsPolymorphic)
        {
            return declared;
        }

        var reader = new RawReader(document);
        while (reader.Read())
        {
            if (reader.NameUtf8.SequenceEqual(declared.TypeElement))
            {
                return Find(declared, document[reader.ElementOffset..(reader.ValueOffset + reader.Value.Length)], reader.Type, reader.Value);
            }
        }

        return declared;
    }

    public ClassShape Of(ClassShape declared, ReadOnlySpan<byte> document) => Find(declared, document) ?? declared;

    // What the element that names the class says: of a line of classes the last, which is the class itself.
    public string? NameIn(BsonType type, ReadOnlySpan<byte> value)
    {
        var name = type == BsonType.String ? Encoding.UTF8.GetString(value[4..^1]) : null;
        if (type == BsonType.Array)
        {
            var names = new RawReader(value);
            while (names.Read())
            {
                name = names.Type == BsonType.String ? Encoding.UTF8.GetString(names.Value[4..^1]) : null;
            }
        }

        return name is null || view is null ? name : view.NameSeen(name) ?? name;
    }

    private ClassShape? Find(ClassShape declared, ReadOnlySpan<byte> element, BsonType type, ReadOnlySpan<byte> value)
    {
        if (!_known.TryGetValue(declared, out var names))
        {
            _known[declared] = names = [];
        }

        foreach (var (name, actual) in names)
        {
            if (element.SequenceEqual(name))
            {
                return actual;
            }
        }

        var found = Ask(declared, type, value);
        names.Add((element.ToArray(), found));
        return found;
    }

    private ClassShape? Ask(ClassShape declared, BsonType type, ReadOnlySpan<byte> value)
    {
        using var writer = new RawWriter();
        writer.WriteStartDocument();
        writer.WriteRaw(declared.TypeElement, type, value);
        writer.WriteEndDocument();
        var stored = writer.ToRawDocument();
        using var reader = DriverBytes.Read((view?.Rewrite(stored) ?? stored).Bytes.ToArray());
        try
        {
            return ClassShape.Of(declared.Convention!.GetActualType(reader, declared.Type));
        }
        catch (Exception e) when (e is BsonSerializationException or FormatException or InvalidOperationException or ArgumentException or BsonException)
        {
            // Whoever needs an object of it hears of it from the driver.
            return null;
        }
    }
}
