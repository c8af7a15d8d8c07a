using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using MongoDB.Driver;

namespace Migrations.Engine.Database.Failures;

// What went wrong on one connection.
internal static class ConnectionFailures
{
    private const string Aws = "MONGODB-AWS";

    public static DatabaseException OfLogin(MongoAuthenticationException failure, MongoCredential? credential) => new(
        MigrationErrorCode.AuthenticationFailed,
        $"The server '{ServerOf(failure)}' did not accept the login of '{credential?.Username}' from '{credential?.Source}': {Innermost(failure).Message.TrimEnd('.')}. Nothing was sent. Check the user, the password, 'authSource' and 'authMechanism' in the connection string.",
        failure,
        failure.ErrorLabels);

    // Only the driver's text says so.
    public static bool HasNoMechanism(MongoConnectionException failure) => Innermost(failure).Message.Contains("create an authenticator", StringComparison.Ordinal);

    public static DatabaseException OfMechanism(MongoConnectionException failure, MongoCredential? credential) => new(
        MigrationErrorCode.AuthenticationFailed,
        $"Logging in to '{ServerOf(failure)}' with '{credential?.Mechanism}' takes a separate package of MongoDB.Driver. Nothing was sent. Reference that package in the migrations project, for '{Aws}' MongoDB.Driver.Authentication.AWS, and register it in [assembly: MongoSetup].",
        failure,
        failure.ErrorLabels);

    public static DatabaseException Of(MongoConnectionException failure)
    {
        var cause = Innermost(failure);
        return Find<AuthenticationException>(failure) is { } tls
            ? new DatabaseException(
                MigrationErrorCode.TlsFailed,
                $"No encrypted connection to '{ServerOf(failure)}' could be set up: {tls.Message.TrimEnd('.')}. Nothing was sent. Check that the server uses TLS, that its certificate is valid for this name, and 'tls' and 'tlsCAFile' in the connection string.",
                failure,
                failure.ErrorLabels)
            : IsOpening(failure)
            ? new DatabaseException(
                MigrationErrorCode.ConnectFailed,
                $"No connection to '{ServerOf(failure)}' was made: {cause.Message.TrimEnd('.')}. Nothing was sent. Check the server, its name and port, and the network.",
                failure,
                failure.ErrorLabels)
            : new DatabaseException(
                cause is SocketException { SocketErrorCode: SocketError.TimedOut } or TimeoutException ? MigrationErrorCode.CommandTimedOut : MigrationErrorCode.ConnectionLost,
                $"The connection to '{ServerOf(failure)}' broke: {cause.Message.TrimEnd('.')}. It is not known whether the command was carried out. Check the server and the network, and run again.",
                failure,
                failure.ErrorLabels);
    }

    // The innermost cause, with what it usually means if that is not obvious.
    public static string Explain(Exception failure)
    {
        var cause = Innermost(failure);
        var text = cause.Message.TrimEnd('.');
        return cause switch
        {
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => $"its name is unknown: {text}",
            EndOfStreamException => $"it closed the connection before it answered, as a server that requires TLS does: {text}",
            _ when Find<AuthenticationException>(failure) is { } tls => $"no encrypted connection, as with a server that does not use TLS or has a certificate that is not trusted: {tls.Message.TrimEnd('.')}",
            _ => text,
        };
    }

    public static Exception Innermost(Exception failure)
    {
        while (failure.InnerException is { } inner)
        {
            failure = inner;
        }

        return failure;
    }

    public static T? Find<T>(Exception? failure)
        where T : Exception
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is T found)
            {
                return found;
            }
        }

        return null;
    }

    // The driver has one type for both; only its text says which.
    private static bool IsOpening(MongoConnectionException failure) => failure.Message.Contains("while opening a connection", StringComparison.Ordinal);

    private static string ServerOf(MongoConnectionException failure) => EndPointText.Of(failure.ConnectionId?.ServerId.EndPoint);
}

internal static class EndPointText
{
    // A name that was not resolved yet prints its address family otherwise.
    public static string Of(EndPoint? server) => server switch
    {
        null => "?",
        DnsEndPoint name => $"{name.Host}:{name.Port}",
        _ => server.ToString() ?? "?",
    };
}
