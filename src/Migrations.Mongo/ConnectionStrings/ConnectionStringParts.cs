using System.Buffers;

namespace Migrations.Mongo.ConnectionStrings;

// The pieces of mongodb://user:password@hosts/database?options, cut in the order of the specification's worked example.
internal sealed class ConnectionStringParts
{
    private const string Scheme = "mongodb://";
    private const string ServiceScheme = "mongodb+srv://";
    private static readonly SearchValues<char> ForbiddenInDatabase = SearchValues.Create("/\\ \"$@");

    public required string Hosts { get; init; }

    // Null when there is no '@' at all; a bare '@' still says that credentials were meant.
    public string? UserName { get; init; }

    public string? Password { get; init; }

    public string? Database { get; init; }

    public string Query { get; init; } = "";

    public bool MayQuoteHosts { get; init; }

    public static ConnectionStringParts Cut(string text)
    {
        if (text.StartsWith(ServiceScheme, StringComparison.Ordinal))
        {
            throw ConnectionStringErrors.Unsupported(
                "The connection string begins with 'mongodb+srv://', and the built-in client does not look up SRV records. Nothing was connected. "
                + "Use the mongodb:// form: name the hosts, and add 'tls=true', 'replicaSet=' and 'authSource=' as the records would have.");
        }

        if (!text.StartsWith(Scheme, StringComparison.Ordinal))
        {
            throw ConnectionStringErrors.Invalid("It does not begin with 'mongodb://'. Write mongodb://host:27017/database.");
        }

        var rest = text[Scheme.Length..];
        var end = rest.AsSpan().IndexOfAny('/', '?');
        var authority = end < 0 ? rest : rest[..end];
        var path = end < 0 || rest[end] == '?' ? "" : rest[(end + 1)..];
        var question = end >= 0 && rest[end] == '?' ? rest[end..] : path.IndexOf('?', StringComparison.Ordinal) is >= 0 and var q ? path[q..] : "";
        var database = path[..Math.Max(0, path.Length - (end >= 0 && rest[end] == '?' ? 0 : question.Length))];
        var at = authority.LastIndexOf('@');
        var (user, password) = at < 0 ? (null, null) : CutUserInfo(authority[..at]);
        return new ConnectionStringParts
        {
            Hosts = authority[(at + 1)..],
            UserName = user,
            Password = password,
            Database = CheckDatabase(database),
            Query = question.TrimStart('?'),
            MayQuoteHosts = !text.Contains('@', StringComparison.Ordinal),
        };
    }

    private static (string User, string? Password) CutUserInfo(string userInfo)
    {
        var colon = userInfo.IndexOf(':', StringComparison.Ordinal);
        var user = colon < 0 ? userInfo : userInfo[..colon];
        var password = colon < 0 ? null : userInfo[(colon + 1)..];
        if (userInfo.AsSpan().ContainsAny('@', '/') || password?.Contains(':', StringComparison.Ordinal) == true || !Percent.IsWellFormed(userInfo))
        {
            throw ConnectionStringErrors.Invalid(ConnectionStringErrors.EncodeCredentials);
        }

        return (Percent.Decode(user), password is null ? null : Percent.Decode(password));
    }

    private static string? CheckDatabase(string raw)
    {
        if (raw.Length == 0)
        {
            return null;
        }

        var database = Percent.Decode(raw);
        if (database.AsSpan().ContainsAny(ForbiddenInDatabase) || !Percent.IsWellFormed(raw))
        {
            throw ConnectionStringErrors.Invalid(
                $"The name of the database has a character that no database can have: one of / \\ \" $ @ or a space. Correct it. {ConnectionStringErrors.EncodeCredentials}");
        }

        return database;
    }
}
