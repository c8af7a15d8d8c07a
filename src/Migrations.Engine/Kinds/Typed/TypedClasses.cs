using Migrations.Engine.Kinds.Typed.Merging;
using Migrations.Engine.Kinds.Typed.Shapes;
using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using MongoDB.Bson.Serialization;

namespace Migrations.Engine.Kinds.Typed;

// Whether the classes of typed migrations can hold what their documents have, checked before any step runs.
internal static class TypedClasses
{
    public static void Check(IEnumerable<PlannedStep> steps)
    {
        var faults = steps.Where(s => s.Migration.Kind is TypedKind && !s.IsFromImages).SelectMany(s => FaultsOf(s).Select(text => (s.Migration, Text: text))).ToList();
        if (faults.Count > 0)
        {
            throw new MigrationException(
                MigrationErrorCode.FaultyClasses,
                $"The classes of typed migrations have {faults.Count} fault(s) that would make documents lose fields, so nothing was done:{string.Concat(faults.Select((f, i) => $"\n  {i + 1}. {f.Text}"))}").InOnly(faults.Select(f => f.Migration));
        }
    }

    private static IEnumerable<string> FaultsOf(PlannedStep step)
    {
        MongoSetups.Run(step.Migration.Type.Assembly);
        var (first, second) = DocumentTypes.Of(step.Migration.Type)!.Value;
        var (from, to) = step.Direction == MigrationDirection.Up ? (first, second) : (second, first);
        var place = $"{step.Migration.Identity} ({step.Migration.Type.Name}): ";
        if (ShapeOf(from) is not ClassShape before || ShapeOf(to) is not ClassShape after)
        {
            return [place + RootShape.Fault(ShapeOf(from) is ClassShape ? to : from)];
        }

        return LostMembers.Between(before, after).Concat(ElementRules.FaultsOf(step.Migration.Type, before, after)).Select(fault => place + fault);
    }

    private static Shape ShapeOf(Type type) => ShapeFactory.Of(BsonSerializer.LookupSerializer(type));
}
