using Migrations.Host.Ordering;
using Migrations.Host.Sources;

namespace Migrations.Host.Tests.Ordering;

public sealed class ReleasedCheckTests
{
    private static readonly MigrationSource First = Of("20260101000000", "First.cs");
    private static readonly MigrationSource Second = Of("20260102000000", "Second.cs");

    [Test]
    public void A_file_may_have_another_name() => Assert.That(() => ReleasedCheck.Require("main", [First], [First with { File = "elsewhere/Other.cs" }]), Throws.Nothing);

    [Test]
    public void A_deleted_migration_is_missed() => AssertRefused([First, Second], [Second], MigrationErrorCode.ReleasedMigrationGone, "main@20260101000000 of First.cs (the file is gone)");

    [Test]
    public void A_changed_id_is_missed() =>
        AssertRefused([First], [Of("20260109000000", "First.cs")], MigrationErrorCode.ReleasedMigrationGone, "main@20260101000000 of First.cs (the file has main@20260109000000 now)");

    [Test]
    public void A_changed_tree_is_missed() => AssertRefused([First], [First with { Tree = "other" }], MigrationErrorCode.ReleasedMigrationGone, "the file has other@20260101000000 now");

    [Test]
    public void What_is_before_a_barrier_may_be_gone()
    {
        Assert.That(() => ReleasedCheck.Require("main", [First, Second], [Second with { IsBarrier = true }]), Throws.Nothing);
        AssertRefused([First, Second], [First with { IsBarrier = true }], MigrationErrorCode.ReleasedMigrationGone, "Second.cs");
        AssertRefused([First, Second], [Second with { IsBarrier = true, Line = "other" }], MigrationErrorCode.ReleasedMigrationGone, "First.cs");
    }

    [Test]
    public void An_id_that_cannot_be_read_is_an_error()
    {
        AssertRefused([], [First with { Id = null, FileLine = 7 }], MigrationErrorCode.SourceUnreadable, "First.cs(7)");
        AssertRefused([], [Of("yesterday", "First.cs")], MigrationErrorCode.SourceUnreadable, "First.cs");
    }

    [Test]
    public void An_id_that_is_there_twice_is_an_error() => AssertRefused([First], [First, First with { File = "Copy.cs" }], MigrationErrorCode.DuplicateId, "Copy.cs");

    private static void AssertRefused(MigrationSource[] common, MigrationSource[] present, MigrationErrorCode code, string part) =>
        Assert.That(() => ReleasedCheck.Require("main", common, present), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(code).And.Message.Contain(part));

    private static MigrationSource Of(string id, string file) => new() { File = file, Id = new SourceText(id, 0) };
}
