namespace Migrations.LocalServer.Gateway.Commands;

internal sealed record CommandEntry(CommandHandler Handler, CommandTraits Traits)
{
    public bool Has(CommandTraits trait) => (Traits & trait) != 0;
}
