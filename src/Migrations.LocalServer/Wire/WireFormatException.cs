namespace Migrations.LocalServer.Wire;

// A client sent an invalid message; the connection cannot continue.
internal sealed class WireFormatException(string message) : Exception(message);
