using System.Reflection;

namespace Migrations.ArchitectureTests;

[TestFixture("Migrations.Abstractions")]
[TestFixture("Migrations.Bytes")]
[TestFixture("Migrations.Engine")]
public sealed class PublicApiTests(string assemblyName)
{
    // A class that others derive from on purpose.
    private static readonly string[] Unsealed = ["Migrations.MigrationException"];
    private readonly Assembly _assembly = Assembly.Load(assemblyName);

    [Test]
    public void Public_api_is_as_approved()
    {
        var approvedFile = Path.Combine(Repository.Root, "tests", "Migrations.ArchitectureTests", "PublicApi", $"{assemblyName}.approved.txt");
        var approved = File.Exists(approvedFile) ? File.ReadAllText(approvedFile).ReplaceLineEndings("\n") : "";
        var received = PublicApi.Describe(_assembly);

        if (received != approved)
        {
            File.WriteAllText(approvedFile.Replace(".approved.", ".received.", StringComparison.Ordinal), received);
        }

        Assert.That(received, Is.EqualTo(approved), $"The public API of {assemblyName} changed. If that is meant, rename the .received.txt beside {approvedFile} to .approved.txt and note the change in CHANGELOG.md.");
    }

    [Test]
    public void Public_classes_are_sealed_static_or_abstract() =>
        Assert.That(_assembly.GetExportedTypes().Where(t => t is { IsClass: true, IsSealed: false, IsAbstract: false }).Select(t => t.FullName), Is.SubsetOf(Unsealed));
}
