using System.CommandLine;
using Migrations.Host.Execution;

namespace Migrations.Host.CommandLine;

// How a command that takes the lock waits for it, and holds it.
internal sealed class LockWaitOptions
{
    private readonly Option<int> _wait;
    private readonly Option<int> _lease = new("--lock-lease") { Description = "Seconds that the lock lasts without renewal, from 5. Default: 60.", DefaultValueFactory = _ => 60 };

    public LockWaitOptions(int wait = 0)
    {
        _wait = new("--lock-wait") { Description = $"Seconds to wait for a lock that is held. Default: {wait}.", DefaultValueFactory = _ => wait };
        Ranges.Limit(_wait, 0, 86_400);
        Ranges.Limit(_lease, 5, 3_600);
    }

    public void AddTo(Command command)
    {
        command.Options.Add(_wait);
        command.Options.Add(_lease);
    }

    public HostSettings Read(ParseResult result, HostSettings settings) => settings with { LockWait = TimeSpan.FromSeconds(result.GetValue(_wait)), LockLease = TimeSpan.FromSeconds(result.GetValue(_lease)) };
}
