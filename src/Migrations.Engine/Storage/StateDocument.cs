using Migrations.Bytes;
using MongoDB.Bson;
using MongoDB.Bson.IO;

namespace Migrations.Engine.Storage;

// A document of the state, which anybody may have damaged: each field is read in the form in which it was written, and any other form is reported with a way out.
internal sealed class StateDocument
{
    // A larger number is not a count, and a token would overflow when it is incremented.
    public const long Most = 1L << 53;

    private readonly StateKind _kind;
    private readonly string _collection;
    private readonly BsonDocument _whole;
    private readonly BsonDocument _fields;
    private readonly string _path;

    public StateDocument(StateKind kind, string collection, BsonDocument document)
        : this(kind, collection, document, document, "")
    {
    }

    private StateDocument(StateKind kind, string collection, BsonDocument whole, BsonDocument fields, string path) =>
        (_kind, _collection, _whole, _fields, _path) = (kind, collection, whole, fields, path);

    // The tree that it is about, as far as it says so.
    public string? Tree => _whole.TryGetValue("_id", out var id) ? id switch
    {
        BsonString tree => tree.Value,
        BsonDocument key when key.TryGetValue("tree", out var tree) && tree is BsonString text => text.Value,
        _ => null,
    }
    : null;

    public BsonDocument Fields => _fields;

    public IEnumerable<string> Names => _fields.Names;

    public bool Has(string name) => _fields.Contains(name);

    public bool HasValue(string name) => _fields.TryGetValue(name, out var value) && !value.IsBsonNull;

    public BsonValue Value(string name) => _fields.TryGetValue(name, out var value) ? value : throw Fault(name, "a value");

    public BsonValue? ValueOrNull(string name) => _fields.TryGetValue(name, out var value) ? value : null;

    public string Text(string name) => Find(name) is BsonString text ? text.Value : throw Fault(name, "text");

    public string? TextOrNull(string name) => HasValue(name) ? Find(name) is BsonString text ? text.Value : throw Fault(name, "text or null") : null;

    public bool Flag(string name) => Find(name) is BsonBoolean flag ? flag.Value : throw Fault(name, "true or false");

    public bool FlagOrFalse(string name) => Has(name) && Flag(name);

    public long Count(string name) => Whole(name, 0, Most, "a whole number, not below 0");

    public long CountOrZero(string name) => Has(name) ? Count(name) : 0;

    public int Number(string name, int least, int most) => (int)Whole(name, least, most, $"a whole number from {least} to {most}");

    public long Hash(string name) => Find(name) is BsonInt64 or BsonInt32 ? Find(name)!.ToInt64() : throw Fault(name, "a whole number");

    public DateTime Time(string name) => Find(name) is BsonDateTime { IsValidDateTime: true } time ? time.ToUniversalTime() : throw Fault(name, "a date");

    public DateTime? TimeOrNull(string name) => HasValue(name) ? Time(name) : null;

    public StateDocument Document(string name) => Find(name) is BsonDocument fields ? Nested(fields, name) : throw Fault(name, "a document");

    public StateDocument? DocumentOrNull(string name) => HasValue(name) ? Document(name) : null;

    public IReadOnlyList<BsonValue> Values(string name) => Find(name) is BsonArray list ? [.. list] : throw Fault(name, "an array");

    public IReadOnlyList<BsonValue> ValuesOrNone(string name) => Has(name) ? Values(name) : [];

    public IReadOnlyList<StateDocument> Documents(string name) =>
        [.. Values(name).Select((item, i) => item is BsonDocument fields ? Nested(fields, $"{name}.{i}") : throw Fault(name, "an array of documents"))];

    public T OneOf<T>(string name, params (string Text, T Meaning)[] known)
    {
        foreach (var (text, meaning) in known)
        {
            if (Find(name) is BsonString found && found.Value == text)
            {
                return meaning;
            }
        }

        throw Fault(name, "one of " + string.Join(", ", known.Select(k => $"'{k.Text}'")));
    }

    // The same fields in another order would be another key.
    public StateDocument Key(params string[] fields)
    {
        var key = Document("_id");
        return key.Names.SequenceEqual(fields) ? key : throw Fault("_id", $"{{ {string.Join(", ", fields)} }}");
    }

    public MigrationException Fault(string name, string wanted)
    {
        var id = _whole.GetValue("_id", BsonNull.Value);
        var found = _fields.TryGetValue(name, out var value) ? $"is {Shortened(value.ToText())} ({value.BsonType})" : "is missing";
        return new MigrationException(
            MigrationErrorCode.StateUnreadable,
            $"The document {Shortened(new BsonDocument("_id", id).ToText())} of '{_collection}' cannot be read: its field '{_path}{name}' {found}, and should be {wanted}. Somebody or another version of the tool changed it, so nothing can be decided from it. {StateCure.Of(_kind, _collection, id, Tree)}");
    }

    private static string Shortened(string text) => text.Length <= 200 ? text : text[..200] + "...";

    private BsonValue? Find(string name) => _fields.TryGetValue(name, out var value) ? value : null;

    private StateDocument Nested(BsonDocument fields, string name) => new(_kind, _collection, _whole, fields, $"{_path}{name}.");

    private long Whole(string name, long least, long most, string wanted)
    {
        var number = Find(name) switch
        {
            BsonInt32 or BsonInt64 => Find(name)!.ToInt64(),
            // The shell writes numbers as doubles.
            BsonDouble real when real.Value == Math.Floor(real.Value) && Math.Abs(real.Value) <= Most => (long)real.Value,
            _ => throw Fault(name, wanted),
        };
        return number >= least && number <= most ? number : throw Fault(name, wanted);
    }
}

// What to do with a document of the state that cannot be read: for each collection a way out, even without a backup.
internal static class StateCure
{
    private static readonly JsonWriterSettings Shell = new() { OutputMode = JsonOutputMode.Shell };

    public static string Of(StateKind kind, string collection, BsonValue id, string? tree) => kind switch
    {
        StateKind.Heads => $"{Mend} delete it with {Removal(collection, id)} and record where the tree stands: 'migrations stamp --force {tree ?? "TREE"}@ID'; 'migrations journal' shows what was done.",
        StateKind.Applied => $"{Mend} delete it with {Removal(collection, id)} and at once record where the data of the tree are: 'migrations stamp --force {tree ?? "TREE"}@ID'. In between the migration counts as never started, and would run from the start; 'migrations journal' shows what was done.",
        StateKind.Components => $"The application writes this collection. Correct the field, or delete the document with {Removal(collection, id)} and let the application declare its version again.",
        StateKind.Ranges => $"It records how far a migration is. {Mend} check the data and record where they are: 'migrations stamp --force {tree ?? "TREE"}@ID', which starts that migration again or counts it as done.",
        StateKind.Errors => $"It lists a document that was left behind. {Mend} correct that document by hand and delete this entry with {Removal(collection, id)}.",
        StateKind.Images => $"It holds documents as they were before a migration. {Mend} do without the rollback: correct the data by hand and record where they are with 'migrations stamp --force {tree ?? "TREE"}@ID'; delete what is not an image with {Removal(collection, id)}.",
        StateKind.Lock => "Repair it with 'migrations unlock --force'.",
        _ => $"Nothing depends on it: leave it, or delete it with {Removal(collection, id)}.",
    };

    private const string Mend = "Correct the field or restore the document from a backup; or";

    // As mongosh takes it.
    private static string Removal(string collection, BsonValue id) => $"db.getCollection(\"{collection}\").deleteOne({new BsonDocument("_id", id).ToJson(Shell)})";
}
