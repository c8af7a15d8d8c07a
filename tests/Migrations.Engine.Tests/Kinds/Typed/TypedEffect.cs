using Migrations.Engine.Tests.Passes.Batches;
using Migrations.Bytes;
using Migrations.Engine.Kinds.TypeMoves;
using Migrations.Engine.Kinds.Typed;
using Migrations.Engine.Kinds.Typed.Merging;
using MongoDB.Bson.IO;

namespace Migrations.Engine.Tests.Kinds.Typed;

// A typed migration on one document, with canonical Extended JSON in and out.
internal static class TypedEffect
{
    private static readonly JsonWriterSettings Settings = new() { OutputMode = MongoDB.Bson.IO.JsonOutputMode.RelaxedExtendedJson };

    public static string? Update<T>(string json, Action<T> body)
        where T : class => Update<T, T>(json, (_, output) => body(output));

    // Null when there is nothing to write.
    public static string? Update<TIn, TOut>(string json, Action<TIn, TOut> body)
        where TIn : class
        where TOut : class
    {
        using var transform = new TypedTransform<TIn, TOut>(body, TypeRewriting.None);
        return transform.EffectOn(Bytes(json))?.Update.ToRawValue().ToString();
    }

    public static string After<T>(string json, Action<T> body)
        where T : class => After<T, T>(json, (_, output) => body(output));

    public static string After<TIn, TOut>(string json, Action<TIn, TOut> body, params MatchElementsAttribute[] rules)
        where TIn : class
        where TOut : class
    {
        var document = Bytes(json);
        using var transform = new TypedTransform<TIn, TOut>(body, TypeRewriting.None, new ElementRules(rules));
        var after = transform.EffectOn(document)?.After.ToRaw() ?? document;
        return Json(after);
    }

    // With the type of each number.
    public static string AfterCanonical<TIn, TOut>(string json, Action<TIn, TOut> body)
        where TIn : class
        where TOut : class
    {
        using var transform = new TypedTransform<TIn, TOut>(body, TypeRewriting.None);
        return Json(transform.EffectOn(Bytes(json))!.After.ToRaw(), MongoDB.Bson.IO.JsonOutputMode.CanonicalExtendedJson);
    }

    public static RawDocument Bytes(string json) => new(MongoDB.Bson.BsonExtensionMethods.ToBson(MongoDB.Bson.BsonDocument.Parse(json)));

    public static string Json(RawDocument document, MongoDB.Bson.IO.JsonOutputMode mode = MongoDB.Bson.IO.JsonOutputMode.RelaxedExtendedJson) =>
        MongoDB.Bson.BsonExtensionMethods.ToJson(new MongoDB.Bson.RawBsonDocument(document.Bytes.ToArray()), new JsonWriterSettings { OutputMode = mode });

    public static string Canonical(string json) => MongoDB.Bson.BsonExtensionMethods.ToJson(MongoDB.Bson.BsonDocument.Parse(json), Settings);
}
