using System.Globalization;
using Migrations.Shared;

namespace Migrations.Host.GateReports;

// Names of error codes, and where they are explained.
internal static class ErrorPages
{
    public static string NameOf(MigrationErrorCode? code) => string.Create(CultureInfo.InvariantCulture, $"MIG{(int)(code ?? MigrationErrorCode.Unexpected):D4}");

    public static string PageOf(MigrationErrorCode code) => $"{HostContract.ProjectUrl}/blob/main/docs/errors/README.md#{NameOf(code).ToLowerInvariant()}";
}
