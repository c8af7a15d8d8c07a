using Migrations.Host.Execution;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

// The name of the database, to make sure that it is the right one.
internal static class ConfirmOption
{
    public static void Require(Values values, DatabaseSession session) => Confirmation.Require(values.Text(OptionTable.Confirm), session.Database);

    // For commands that destroy or claim something: in a terminal, the user is asked if it was not given, unless a program reads what is written there.
    public static void RequireOrAsk(Values values, DatabaseSession session, string consequence) =>
        Confirmation.Require(values.Text(OptionTable.Confirm) ?? (DatabaseOptionsReader.IsJson(values) ? null : Confirmation.Ask(session.Database, consequence)), session.Database);
}
