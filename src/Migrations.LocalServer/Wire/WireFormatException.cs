namespace Migrations.LocalServer.Wire;

// What a client sent is no message; the connection cannot go on.
internal sealed class WireFormatException(string message) : Exception(message);
