using Migrations.Engine.Model;

namespace Migrations.Engine.Tests.Model;

public sealed class RevisionIdTests
{
    [TestCase("ManagerClass", "1.0.0", ExpectedResult = "41f090400d3f")]
    [TestCase("datasets", ExpectedResult = "059cc7b7ef13")]
    [TestCase("datasets", "ByDimensionsDatasetRecordStorageManager", "1.0.0", ExpectedResult = "635083325f20")]
    [TestCase("datasets", "ByDimensionsDatasetRecordStorageManagerUUID", "1.0.0", ExpectedResult = "2101fbf51ad3")]
    [TestCase("collections", ExpectedResult = "8d2e9de2f21f")]
    [TestCase("collections", "NameKeyCollectionManager", "1.0.0", ExpectedResult = "5e75e5391603")]
    [TestCase("dimensions-config", "daf_butler", "6", ExpectedResult = "1fae088c80b6")]
    [TestCase("obscore", ExpectedResult = "8b8e030aba2b")]
    [TestCase("obscore", "ObsCorePgSphereTableManager", "0.0.1", ExpectedResult = "33ebc1f88427")]
    [TestCase("obscore", "ObsCorePostGisTableManager", "0.0.1", ExpectedResult = "7a6e7f8efdc3")]
    public string Names_give_the_same_id_everywhere(string tree, params string[] parts) => RevisionId.Of(tree, parts);

    [Test]
    public void Two_revisions_of_a_tree_never_share_a_joined_name()
    {
        string[] names = ["a", "1", "a-1", "1-a", "a%2D1", "%", "-"];
        var ids = names.Select(n => RevisionId.Of("t", n)).Concat(from line in names from version in names select RevisionId.Of("t", line, version)).ToList();

        Assert.That(ids, Is.Unique);
    }

    [TestCase("20260101000000", "2026-01-01T00:00:00.000Z")]
    [TestCase("20260101000000123", "2026-01-01T00:00:00.123Z")]
    [TestCase("1767225600", "2026-01-01T00:00:00.000Z")]
    [TestCase("1767225600123", "2026-01-01T00:00:00.123Z")]
    public void A_timestamp_is_UTC_in_seconds_or_milliseconds(string id, string time)
    {
        Assert.That(RevisionId.TryGetTime(id, out var found), Is.True);
        Assert.That(found.ToString("yyyy-MM-ddTHH:mm:ss.fffK", System.Globalization.CultureInfo.InvariantCulture), Is.EqualTo(time));
    }

    [TestCase("")]
    [TestCase("yesterday")]
    [TestCase("20261301000000")]
    [TestCase("17672256001")]
    [TestCase("059CC7B7EF13")]
    [TestCase("059cc7b7ef1")]
    public void Anything_else_is_not_an_id(string id) => Assert.That(RevisionId.IsValid(id), Is.False);

    [Test]
    public void Ids_of_different_forms_stand_in_the_order_of_their_times()
    {
        string[] ids = ["20260101000001", "1767225600", "20260101000000500", "1767225600600"];

        Assert.That(ids.Order(RevisionId.Comparer), Is.EqualTo(new[] { "1767225600", "20260101000000500", "1767225600600", "20260101000001" }));
    }
}
