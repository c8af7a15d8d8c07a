using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Driver;

namespace Migrations.Engine.Database.Commands;

// A command whose body and reply stay bytes.
internal sealed class RawCommand(RawBsonDocument body) : Command<CommandReply>
{
    public override RenderedCommand<CommandReply> Render(IBsonSerializerRegistry serializerRegistry) => new(body, ReplySerializer.Instance);
}
