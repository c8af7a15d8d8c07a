using System.Net.Sockets;
using Migrations.Channel;
using Migrations.Mongo.Connections;
using Migrations.Mongo.ConnectionStrings;

namespace Migrations.Mongo.Opening;

// Failures up to hello may mean no more than that the server is overloaded: they carry the labels that say so, and change nothing about what is known of the server.
// See "Client Backpressure" in the specifications. A name that does not resolve is no overload.
internal static class OpeningErrors
{
    private static readonly string[] Overloaded = [ErrorLabels.SystemOverloadedError, ErrorLabels.RetryableError];

    public static MongoException TimedOut(ServerAddress address, Exception cause) => new(
        MigrationErrorCode.ConnectFailed,
        $"No connection to '{address}' was made in the time that 'connectTimeoutMS' allows. Nothing was sent. Check host, port, firewall and 'tls'.",
        cause,
        Overloaded);

    public static MongoException Failed(ServerAddress address, Exception cause)
    {
        var isName = cause is SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain };
        return new MongoException(
            MigrationErrorCode.ConnectFailed,
            $"No connection to '{address}' could be made: {Reason(cause).TrimEnd('.')}. Nothing was sent. Check that the server runs, and host, port and 'tls' in the connection string.",
            cause,
            isName ? [] : Overloaded);
    }

    public static MongoException Refused(ServerAddress address, string reason) => new(
        MigrationErrorCode.ConnectFailed,
        $"The server '{address}' refused the greeting: {reason.TrimEnd('.')}. Nothing was sent. Check that it is a MongoDB server of version 4.4 or newer.");

    private static string Reason(Exception cause) => cause is MongoException { InnerException: { } inner } ? inner.Message : cause.Message;
}
