using System.Globalization;

namespace Migrations.Host.Output;

// A fault in the form that MSBuild, editors and CI systems read: place error code: text.
internal static class FaultLine
{
    public static string Of(string place, bool isWarning, MigrationErrorCode code, string text, Colours colours)
    {
        var kind = string.Create(CultureInfo.InvariantCulture, $"{(isWarning ? "warning" : "error")} MIG{(int)code:D4}:");
        return $"{place}{(isWarning ? colours.Warning(kind) : colours.Error(kind))} {SafeText.Log(text)}";
    }
}
