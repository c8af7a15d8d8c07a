namespace Migrations.Mongo.ConnectionStrings;

internal sealed class Credential(string? mechanism, string source, string userName, string? password)
{
    // Null: negotiated with the server.
    public string? Mechanism => mechanism;

    public string Source => source;

    public string UserName => userName;

    // A string without one is valid; the login is not.
    public string? Password => password;

    // Not a record: a generated ToString would print the password.
    public override string ToString() => $"user '{userName}' of '{source}'";
}
