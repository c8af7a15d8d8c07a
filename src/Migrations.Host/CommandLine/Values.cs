using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

// The values of a command's options: as an argument or an option, by environment, or by default.
internal sealed class Values(ParseResult result)
{
    private readonly string _command = (result.CommandResult.Command as TableCommand)?.Row.Name ?? "";

    public bool Takes(OptionRow row) => row.Commands.Contains(_command);

    // On the command line, and not by environment or default.
    public bool Has(OptionRow row) => Given(row).Any();

    public string? Text(OptionRow row) => Given(row).FirstOrDefault() ?? FromEnvironment(row) ?? (OptionTable.Find(_command, row.Name) ?? row).Default;

    // Also null if it is empty: MSBuild and Cake may pass an empty option.
    public string? Filled(OptionRow row) => NullIfEmpty(Text(row));

    public bool Flag(OptionRow row) => OptionOf(row) is { Errors: var errors } given && !errors.Any() && given.GetValueOrDefault<bool>();

    public int Number(OptionRow row) => OptionalNumber(row) ?? throw new InvalidOperationException($"The option {row.Option} has no default.");

    public int? OptionalNumber(OptionRow row) => Text(row) is { } text ? int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : null;

    public TimeSpan Seconds(OptionRow row) => TimeSpan.FromSeconds(Number(row));

    public T Word<T>(OptionRow row)
        where T : struct, Enum => OptionalWord<T>(row) ?? throw new InvalidOperationException($"The option {row.Option} has no default.");

    public T? OptionalWord<T>(OptionRow row)
        where T : struct, Enum => Text(row) is { } text ? Enum.Parse<T>(text, ignoreCase: true) : null;

    public bool IsWord(OptionRow row, string word) => string.Equals(Text(row), word, StringComparison.OrdinalIgnoreCase);

    // On the command line.
    public bool IsGiven(OptionRow row) => Given(row).Any() || OptionOf(row) is { Implicit: false };

    public IReadOnlyList<string> List(OptionRow row) => RowValue.Split(Given(row));

    // The value on the command line.
    private IEnumerable<string> Given(OptionRow row)
    {
        var position = result.CommandResult.Children.OfType<ArgumentResult>().FirstOrDefault(a => a.Argument.Name == row.Name);
        return [.. position?.Tokens.Select(t => t.Value) ?? [], .. OptionOf(row)?.Tokens.Select(t => t.Value) ?? []];
    }

    private OptionResult? OptionOf(OptionRow row) => result.CommandResult.Children.OfType<OptionResult>().FirstOrDefault(o => o.Option.Name == row.Option);

    private static string? FromEnvironment(OptionRow row) => row.Variable is { } variable ? NullIfEmpty(Environment.GetEnvironmentVariable(variable)) : null;

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
