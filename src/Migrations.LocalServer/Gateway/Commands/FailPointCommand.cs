using Migrations.Bytes;
using Migrations.LocalServer.Gateway.Failures;
using Migrations.LocalServer.Gateway.Faults;

namespace Migrations.LocalServer.Gateway.Commands;

internal static class FailPointCommand
{
    public static Task<RawDocument> ConfigureAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var name = context.Request.Target.AsString;
        return name == "failCommand"
            ? Replies.With(("count", context.Gateway.FailPoints.Arm(FailPoint.Parse(context.Request.Body))))
            : throw new CommandFailure(ServerError.BadValue, $"The local server knows only the fail point 'failCommand', not '{name}'.");
    }
}
