using System.CommandLine;
using Migrations.Host.Execution;

namespace Migrations.Host.CommandLine;

// The name of the database, to be sure that it is the one.
internal sealed class ConfirmOption
{
    private readonly Option<string?> _confirm = new("--confirm") { Description = $"The name of the database, to be sure that it is the one. Needed where {Confirmation.RequiredVariable} is true." };

    public void AddTo(Command command) => command.Options.Add(_confirm);

    public void Require(ParseResult result, CommandScope scope) => Confirmation.Require(result.GetValue(_confirm), scope.Database);

    // For what destroys or claims something: in a terminal whoever has not said it is asked.
    public void RequireOrAsk(ParseResult result, CommandScope scope, string consequence) => Confirmation.Require(result.GetValue(_confirm) ?? Confirmation.Ask(scope.Database, consequence), scope.Database);
}
