using Migrations.MSBuild.Properties;
using Migrations.Shared;

namespace Migrations.MSBuild.Tests.Properties;

public sealed class PropertyCheckTests
{
    [TestCase("migrate", "MigrationDryRunn", "Did you mean '-p:MigrationDryRun='?")]
    [TestCase("migrate", "migrationdistanse", "Did you mean '-p:MigrationDistance='?")]
    [TestCase("migrate", "MigrationSomething", "'Migrate' takes MigrationDatabase, ")]
    [TestCase("status", "MigrationDryRunn", "Did you mean '-p:MigrationDryRun='? This target does not take it.")]
    [TestCase("migrate", "DryRun", "Write '-p:MigrationDryRun='.")]
    [TestCase("migrate", "to", "Write '-p:MigrationTo='.")]
    [TestCase("new", "Version", "Write '-p:MigrationVersion='.")]
    [TestCase("add-tree", "Description", "Write '-p:MigrationDescription='.")]
    [TestCase("migrate", "DryRunn", "Did you mean '-p:MigrationDryRun='?")]
    [TestCase("migrate", "Distanc", "Did you mean '-p:MigrationDistance='?")]
    [TestCase("prune", "MigrationDryRun", "The target 'PruneMigrations' does not take the property 'MigrationDryRun'")]
    [TestCase("prune", "DryRun", "The target 'PruneMigrations' does not take the option 'DryRun'")]
    public void What_is_meant_for_an_option_and_would_be_ignored_is_refused_with_what_to_write(string command, string name, string cure) =>
        Assert.That(FaultsOf(command, name, "true"), Has.Count.EqualTo(1).And.All.StartsWith("MIG1018 ").And.All.Contains("Nothing was done.").And.All.Contains(cure));

    [TestCase("migrate", "MigrationDryRun")]
    [TestCase("migrate", "migrationdryrun")]
    [TestCase("migrate", "Configuration")]
    [TestCase("migrate", "RootNamespace")]
    [TestCase("migrate", "SolutionDir")]
    [TestCase("migrate", "Platform")]
    public void What_an_option_is_called_and_what_is_meant_for_others_is_let_through(string command, string name) =>
        Assert.That(FaultsOf(command, name, "true"), Is.Empty);

    [Test]
    public void An_old_name_beside_the_new_one_is_the_projects_own() =>
        Assert.That(PropertyCheck.FaultsOf(CommandTable.Of("new"), new GlobalProperties(new Dictionary<string, string> { ["MigrationVersion"] = "next", ["Version"] = "1.2.0" }), _ => false), Is.Empty);

    // They may be a project's own; an option of the target may not.
    [TestCase("migrate", "MigrationHelper", false)]
    [TestCase("migrate", "Vai", false)]
    [TestCase("migrate", "Version", false)]
    [TestCase("migrate", "Description", false)]
    [TestCase("migrate", "DryRun", true)]
    [TestCase("new", "Name", true)]
    [TestCase("status", "MigrationDryRun", true)]
    public void A_property_that_the_project_mentions_is_the_projects(string command, string name, bool isRefused) =>
        Assert.That(FaultsOf(command, name, "x", isMentioned: true), isRefused ? Is.Not.Empty : Is.Empty);

    [TestCase("MigrationConnection")]
    [TestCase("MigrationConnectionString")]
    public void A_connection_string_is_never_a_property_and_is_not_repeated(string name) =>
        Assert.That(FaultsOf("migrate", name, "mongodb://me:sesame@host"), Has.Count.EqualTo(1).And.All.Contains("MIGRATIONS_CONNECTION").And.None.Contains("sesame"));

    [Test]
    public void A_flag_is_true_or_false([Values("true", "FALSE", "perhaps")] string value) =>
        Assert.That(FaultsOf("migrate", "MigrationForce", value), value == "perhaps" ? Is.EqualTo(new[] { "MIG1005 The property MigrationForce is 'perhaps', but it takes true or false. Nothing was done. Correct '-p:MigrationForce='." }) : Is.Empty);

    [TestCase("migrate", "MigrationPlan", "", true)]
    [TestCase("plan", "MigrationOut", " ", true)]
    [TestCase("lint", "MigrationBase", "", true)]
    [TestCase("verify", "MigrationReport", "", true)]
    [TestCase("migrate", "MigrationDatabase", "", true)]
    [TestCase("migrate", "MigrationFrom", "", true)]
    [TestCase("migrate", "MigrationForce", "", true)]
    [TestCase("new", "MigrationRootNamespace", "", false)]
    public void A_variable_that_is_not_set_turns_no_gate_off(string command, string name, string value, bool isRefused) =>
        Assert.That(FaultsOf(command, name, value), isRefused ? Has.Count.EqualTo(1).And.All.StartsWith($"MIG1005 The property {name} is empty.") : Is.Empty);

    private static List<string> FaultsOf(string command, string name, string value, bool isMentioned = false) =>
        [.. PropertyCheck.FaultsOf(CommandTable.Of(command), new GlobalProperties([new(name, value)]), _ => isMentioned).Select(fault => $"{fault.Code} {fault.Text}")];
}
