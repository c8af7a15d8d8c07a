using System.Globalization;
using Migrations.Engine.Model;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;
using Migrations.Engine.Steps;
using MongoDB.Bson;

namespace Migrations.Engine.Running.DryRuns;

// The documents that a step would fail on. What the server refuses takes the trial's transaction with it, so the trial begins anew and leaves that document out, until nothing more is refused.
internal sealed class StepRefusals(PlannedStep step, OnDocumentError onDocumentError, long limit, bool goesOn, TimeProvider time)
{
    // Each refusal of the server costs a trial of all that comes before it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Dictionary<BsonValue, DocumentFailure> _all = [];
    private readonly Dictionary<BsonValue, DocumentFailure> _byServer = [];
    private long? _began;

    public IReadOnlyDictionary<BsonValue, DocumentFailure> ByServer => _byServer;

    // Where the server changes documents by itself it does not say which one it refuses.
    public UpdateSearch? Search { get; private set; }

    // Whether no more is looked for.
    public bool IsFull => _all.Count > limit;

    private bool IsLate => _began is { } began && time.GetElapsedTime(began) > Patience;

    // The author's code or the mapping failed: the trial goes on behind it.
    public void Add(DocumentFailure failure, string collection)
    {
        _all[failure.Id] = failure;
        if (!goesOn)
        {
            throw ToException(collection, null);
        }
    }

    // The transaction is gone.
    public void AddRefused(IEnumerable<DocumentFailure> failures, string collection)
    {
        foreach (var failure in failures)
        {
            _byServer[failure.Id] = failure;
            Add(failure, collection);
        }

        BeginAnew(collection);
    }

    public void BeginSearch(DocumentFailure failure, string collection)
    {
        if (!goesOn)
        {
            Add(failure, collection);
        }

        Search = new UpdateSearch();
        BeginAnew(collection);
    }

    public void BeginAnew(string collection)
    {
        _began ??= time.GetTimestamp();
        if ((IsFull || IsLate) && _all.Count > 0)
        {
            throw ToException(collection, null);
        }
    }

    public void ThrowIfAny(string collection, TrialCount tried)
    {
        if (_all.Count > 0)
        {
            throw ToException(collection, tried);
        }
    }

    private DocumentsFailedException ToException(string collection, TrialCount? tried)
    {
        List<DocumentFailure> shown = [.. _all.Values.Take((int)Math.Min(limit, int.MaxValue))];
        return new DocumentsFailedException(CodeOf(shown[0]), Text(shown, collection, tried), _all.Count, shown[0].Cause)
        {
            Documents = [.. shown.Select(f => new FailedDocument { Collection = collection, Id = f.Id, Code = f.Code, Reason = f.Reason, Path = f.Path })],
        }.In(step.Migration);
    }

    // As the run would end.
    private MigrationErrorCode CodeOf(DocumentFailure first) =>
        onDocumentError == OnDocumentError.Stop || first.Code is MigrationErrorCode.FieldStepRefused or MigrationErrorCode.DocumentChangedSince ? first.Code
        : IsFull ? MigrationErrorCode.TooManyDocumentErrors : MigrationErrorCode.DocumentsFailed;

    private string Text(List<DocumentFailure> shown, string collection, TrialCount? tried)
    {
        var (migration, first) = (step.Migration, $"{DocumentFailure.TextOf(shown[0].Id)}: {Reason(shown[0])}");
        var which = shown.Count == 1 && !IsFull ? $"the document {first}" : $"{(IsFull ? "more than " : "")}{Number(shown.Count)} documents, first {first}";
        var rest = IsFull || tried is null ? " There may be more: the trial stopped looking."
            : tried.Documents < tried.Total ? $" Only the first {Number(tried.Documents)} of {Number(tried.Total)} documents were tried." : "";
        var list = shown.Count == 1 ? "" : string.Concat(shown.Select((f, i) => $"\n  {i + 1}. {DocumentFailure.TextOf(f.Id)}: {Reason(f)}."));
        return $"Migration {migration.Identity} '{migration.Identity.Title}' would fail in '{collection}' on {which}.{(goesOn ? rest : "")} Nothing was changed. {CureOf(shown[0].Code)}{list}";
    }

    private static string CureOf(MigrationErrorCode code) => code switch
    {
        MigrationErrorCode.DocumentChangedSince => "Put the documents right, or leave them as they are with '--force'.",
        MigrationErrorCode.FieldStepRefused => "Correct the documents, or leave them out with Filter.",
        _ => "Correct the documents or the migration.",
    };

    private static string Reason(DocumentFailure failure) => failure.Reason.TrimEnd('.');

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
