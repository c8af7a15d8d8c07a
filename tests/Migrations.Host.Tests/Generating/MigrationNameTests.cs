using Migrations.Host.Generating;

namespace Migrations.Host.Tests.Generating;

public sealed class MigrationNameTests
{
    [TestCase("AddBaz", "AddBaz", "Add baz")]
    [TestCase("AddBazToHTTPModels", "AddBazToHTTPModels", "Add baz to HTTP models")]
    [TestCase("Add_Baz", "Add_Baz", "Add baz")]
    [TestCase("foo", "Foo", "Foo")]
    [TestCase("add-baz", "AddBaz", "Add baz")]
    [TestCase("add_baz", "AddBaz", "Add baz")]
    [TestCase("Add baz", "AddBaz", "Add baz")]
    [TestCase("  Add  baz ", "AddBaz", "Add  baz")]
    [TestCase("add the author's e-mail (again)", "AddTheAuthorsEMailAgain", "Add the author's e-mail (again)")]
    [TestCase("Größe", "Größe", "Größe")]
    [TestCase("größe ändern", "GrößeÄndern", "Größe ändern")]
    [TestCase("Gro\u0308ße", "Größe", "Größe", Description = "As a Mac writes it.")]
    [TestCase("添加字段", "添加字段", "添加字段")]
    [TestCase("2fa", "M2fa", "2fa")]
    [TestCase("20 percent", "M20Percent", "20 percent")]
    [TestCase("class", "ClassMigration", "Class")]
    [TestCase("Select", "SelectMigration", "Select", Description = "A word of Visual Basic.")]
    [TestCase("async void", "AsyncVoid", "Async void")]
    [TestCase("task", "TaskMigration", "Task")]
    [TestCase("Migration", "MigrationMigration", "Migration")]
    [TestCase("🎉 add baz", "AddBaz", "🎉 add baz")]
    [TestCase("v1.2", "V12", "V1.2")]
    public void A_name_becomes_that_of_a_class_and_a_title(string given, string name, string title) =>
        Assert.That(MigrationName.Of(given), Is.EqualTo(new MigrationName(name, title)));

    [Test]
    public void A_very_long_name_ends_with_a_whole_word_and_stays_a_title()
    {
        var given = string.Join(' ', Enumerable.Repeat("rename everything", 15));

        var name = MigrationName.Of(given);

        Assert.That(name.Class, Has.Length.LessThanOrEqualTo(100).And.EndsWith("EverythingRenameEverything"));
        Assert.That(name.Title, Is.EqualTo("R" + given[1..]));
        Assert.That(MigrationName.Of(new string('x', 250)).Class, Is.EqualTo("X" + new string('x', 99)));
        Assert.That(System.Text.Encoding.UTF8.GetByteCount(MigrationName.Of(new string('添', 250)).Class), Is.InRange(90, 100));
    }

    [TestCase("", MigrationErrorCode.NameMissing)]
    [TestCase("   ", MigrationErrorCode.NameMissing)]
    [TestCase("🎉🎉", MigrationErrorCode.NameInvalid)]
    [TestCase("!?", MigrationErrorCode.NameInvalid)]
    [TestCase("../evil", MigrationErrorCode.NameInvalid)]
    [TestCase("a\\b", MigrationErrorCode.NameInvalid)]
    [TestCase("two\nlines", MigrationErrorCode.NameInvalid)]
    [TestCase("AddBaz\n", MigrationErrorCode.NameInvalid)]
    [TestCase("turned \u202Eround", MigrationErrorCode.NameInvalid)]
    [TestCase("bell \a", MigrationErrorCode.NameInvalid)]
    [TestCase("half \uD83D", MigrationErrorCode.NameInvalid)]
    public void What_no_class_can_be_called_is_refused(string given, MigrationErrorCode code) =>
        Assert.That(() => MigrationName.Of(given), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(code).And.Message.Contains("Nothing was created."));

    [Test]
    public void More_than_a_title_is_refused() =>
        Assert.That(() => MigrationName.Of(new string('x', 301)), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.NameInvalid));
}
