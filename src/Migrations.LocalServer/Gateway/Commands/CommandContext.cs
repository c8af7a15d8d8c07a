using Migrations.LocalServer.Gateway.Requests;
using Migrations.LocalServer.Gateway.Sql;

namespace Migrations.LocalServer.Gateway.Commands;

internal sealed record CommandContext(CommandRequest Request, SqlSession Sql, GatewayState Gateway, ClientState Client);
