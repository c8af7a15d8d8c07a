namespace Migrations.Mongo.Messages;

// Bytes that are no message we may go on from: the connection that brought them is closed.
internal sealed class MessageFormatException(string message) : FormatException(message);
