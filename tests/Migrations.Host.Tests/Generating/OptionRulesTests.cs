using Migrations.Host.Generating;

namespace Migrations.Host.Tests.Generating;

public sealed class OptionRulesTests
{
    private static readonly NewMigrationOptions Plain = new() { Name = "AddBaz", Directory = "." };
    private static readonly NewMigrationOptions Final = Plain with { IsFinal = true };
    private static readonly NewMigrationOptions OneShot = Plain with { OneShot = "int_to_uuid", From = "Integer@1.0.0", To = "Uuid@1.0.0" };

    private static IEnumerable<(NewMigrationOptions Options, string Fact)> Impossible =>
    [
        (Final with { HasSetup = true }, "Final and WithSetup"),
        (Final with { IsReversible = true }, "Final and Reversible"),
        (Final with { Kind = "free" }, "Final and Kind"),
        (Final with { Collection = "items" }, "Final and Collection"),
        (Final with { Class = "Order" }, "Final and Class"),
        (Plain with { Class = "Order" }, "Class with this Kind"),
        (Plain with { Class = "Order", Kind = "raw" }, "Class with this Kind"),
        (Plain with { Class = "Shop.AddBaz", Kind = "typed" }, "Class and Name"),
        (Plain with { Class = "Orders", Kind = "typed", Tree = "orders" }, "Class without its namespace"),
        (OneShot with { IsFinal = true }, "Final and OneShot"),
        (OneShot with { Version = "1.0.0" }, "OneShot and Version"),
        (OneShot with { Version = "next" }, "OneShot and Version"),
        (OneShot with { Line = "Uuid" }, "OneShot and Line"),
        (OneShot with { From = null }, "OneShot without From"),
        (OneShot with { To = null }, "OneShot without To"),
        (OneShot with { To = "base" }, "OneShot and To=base"),
        (Plain with { From = "base" }, "From without OneShot"),
        (Plain with { To = "Uuid@1.0.0" }, "To without OneShot"),
    ];

    private static IEnumerable<(NewMigrationOptions Options, string Fact)> Unusable =>
    [
        (Plain with { Tree = "bad tree" }, "The tree 'bad tree'"),
        (Plain with { Tree = "../up" }, "The tree '../up'"),
        (Plain with { Tree = "" }, "The tree ''"),
        (Plain with { Tree = "models\n" }, "The tree"),
        (Plain with { Kind = "magic" }, "The kind 'magic'"),
        (Plain with { Version = "one" }, "The version 'one'"),
        (Plain with { Version = "1.0" }, "The version '1.0'"),
        (Plain with { Version = "Next" }, "The version 'Next'"),
        (Plain with { Line = "1st" }, "The line '1st'"),
        (Plain with { Line = "a.b" }, "The line 'a.b'"),
        (Plain with { Line = "a\"b" }, "The line"),
        (OneShot with { OneShot = "int to uuid" }, "The one-shot 'int to uuid'"),
        (OneShot with { From = "Integer@" }, "From is 'Integer@'"),
        (OneShot with { To = "a\", Version = \"1" }, "To is"),
        (Plain with { Kind = "typed", Class = "List<int>" }, "The class 'List<int>'"),
        (Plain with { Kind = "typed", Class = "Shop..Order" }, "The class 'Shop..Order'"),
        (Plain with { Kind = "typed", Class = "order" }, "The class 'order'"),
        (Plain with { Kind = "typed", Class = "Shop.Task" }, "The class 'Shop.Task'"),
        (Plain with { Collection = "" }, "The collection ''"),
        (Plain with { Collection = "a\"b" }, "The collection"),
        (Plain with { Collection = "a\nb" }, "The collection"),
        (Plain with { Collection = "$cmd" }, "The collection '$cmd'"),
        (Plain with { Collection = "system.views" }, "The collection 'system.views'"),
    ];

    [Test]
    public void What_cannot_be_is_refused_and_named_with_its_cure()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var (options, fact) in Impossible.Concat(Unusable))
            {
                Assert.That(
                    () => OptionRules.Check(options),
                    Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.OptionInvalid).And.Message.StartsWith(fact).And.Message.Match(@"Nothing was created\. \S.*\.$"),
                    options.ToString());
            }
        }
    }

    [TestCase("", MigrationErrorCode.NameMissing)]
    [TestCase("Add Foo", MigrationErrorCode.NameInvalid)]
    [TestCase("1st", MigrationErrorCode.NameInvalid)]
    [TestCase("class", MigrationErrorCode.NameInvalid)]
    [TestCase("addbaz", MigrationErrorCode.NameInvalid)]
    [TestCase("../evil", MigrationErrorCode.NameInvalid)]
    [TestCase("AddBaz\n", MigrationErrorCode.NameInvalid)]
    [TestCase("Migration", MigrationErrorCode.NameInvalid)]
    [TestCase("Collection", MigrationErrorCode.NameInvalid)]
    [TestCase("Task", MigrationErrorCode.NameInvalid)]
    public void A_name_that_is_not_a_class_name_is_refused(string name, MigrationErrorCode code) =>
        Assert.That(() => OptionRules.Check(Plain with { Name = name }), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(code));

    [Test]
    public void What_can_be_is_let_through()
    {
        NewMigrationOptions[] possible =
        [
            Plain, Final, Final with { Version = "2.0.0", Line = "Uuid" }, OneShot, OneShot with { From = "base", Kind = "typed", IsReversible = true, HasSetup = true, Collection = "items" },
            OneShot with { OneShot = "int_1.0.0_to_uuid_1.0.0" }, Plain with { Version = "next" }, Plain with { Version = "1.0.0-rc.1+build.5" }, Plain with { Kind = "types", HasSetup = true },
        ];

        Assert.That(() => Array.ForEach(possible, OptionRules.Check), Throws.Nothing);
    }
}
