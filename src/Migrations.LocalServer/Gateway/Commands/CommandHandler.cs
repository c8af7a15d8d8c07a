using Migrations.Bytes;

namespace Migrations.LocalServer.Gateway.Commands;

internal delegate Task<RawDocument> CommandHandler(CommandContext context, CancellationToken cancellationToken);
