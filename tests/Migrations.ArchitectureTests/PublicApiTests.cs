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
    public void Public_classes_are_sealed_static_or_abstract() =>
        Assert.That(_assembly.GetExportedTypes().Where(t => t is { IsClass: true, IsSealed: false, IsAbstract: false }).Select(t => t.FullName), Is.SubsetOf(Unsealed));
}
