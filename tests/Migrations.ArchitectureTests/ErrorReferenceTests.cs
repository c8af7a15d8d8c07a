using Migrations.ArchitectureTests.Options;

namespace Migrations.ArchitectureTests;

public sealed class ErrorReferenceTests
{
    [Test]
    public void The_reference_of_errors_follows_from_the_codes() => GeneratedFile.Whole("docs/errors/README.md", ErrorReference.Write()).AssertCurrent();

    [Test]
    public void No_two_failures_have_the_same_code() => Assert.That(ErrorReference.Entries.Select(e => e.Code), Is.Unique);

    [Test]
    public void Every_code_has_an_entry()
    {
        var reference = ErrorReference.Write();

        Assert.That(ErrorReference.Entries.Select(e => $"\n### MIG{e.Code}\n").Where(heading => !reference.Contains(heading, StringComparison.Ordinal)), Is.Empty);
        Assert.That(Enum.GetValues<MigrationErrorCode>().Where(c => c != MigrationErrorCode.None).Select(c => (int)c), Is.SubsetOf(ErrorReference.Entries.Select(e => e.Code)));
    }

    [Test]
    public void A_page_of_its_own_is_that_of_a_code() =>
        Assert.That(Repository.Files("docs/errors", "MIG*.md").Select(Path.GetFileNameWithoutExtension), Is.SubsetOf(ErrorReference.Entries.Select(e => $"MIG{e.Code}")));
}
