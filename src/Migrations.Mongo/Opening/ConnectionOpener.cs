using System.Net.Sockets;
using Migrations.Bson;
using Migrations.Channel;
using Migrations.Mongo.Authentication;
using Migrations.Mongo.Connections;
using Migrations.Mongo.ConnectionStrings;
using Migrations.Mongo.Handshake;
using Migrations.Mongo.Messages;
using Migrations.Mongo.Transport;

namespace Migrations.Mongo.Opening;

// From an address to a connection that commands may be sent on: dial, hello, log in.
internal sealed class ConnectionOpener(MongoClientSettings settings, TimeProvider time)
{
    private readonly Dialer _dialer = new(settings.Tls);
    private readonly BsonDocument _metadata = ClientMetadata.Create(settings.ApplicationName);
    private readonly Authenticator? _authenticator = settings.Credential is null ? null : new Authenticator(settings.Credential);

    public async Task<MongoConnection> OpenAsync(ServerAddress address, int generation, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(settings.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var speculated = _authenticator?.Begin();
        var hello = HelloCommand.First(_metadata, _authenticator?.UserToAskFor, speculated is null ? null : _authenticator!.Speculate(speculated));
        var connection = await GreetAsync(address, generation, hello, either.Token, cancellationToken).ConfigureAwait(false);
        try
        {
            WireVersions.Check(address, connection.Hello);
            if (_authenticator is not null && !connection.Hello.IsArbiter)
            {
                await _authenticator.AuthenticateAsync(connection, speculated!, either.Token).ConfigureAwait(false);
            }

            return connection;
        }
        catch (Exception e) when (e is FormatException or InvalidCastException or OverflowException)
        {
            connection.Dispose();
            throw ConnectionErrors.Violated(address, e);
        }
        catch (OperationCanceledException e)
        {
            connection.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw ConnectionErrors.TimedOut(address, e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // For monitoring: never logged in.
    public async Task<MongoConnection> OpenForMonitoringAsync(ServerAddress address, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(settings.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        return await GreetAsync(address, 0, HelloCommand.First(_metadata, null, null), either.Token, cancellationToken).ConfigureAwait(false);
    }

    private async Task<MongoConnection> GreetAsync(ServerAddress address, int generation, OutgoingCommand hello, CancellationToken either, CancellationToken callers)
    {
        try
        {
            var transport = await _dialer.DialAsync(address, either).ConfigureAwait(false);
            return await GreetAsync(new MongoConnection(transport, address, time) { Generation = generation }, hello, either).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or MongoException)
        {
            callers.ThrowIfCancellationRequested();
            throw e switch
            {
                OperationCanceledException => OpeningErrors.TimedOut(address, e),
                MongoException failure when !ConnectionErrors.IsNetworkError(failure) => failure,
                MongoException { Code: MigrationErrorCode.ConnectFailed } failure => failure,
                _ => OpeningErrors.Failed(address, e),
            };
        }
    }

    private static async Task<MongoConnection> GreetAsync(MongoConnection connection, OutgoingCommand hello, CancellationToken cancellationToken)
    {
        try
        {
            using var reply = await connection.RoundTripAsync(hello, null, cancellationToken).ConfigureAwait(false);
            connection.Hello = HelloReply.Read(reply.Document);
            return connection.Hello.IsOk ? connection : throw OpeningErrors.Refused(connection.Address, connection.Hello.Error);
        }
        catch (Exception e) when (e is FormatException or InvalidCastException or OverflowException)
        {
            connection.Dispose();
            throw ConnectionErrors.Violated(connection.Address, e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
