using Migrations.Bytes;
using Migrations.LocalServer.Gateway.Failures;
using MongoDB.Bson;

namespace Migrations.LocalServer.Gateway.Faults;

// The fail point "failCommand" as MongoDB's test command configures it.
internal sealed class FailPoint
{
    private readonly HashSet<string> _commands;
    private readonly string? _appName;
    private long _toSkip;
    private long _remaining;

    private FailPoint(RawDocument data, long toSkip, long remaining)
    {
        _toSkip = toSkip;
        _remaining = remaining;
        _commands = data.TryGetValue("failCommands", out var commands)
            ? [.. commands.AsArray.Select(command => command.AsString)]
            : throw new CommandFailure(ServerError.BadValue, "failCommand needs data.failCommands");
        _appName = data.TryGetValue("appName", out var appName) ? appName.AsString : null;
        Action = ParseAction(data);
    }

    public FailAction Action { get; }

    // Null when the mode is "off".
    public static FailPoint? Parse(RawDocument command)
    {
        var mode = command["mode"];
        var data = command.TryGetValue("data", out var value) ? value.AsDocument : RawDocument.Empty;
        if (mode.Type == BsonType.String)
        {
            return mode.AsString switch
            {
                "off" => null,
                "alwaysOn" => new FailPoint(data, 0, long.MaxValue),
                var other => throw new CommandFailure(ServerError.BadValue, $"unknown mode: {other}"),
            };
        }

        return mode.AsDocument.TryGetValue("times", out var times) ? new FailPoint(data, 0, times.ToInt64())
            : mode.AsDocument.TryGetValue("skip", out var skip) ? new FailPoint(data, skip.ToInt64(), long.MaxValue)
            : throw new CommandFailure(ServerError.BadValue, "the mode has neither times nor skip");
    }

    public FailAction? Hit(string command, string? appName)
    {
        if (!_commands.Contains(command) || (_appName is not null && _appName != appName) || _remaining == 0)
        {
            return null;
        }

        if (_toSkip > 0)
        {
            _toSkip--;
            return null;
        }

        _remaining--;
        return Action;
    }

    private static FailAction ParseAction(RawDocument data) => new()
    {
        ClosesConnection = data.TryGetValue("closeConnection", out var closes) && closes.ToBoolean(),
        ErrorCode = data.TryGetValue("errorCode", out var code) ? code.ToInt32() : null,
        Labels = data.TryGetValue("errorLabels", out var labels) ? [.. labels.AsArray.Select(label => label.AsString)] : null,
        Delay = data.TryGetValue("blockConnection", out var blocks) && blocks.ToBoolean() ? TimeSpan.FromMilliseconds(data["blockTimeMS"].ToInt64()) : TimeSpan.Zero,
        WriteConcernError = data.TryGetValue("writeConcernError", out var error) ? new RawDocument(error.AsDocument.Bytes.ToArray()) : null,
    };
}

// What an armed fail point does to one command.
internal sealed record FailAction
{
    public bool ClosesConnection { get; init; }

    public int? ErrorCode { get; init; }

    // Null: the labels that a server would add itself.
    public IReadOnlyList<string>? Labels { get; init; }

    public TimeSpan Delay { get; init; }

    public RawDocument? WriteConcernError { get; init; }
}

internal sealed class FailPoints
{
    private readonly Lock _gate = new();
    private FailPoint? _armed;
    private int _hits;

    // Returns how often the one before was hit, as MongoDB does.
    public int Arm(FailPoint? failPoint)
    {
        lock (_gate)
        {
            _armed = failPoint;
            return Interlocked.Exchange(ref _hits, 0);
        }
    }

    public FailAction? Hit(string command, string? appName)
    {
        lock (_gate)
        {
            var action = _armed?.Hit(command, appName);
            _hits += action is null ? 0 : 1;
            return action;
        }
    }
}
