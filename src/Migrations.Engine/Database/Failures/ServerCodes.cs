namespace Migrations.Engine.Database.Failures;

// Codes of the server that more than one room decides by.
internal static class ServerCodes
{
    public const int Unauthorized = 13;
    public const int WriteConflict = 112;
    public const int DuplicateKey = 11000;
}
