using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.LocalServer.Gateway.Commands;

// Adds the replies of the runs up to the reply of a bulkWrite.
internal sealed class BulkWriteResult(bool errorsOnly)
{
    private readonly BsonArray _results = new();
    private int _errors;
    private int _inserted;
    private int _matched;
    private int _modified;
    private int _upserted;
    private int _deleted;

    public bool HasErrors => _errors > 0;

    public void Add(BulkWriteRun run, RawDocument reply)
    {
        var count = Number(reply, "n");
        var failed = reply.TryGetValue("writeErrors"u8, out var errors) ? errors.AsArray.Select(error => error.AsDocument).ToList() : [];
        var upserted = reply.TryGetValue("upserted"u8, out var ids) ? ids.AsArray.Select(id => id.AsDocument).ToList() : [];
        _errors += failed.Count;
        switch (run.Command)
        {
            case "insert":
                _inserted += count;
                break;
            case "delete":
                _deleted += count;
                break;
            default:
                _matched += count - upserted.Count;
                _modified += Number(reply, "nModified");
                _upserted += upserted.Count;
                break;
        }

        if (!errorsOnly)
        {
            AddSuccesses(run, reply, count, failed, upserted);
        }

        foreach (var error in failed)
        {
            _results.Add(Failure(run, error));
        }
    }

    public RawDocument ToReply() => new BsonDocument
    {
        { "cursor", new BsonDocument { { "id", 0L }, { "firstBatch", new BsonArray(_results.OrderBy(result => result.AsBsonDocument["idx"].AsInt32)) }, { "ns", "admin.$cmd.bulkWrite" } } },
        { "nErrors", _errors }, { "nInserted", _inserted }, { "nMatched", _matched }, { "nModified", _modified }, { "nUpserted", _upserted }, { "nDeleted", _deleted }, { "ok", 1.0 },
    }.ToRaw();

    private static int Number(RawDocument reply, string name) => reply.TryGetValue(name, out var value) ? value.ToInt32() : 0;

    private static BsonDocument Failure(BulkWriteRun run, RawDocument error)
    {
        var result = new BsonDocument { { "ok", 0.0 }, { "idx", run.FirstIndex + error["index"].ToInt32() }, { "code", error["code"].ToInt32() }, { "errmsg", error["errmsg"].AsString }, { "n", 0 } };
        foreach (var name in (ReadOnlySpan<string>)["keyPattern", "keyValue", "errInfo"])
        {
            if (error.TryGetValue(name, out var value))
            {
                result.Add(name, value.ToBsonValue());
            }
        }

        return result;
    }

    // Inserts come as runs: up to an ordered run's first failure all others succeeded. Updates and deletes come one by one.
    private void AddSuccesses(BulkWriteRun run, RawDocument reply, int count, List<RawDocument> failed, List<RawDocument> upserted)
    {
        if (run.Command != "insert")
        {
            if (failed.Count == 0)
            {
                var result = new BsonDocument { { "ok", 1.0 }, { "idx", run.FirstIndex }, { "n", count } };
                if (run.Command == "update")
                {
                    result.Add("nModified", Number(reply, "nModified"));
                }

                if (upserted.Count > 0)
                {
                    result.Add("upserted", new BsonDocument { { "_id", upserted[0]["_id"].ToBsonValue() } });
                }

                _results.Add(result);
            }

            return;
        }

        var bad = failed.Select(error => error["index"].ToInt32()).ToHashSet();
        foreach (var index in Enumerable.Range(0, run.Count).Where(index => !bad.Contains(index)).Take(count))
        {
            _results.Add(new BsonDocument { { "ok", 1.0 }, { "idx", run.FirstIndex + index }, { "n", 1 } });
        }
    }
}
