using System.Text.RegularExpressions;
using Migrations.Host.Generating;

namespace Migrations.Host.Tests.Generating;

// 'dotnet new migration' writes what 'migrations new --kind collection --reversible' writes.
public sealed class ItemTemplateTests
{
    [TestCase(true)]
    [TestCase(false)]
    public void The_template_of_a_migration_is_what_the_command_writes(bool hasImplicitUsings)
    {
        var options = MigrationGenerator.Check(new NewMigrationOptions
        {
            Name = "SampleMigration", Directory = ".", Tree = "sample_tree", Kind = "collection", Collection = "sample_collection", IsReversible = true, RootNamespace = "SampleNamespace", HasImplicitUsings = hasImplicitUsings,
        });
        var template = File.ReadAllText(Path.Combine(Root(), "src", "Migrations.Templates", "templates", "migration", "sample_tree", "20260101000000_SampleMigration.cs")).ReplaceLineEndings("\n");

        var created = Regex.Replace(template, "^#if .*\n([^#]*)#endif\n", hasImplicitUsings ? "" : "$1");

        Assert.That(created, Is.EqualTo(MigrationTemplate.Write(options, new MigrationPlace("20260101000000", null))));
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Migrations.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder;
    }
}
