using System.CommandLine;
using Migrations.Host.Execution;

namespace Migrations.Host.CommandLine;

// How a command that takes the lock waits for it, and holds it.
internal sealed class LockWaitOptions
{
    private readonly Option<int> _wait;
    private readonly Option<int> _lease = Ranges.Option("--lock-lease", 5, 3_600, 60, "Seconds that the lock lasts without renewal, from 5. Default: 60.");

    public LockWaitOptions(int wait = 0) => _wait = Ranges.Option("--lock-wait", 0, 86_400, wait, $"Seconds to wait for a lock that is held. Default: {wait}.");

    public void AddTo(Command command)
    {
        command.Options.Add(_wait);
        command.Options.Add(_lease);
    }

    public HostSettings Read(ParseResult result, HostSettings settings) => settings with { LockWait = TimeSpan.FromSeconds(result.GetValue(_wait)), LockLease = TimeSpan.FromSeconds(result.GetValue(_lease)) };
}
