using System.CommandLine;
using Migrations.Engine.Steps;
using Migrations.Host.Execution;

namespace Migrations.Host.CommandLine;

// How a run works: transactions, batches, the lock.
internal sealed class RunOptions
{
    private readonly Option<TransactionMode> _transaction = Choices.Option<TransactionMode>("--transaction", "auto, require or never, for migrations that leave it open. Default: auto.");
    private readonly Option<int> _batchSize = Ranges.Option("--batch-size", 1, 100_000, 1000, "Documents a batch of a document migration at most, 1 to 100000; a slow server gets fewer. Default: 1000.");
    private readonly Option<int> _workers = Ranges.Option("--workers", 1, 64, 2, "Workers that migrate the documents of a collection side by side, 1 to 64. Default: 2.");
    private readonly Option<OnDocumentError> _onDocumentError = Choices.Option<OnDocumentError>("--on-document-error", "stop, or collect: leave a document that cannot be migrated as it is, list it and go on; the migration does not count as applied then. Default: stop.");
    private readonly Option<int> _limitErrors = Ranges.Option("--limit-errors", 1, 1_000_000, 1000, "How many documents of a migration may be left behind before the run stops nevertheless, 1 to 1000000. Default: 1000.");
    private readonly Option<int> _maxReplicationLag = Ranges.Option("--max-replication-lag", 0, 3_600, 10, "Seconds that a secondary may be behind before the batches of a document migration wait for it, 0 to 3600; 0: they never do. Default: 10.");
    private readonly LockWaitOptions _lock = new();
    private readonly ConfirmOption _confirm = new();

    public void AddTo(Command command)
    {
        command.Options.Add(_transaction);
        command.Options.Add(_batchSize);
        command.Options.Add(_workers);
        command.Options.Add(_onDocumentError);
        command.Options.Add(_limitErrors);
        command.Options.Add(_maxReplicationLag);
        _lock.AddTo(command);
        _confirm.AddTo(command);
    }

    public HostSettings Read(ParseResult result, HostSettings settings) => _lock.Read(result, settings) with
    {
        Transaction = result.GetValue(_transaction),
        BatchSize = result.GetValue(_batchSize),
        Workers = result.GetValue(_workers),
        OnDocumentError = result.GetValue(_onDocumentError),
        LimitErrors = result.GetValue(_limitErrors),
        MaxReplicationLag = TimeSpan.FromSeconds(result.GetValue(_maxReplicationLag)),
    };

    public void RequireConfirmation(ParseResult result, CommandScope scope) => _confirm.Require(result, scope);
}
