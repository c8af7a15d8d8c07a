using Migrations.MSBuild.Properties;
using Migrations.Shared;

namespace Migrations.MSBuild.Tests.Properties;

public sealed class HostArgumentsTests
{
    private static readonly Dictionary<OptionRow, string> FromProject = new() { [OptionTable.Assembly] = "/shop/shop.dll", [OptionTable.RootNamespace] = "Shop" };

    public static IEnumerable<string> Commands => CommandTable.All.Where(command => command.Target is not null).Select(command => command.Name);

    [TestCaseSource(nameof(Commands))]
    public void Every_option_of_a_target_goes_to_the_host(string command)
    {
        var rows = OptionTable.Of(command).Where(row => row.IsFor(Fronts.MSBuild)).ToList();

        var arguments = Of(command, rows.ToDictionary(row => row.Property, row => row.Kind == OptionKind.Flag ? "true" : "x"));

        Assert.That(rows, Is.Not.Empty);
        Assert.That(arguments[0], Is.EqualTo(command));
        Assert.That(rows.Select(row => row.Kind == OptionKind.Flag ? row.Option : row.Option + "=x"), Is.SubsetOf(arguments));
    }

    [Test]
    public void What_the_project_says_is_passed_on_and_what_is_given_wins()
    {
        Assert.That(Of("status", []), Is.EqualTo(new[] { "status", "--assembly=/shop/shop.dll" }));
        Assert.That(Of("new", []), Is.EqualTo(new[] { "new", "--namespace=Shop" }));
        Assert.That(Of("new", new() { ["MigrationRootNamespace"] = "Other" }), Is.EqualTo(new[] { "new", "--namespace=Other" }));
    }

    [Test]
    public void A_value_is_one_word_with_its_option_whatever_it_begins_with() =>
        Assert.That(Of("add-tree", new() { ["migrationdescription"] = "-p 50%25%3B a=b" }), Is.EqualTo(new[] { "add-tree", "--description=-p 50%; a=b" }));

    [Test]
    public void A_flag_that_is_false_and_a_value_that_is_empty_are_not_given() =>
        Assert.That(Of("migrate", new() { ["MigrationForce"] = "false", ["MigrationTo"] = " " }), Is.EqualTo(new[] { "migrate", "--assembly=/shop/shop.dll" }));

    private static IReadOnlyList<string> Of(string command, Dictionary<string, string> given) => HostArguments.Of(CommandTable.Of(command), new GlobalProperties(given), FromProject);
}
