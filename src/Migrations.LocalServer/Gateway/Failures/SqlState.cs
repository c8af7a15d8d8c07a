namespace Migrations.LocalServer.Gateway.Failures;

// From PostgreSQL's five characters to MongoDB's code. The extension's own states are 'M' and the ordinal of its error in base 36.
internal static class SqlState
{
    private static readonly Dictionary<string, int> Extension = new(StringComparer.Ordinal)
    {
        ["M0000"] = 1, ["M0001"] = 2, ["M0003"] = 9, ["M0004"] = 14, ["M0006"] = 20, ["M0008"] = 26, ["M0009"] = 27, ["M000A"] = 28, ["M000D"] = 40, ["M000E"] = 43, ["M000F"] = 48,
        ["M000M"] = 66, ["M000N"] = 67, ["M000P"] = 72, ["M000Q"] = 73, ["M000R"] = 85, ["M000S"] = 86, ["M000U"] = 115, ["M000Z"] = 166, ["M0012"] = 197, ["M0013"] = 224, ["M0016"] = 263,
        ["M001C"] = 11000, ["M001H"] = 13113, ["M001I"] = 13297, ["M007U"] = 40324, ["M0088"] = 40415, ["M00CO"] = 121, ["M00DO"] = 16,
    };

    private static readonly Dictionary<string, int> Own = new(StringComparer.Ordinal)
    {
        ["23505"] = ServerError.DuplicateKey, ["23P01"] = ServerError.DuplicateKey, ["40001"] = ServerError.WriteConflict, ["40P01"] = ServerError.WriteConflict,
        ["57014"] = ServerError.MaxTimeExpired, ["42P01"] = ServerError.NamespaceNotFound, ["0A000"] = ServerError.CommandNotSupported, ["22P02"] = ServerError.BadValue,
        ["22023"] = ServerError.BadValue, ["25P02"] = ServerError.NoSuchTransaction, ["53100"] = ServerError.OutOfDiskSpace,
    };

    public static bool IsConflict(string state) => state is "40001" or "40P01";

    public static bool IsBroken(string state) => state.StartsWith("57P0", StringComparison.Ordinal) || state.StartsWith("08", StringComparison.Ordinal);

    public static int ToCode(string state, bool isInTransaction)
    {
        if (state == "55P03")
        {
            return isInTransaction ? ServerError.WriteConflict : ServerError.LockTimeout;
        }

        if (IsBroken(state))
        {
            return ServerError.ShutdownInProgress;
        }

        return Own.TryGetValue(state, out var own) ? own
            : Extension.TryGetValue(state, out var extension) ? extension
            : state.StartsWith('M') ? ServerError.BadValue : ServerError.InternalError;
    }

    // Inside documents the state is packed into a number: six bits a character, the first one lowest.
    public static string Unpack(int packed) =>
        string.Create(5, packed, static (text, value) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = (char)(((value >> (6 * i)) & 63) + '0');
            }
        });
}
