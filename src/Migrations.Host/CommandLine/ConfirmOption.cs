using Migrations.Host.Execution;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

// The name of the database, to be sure that it is the one.
internal static class ConfirmOption
{
    public static void Require(Values values, CommandScope scope) => Confirmation.Require(values.Text(OptionTable.Confirm), scope.Database);

    // For what destroys or claims something: in a terminal whoever has not said it is asked.
    public static void RequireOrAsk(Values values, CommandScope scope, string consequence) =>
        Confirmation.Require(values.Text(OptionTable.Confirm) ?? Confirmation.Ask(scope.Database, consequence), scope.Database);
}
