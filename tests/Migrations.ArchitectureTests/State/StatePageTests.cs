using System.Globalization;
using System.Text;
using Migrations.ArchitectureTests.Options;
using Migrations.Engine.Storage;

namespace Migrations.ArchitectureTests.State;

public sealed class StatePageTests
{
    private const string Begin = "<!-- Generated from src/Migrations.Engine/Storage/StateFields.cs; CONTRIBUTING.md says how. -->";
    private const string End = "<!-- Up to here. -->";

    [Test]
    public void The_page_of_the_state_follows_from_the_fields() => GeneratedFile.Part("docs/state.md", Begin, End, Text()).AssertCurrent();

    private static string Text()
    {
        var (names, text) = (new StateNames(StateNames.DefaultPrefix), new StringBuilder());
        foreach (var kind in Enum.GetValues<StateKind>())
        {
            text.Append(CultureInfo.InvariantCulture, $"\n### `{names.Of(kind)}`\n\n{char.ToUpperInvariant(StateFields.Purpose(kind)[0])}{StateFields.Purpose(kind)[1..]}.\n\n| field | what it holds |\n|---|---|\n");
            foreach (var field in StateFields.Of(kind))
            {
                text.Append(CultureInfo.InvariantCulture, $"| `{field.Name}` | {field.Meaning} |\n");
            }
        }

        return text.Append('\n').ToString();
    }
}
