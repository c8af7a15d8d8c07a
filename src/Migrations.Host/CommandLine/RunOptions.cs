using System.CommandLine;
using Migrations.Engine.Running;
using Migrations.Host.Execution;

namespace Migrations.Host.CommandLine;

// How a run works: transactions, batches, the lock.
internal sealed class RunOptions
{
    private readonly Option<TransactionMode> _transaction = new("--transaction") { Description = "auto, require or never, for migrations that leave it open. Default: auto." };
    private readonly Option<int> _batchSize = new("--batch-size") { Description = "Documents a batch of a document migration at most, 1 to 100000; a slow server gets fewer. Default: 1000.", DefaultValueFactory = _ => 1000 };
    private readonly Option<int> _workers = new("--workers") { Description = "Workers that migrate the documents of a collection side by side, 1 to 64. Default: 2.", DefaultValueFactory = _ => 2 };
    private readonly Option<OnDocumentError> _onDocumentError = new("--on-document-error") { Description = "stop, or collect: leave a document that cannot be migrated as it is, list it and go on; the migration does not count as applied then. Default: stop." };
    private readonly Option<int> _limitErrors = new("--limit-errors") { Description = "How many documents of a migration may be left behind before the run stops nevertheless, 1 to 1000000. Default: 1000.", DefaultValueFactory = _ => 1000 };
    private readonly Option<int> _maxReplicationLag = new("--max-replication-lag") { Description = "Seconds that a secondary may be behind before the batches of a document migration wait for it, 0 to 3600; 0: they never do. Default: 10.", DefaultValueFactory = _ => 10 };
    private readonly Option<int> _lockWait = new("--lock-wait") { Description = "Seconds to wait for a lock that is held. Default: 0." };
    private readonly Option<int> _lockLease = new("--lock-lease") { Description = "Seconds that the lock lasts without renewal, from 5. Default: 60.", DefaultValueFactory = _ => 60 };

    private readonly Option<string?> _confirm = new("--confirm") { Description = "The name of the database, to be sure that it is the one. Needed where MIGRATIONS_REQUIRE_CONFIRMATION is true." };

    public RunOptions()
    {
        AtLeast(_batchSize, 1, 100_000);
        AtLeast(_workers, 1, 64);
        AtLeast(_limitErrors, 1, 1_000_000);
        AtLeast(_maxReplicationLag, 0, 3_600);
        AtLeast(_lockWait, 0, 86_400);
        AtLeast(_lockLease, 5, 3_600);
    }

    public void AddTo(Command command)
    {
        command.Options.Add(_transaction);
        command.Options.Add(_batchSize);
        command.Options.Add(_workers);
        command.Options.Add(_onDocumentError);
        command.Options.Add(_limitErrors);
        command.Options.Add(_maxReplicationLag);
        command.Options.Add(_lockWait);
        command.Options.Add(_lockLease);
        command.Options.Add(_confirm);
    }

    public HostSettings Read(ParseResult result, HostSettings settings) => settings with
    {
        Transaction = result.GetValue(_transaction),
        BatchSize = result.GetValue(_batchSize),
        Workers = result.GetValue(_workers),
        OnDocumentError = result.GetValue(_onDocumentError),
        LimitErrors = result.GetValue(_limitErrors),
        MaxReplicationLag = TimeSpan.FromSeconds(result.GetValue(_maxReplicationLag)),
        LockWait = TimeSpan.FromSeconds(result.GetValue(_lockWait)),
        LockLease = TimeSpan.FromSeconds(result.GetValue(_lockLease)),
    };

    public string? Confirmation(ParseResult result) => result.GetValue(_confirm);

    private static void AtLeast(Option<int> option, int minimum, int maximum) => option.Validators.Add(result =>
    {
        if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[0].Value, out var number) && (number < minimum || number > maximum))
        {
            result.AddError($"{option.Name} takes a number from {minimum} to {maximum}.");
        }
    });
}
