using Migrations.Bson;

namespace Migrations.LocalServer.Gateway.Commands;

internal delegate Task<RawBsonDocument> CommandHandler(CommandContext context, CancellationToken cancellationToken);
