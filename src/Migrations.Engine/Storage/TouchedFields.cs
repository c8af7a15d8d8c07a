using System.Text;
using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.Engine.Storage;

// The fields at top level that the updates of a batch name or reach into. What others write elsewhere in a document says nothing about whether it is migrated.
internal sealed class TouchedFields
{
    // Beyond that, the whole document is used.
    private const int Most = 32;
    private readonly List<byte[]> _names = [];

    public static TouchedFields? Read(StateDocument document, string name)
    {
        if (!document.Has(name))
        {
            return null;
        }

        var fields = new TouchedFields();
        fields._names.AddRange(document.Values(name).Select(n => n is BsonString text ? Encoding.UTF8.GetBytes(text.Value) : throw document.Fault(name, "an array of names")));
        return fields;
    }

    // False when there are too many, or they are not known.
    public bool TryAdd(IEnumerable<string>? names)
    {
        _names.AddRange((names ?? []).Select(Encoding.UTF8.GetBytes).Where(name => !Contains(name)));
        return names is not null && _names.Count <= Most;
    }

    // False when there are too many.
    public bool TryAdd(ReadOnlySpan<byte> update)
    {
        var operations = new RawReader(update);
        while (operations.Read())
        {
            for (var paths = new RawReader(operations.Value); paths.Read();)
            {
                var path = paths.NameUtf8;
                var field = path.IndexOf((byte)'.') is var dot and >= 0 ? path[..dot] : path;
                if (!Contains(field))
                {
                    _names.Add(field.ToArray());
                }
            }
        }

        return _names.Count <= Most;
    }

    public BsonArray ToArray() => new(_names.Select(n => Encoding.UTF8.GetString(n)));

    public bool Contains(ReadOnlySpan<byte> name)
    {
        foreach (var known in _names)
        {
            if (name.SequenceEqual(known))
            {
                return true;
            }
        }

        return false;
    }
}
