namespace Migrations.ArchitectureTests;

public sealed class ErrorReferenceTests
{
    private static readonly string Approved = Path.Combine(ErrorReference.PagesFolder, "README.md");

    [Test]
    public void The_reference_of_errors_says_what_the_codes_comments_say()
    {
        var approved = File.Exists(Approved) ? File.ReadAllText(Approved).ReplaceLineEndings("\n") : "";
        var received = ErrorReference.Write();
        var receivedFile = Path.ChangeExtension(Approved, ".received.txt");
        if (received != approved)
        {
            File.WriteAllText(receivedFile, received);
        }

        Assert.That(received, Is.EqualTo(approved), $"The error codes say something other than docs/errors/README.md. To accept what they say: mv {receivedFile} {Approved}");
    }

    [Test]
    public void No_two_failures_have_the_same_code() => Assert.That(ErrorReference.Entries.Select(e => e.Code), Is.Unique);

    [Test]
    public void Every_code_has_an_entry()
    {
        var received = ErrorReference.Write();

        Assert.That(ErrorReference.Entries.Select(e => $"\n### MIG{e.Code}\n").Where(heading => !received.Contains(heading, StringComparison.Ordinal)), Is.Empty);
        Assert.That(Enum.GetValues<MigrationErrorCode>().Where(c => c != MigrationErrorCode.None).Select(c => (int)c), Is.SubsetOf(ErrorReference.Entries.Select(e => e.Code)));
    }

    [Test]
    public void A_page_of_its_own_is_that_of_a_code() =>
        Assert.That(Repository.Files("docs/errors", "MIG*.md").Select(Path.GetFileNameWithoutExtension), Is.SubsetOf(ErrorReference.Entries.Select(e => $"MIG{e.Code}")));
}
