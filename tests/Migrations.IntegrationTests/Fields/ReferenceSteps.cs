using System.Globalization;
using MongoDB.Bson;

namespace Migrations.IntegrationTests.Fields;

// What the steps mean, written down once more and in another way: as changes of a document in memory.
internal static class ReferenceSteps
{
    // Null where a step refuses the document.
    public static BsonDocument? Apply(IEnumerable<FieldStep> steps, BsonDocument document)
    {
        var result = document.DeepClone().AsBsonDocument;
        return steps.All(step => TryTake(step, result)) ? result : null;
    }

    // Whether no step has anything to do.
    public static bool IsNew(IEnumerable<FieldStep> steps, BsonDocument document) => steps.All(step => !IsThroughArray(document, step) && !Applies(step, document));

    // Whether the document looks as if a step had been there before: then the way back takes it for one of its own.
    public static bool LooksMigrated(IEnumerable<FieldStep> steps, BsonDocument document) => steps.Any(step => step.Kind switch
    {
        FieldStepKind.Rename or FieldStepKind.Split => step.Others.Any(o => Find(document, o) is not null),
        FieldStepKind.Join => Find(document, step.Path) is BsonString,
        FieldStepKind.SetDefault or FieldStepKind.Replace => step.Value!.Equals(Find(document, step.Path)),
        FieldStepKind.Compute => new BsonString("int").Equals(Find(document, step.Path)),
        FieldStepKind.Unset => Find(document, step.Path) is not { } value || !value.Equals(step.Back),
        FieldStepKind.Convert => Find(document, step.Path)?.BsonType == step.To,
        FieldStepKind.ForEach => Find(document, step.Path) is BsonArray array && array.OfType<BsonDocument>().Any(element => LooksMigrated(step.Steps, element)),
        _ => true,
    });

    private static bool TryTake(FieldStep step, BsonDocument document)
    {
        if (IsThroughArray(document, step))
        {
            return false;
        }

        return !Applies(step, document) || step.Kind switch
        {
            FieldStepKind.Rename => Find(document, step.Others[0]) is null && Put(document, step.Others[0], Find(document, step.Path)!) && Take(document, step.Path),
            FieldStepKind.SetDefault or FieldStepKind.Set or FieldStepKind.Replace => Put(document, step.Path, step.Value!),
            FieldStepKind.Compute => Put(document, step.Path, "int"),
            FieldStepKind.Unset => Take(document, step.Path),
            FieldStepKind.Convert or FieldStepKind.Cast => Convert(Find(document, step.Path)!, step) is { } converted && Put(document, step.Path, converted),
            FieldStepKind.Split => TrySplit(step, document),
            FieldStepKind.Join => TryJoin(step, document),
            _ => ((BsonArray)Find(document, step.Path)!).OfType<BsonDocument>().All(element => step.Steps.All(inner => TryTake(inner, element))),
        };
    }

    private static bool Applies(FieldStep step, BsonDocument document)
    {
        var value = Find(document, step.Path);
        return step.Kind switch
        {
            FieldStepKind.Rename or FieldStepKind.Unset => value is not null,
            FieldStepKind.SetDefault or FieldStepKind.Compute => value is null,
            FieldStepKind.Set => !step.Value!.Equals(value),
            FieldStepKind.Replace => step.Back!.Equals(value),
            FieldStepKind.Convert or FieldStepKind.Cast => value?.BsonType == step.From,
            FieldStepKind.Split => value is BsonString,
            FieldStepKind.Join => step.Others.Any(o => Find(document, o) is not null),
            _ => value is BsonArray array && array.OfType<BsonDocument>().Any(element => !IsNew(step.Steps, element)),
        };
    }

    private static bool IsThroughArray(BsonDocument document, FieldStep step) => (step.Kind == FieldStepKind.Join ? step.Others : [step.Path]).Any(path =>
    {
        var names = path.Split('.');
        return Enumerable.Range(1, names.Length - 1).Any(n => Find(document, string.Join('.', names[..n])) is BsonArray);
    });

    private static bool TrySplit(FieldStep step, BsonDocument document)
    {
        var texts = ((BsonString)Find(document, step.Path)!).Value.Split(step.Separator);
        return texts.Length == step.Others.Count
            && step.Others.All(o => Find(document, o) is null)
            && step.Others.Zip(texts).All(pair => Put(document, pair.First, pair.Second))
            && Take(document, step.Path);
    }

    private static bool TryJoin(FieldStep step, BsonDocument document)
    {
        var texts = step.Others.Select(o => Find(document, o) as BsonString).ToList();
        if (texts.Contains(null) || Find(document, step.Path) is not null)
        {
            return false;
        }

        var text = string.Join(step.Separator, texts.Select(t => t!.Value));
        return text.Split(step.Separator).SequenceEqual(texts.Select(t => t!.Value)) && Put(document, step.Path, text) && step.Others.All(o => Take(document, o));
    }

    private static BsonValue? Convert(BsonValue value, FieldStep step)
    {
        BsonValue? converted = (value, step.To) switch
        {
            (BsonString { Value: var text }, BsonType.Int32) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && (step.Kind == FieldStepKind.Cast || text == number.ToString(CultureInfo.InvariantCulture)) ? number : null,
            (BsonInt32 { Value: var number }, BsonType.String) => number.ToString(CultureInfo.InvariantCulture),
            (BsonInt32 { Value: var number }, BsonType.Int64) => (long)number,
            (BsonInt64 { Value: var number }, BsonType.Int32) => number is >= int.MinValue and <= int.MaxValue ? (int)number : null,
            (BsonInt32 { Value: var number }, BsonType.Double) => (double)number,
            (BsonDouble { Value: var number }, BsonType.Int32) => number == Math.Truncate(number) || step.Kind == FieldStepKind.Cast ? (int)number : null,
            (BsonBoolean { Value: var truth }, BsonType.Int64) => truth ? 1L : 0L,
            (BsonObjectId { Value: var id }, BsonType.String) => id.ToString(),
            _ => null,
        };
        return converted ?? step.Value;
    }

    private static BsonValue? Find(BsonDocument document, string path)
    {
        BsonValue? value = document;
        foreach (var name in path.Split('.'))
        {
            value = value is BsonDocument inner && inner.TryGetValue(name, out var next) ? next : null;
        }

        return value;
    }

    private static bool Put(BsonDocument document, string path, BsonValue value)
    {
        var names = path.Split('.');
        foreach (var name in names[..^1])
        {
            if (!document.TryGetValue(name, out var next))
            {
                document.Set(name, next = new BsonDocument());
            }

            if (next is not BsonDocument inner)
            {
                return false;
            }

            document = inner;
        }

        document.Set(names[^1], value);
        return true;
    }

    private static bool Take(BsonDocument document, string path)
    {
        var (name, rest) = path.Split('.', 2) is [var first, var more] ? (first, more) : (path, null);
        if (rest is not null && document[name] is BsonDocument inner)
        {
            Take(inner, rest);
            if (inner.ElementCount > 0)
            {
                return true;
            }
        }

        var isThere = document.Contains(name);
        document.Remove(name);
        return isThere;
    }
}
