using System.Globalization;

namespace Migrations.LocalServer.Provisioning;

// A number of bytes, as text.
internal static class ByteSize
{
    private const double Megabyte = 1_000_000;

    public static string Text(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / Megabyte:0.0} MB");
}
