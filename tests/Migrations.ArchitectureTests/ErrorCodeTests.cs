namespace Migrations.ArchitectureTests;

public sealed class ErrorCodeTests
{
    private static readonly string[] Enumerations = ["MigrationErrorCode", "LocalServerErrorCode", "BuildErrorCode"];
    private static readonly string Tests = string.Concat(Repository.Files("tests", "*.cs").Select(File.ReadAllText));
    private static readonly string Sources = string.Concat(Repository.Files("src", "*.cs").Concat(Repository.Files("src", "*.targets")).Concat(Repository.Files("src", "*.csproj")).Select(File.ReadAllText).Where(text => !ErrorCodeFile.DeclaresCodes(text)));

    // Only the .NET Framework's MSBuild ends with the one, and only a clone that was never restored with the other.
    private static readonly int[] NotHere = [1009, 1010];

    public static IEnumerable<ErrorEntry> Codes => ErrorReference.Entries;

    public static IEnumerable<ErrorEntry> CodesThatCanBeMet => Codes.Where(c => !NotHere.Contains(c.Code));

    [TestCaseSource(nameof(CodesThatCanBeMet))]
    public void A_code_is_provoked_by_a_test(ErrorEntry code) => Assert.That(Mentions(Tests, code), Is.True);

    [TestCaseSource(nameof(Codes))]
    public void A_code_is_used(ErrorEntry code) => Assert.That(Mentions(Sources, code), Is.True);

    private static bool Mentions(string text, ErrorEntry code) =>
        Enumerations.Any(e => text.Contains($"{e}.{code.Name}", StringComparison.Ordinal)) || text.Contains($"MIG{code.Code}", StringComparison.Ordinal);
}
