using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Guarding;
using MongoDB.Bson;

namespace Migrations.IntegrationTests.Engine;

// As a network that stands still after a write to one collection, until it is released.
internal sealed class StalledChannel(ICommandChannel inner, string collection) : ChannelDecorator(inner)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _writes;

    // How many writes pass before.
    public int Skip { get; init; }

    public Task Reached => _reached.Task;

    public void Release() => _released.TrySetResult();

    public override async ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
    {
        var reply = await base.RunAsync(command, session, cancellationToken);
        if (IsWriteToCollection(command) && Interlocked.Increment(ref _writes) == Skip + 1)
        {
            _reached.TrySetResult();
            await _released.Task.WaitAsync(TimeSpan.FromMinutes(1), CancellationToken.None);
        }

        return reply;
    }

    private bool IsWriteToCollection(Command command)
    {
        foreach (var element in command.Body)
        {
            return element.Name is "insert" or "update" or "findAndModify" && element.Value.Type == BsonType.String && element.Value.AsString == collection;
        }

        return false;
    }
}
