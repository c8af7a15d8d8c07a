using Migrations.Bson;

namespace Migrations.Mongo.Servers;

// Errors by which a server says that it is no longer what we took it for.
internal static class StateChange
{
    private const int InterruptedAtShutdown = 11600;
    private const int ShutdownInProgress = 91;

    public static bool IsStateChange(int code) => code is InterruptedAtShutdown or 11602 or 13436 or 189 or ShutdownInProgress or 10107 or 13435 or 10058;

    public static bool IsShutdown(int code) => code is InterruptedAtShutdown or ShutdownInProgress;

    // The code of a failed command, or of the write concern of one that succeeded. Never that of a write error.
    public static int FindCode(RawBsonDocument reply)
    {
        var source = reply;
        if (reply.TryGetValue("ok"u8, out var ok) && ok.ToBoolean())
        {
            if (!reply.TryGetValue("writeConcernError"u8, out var concern) || concern.Type != BsonType.Document)
            {
                return 0;
            }

            source = concern.AsDocument;
        }

        return source.TryGetValue("code"u8, out var code) ? code.ToInt32() : 0;
    }
}
