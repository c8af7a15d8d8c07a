using System.Globalization;

namespace Migrations.Engine.Kinds.Fields;

internal sealed record StepFault(MigrationErrorCode Code, string Text)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"MIG{(int)Code}: {Text}");
}
