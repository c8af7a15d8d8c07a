using Migrations.Mongo.ConnectionStrings;
using Migrations.Mongo.Messages;

namespace Migrations.Mongo.Commands;

internal sealed record OperationReply(ReplyMessage Message, ServerAddress Server);
