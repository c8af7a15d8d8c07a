using System.Net;

namespace Migrations.Engine.Database.Failures;

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
