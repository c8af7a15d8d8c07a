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

// Members of the new class that seem to take over what the old one stores, but do not, at every depth.
internal static class LostMembers
{
    public static IReadOnlyList<string> Between(ClassShape before, ClassShape after)
    {
        var faults = new List<string>();
        Find(before, after, faults, []);
        return faults;
    }

    private static void Find(Shape before, Shape after, List<string> faults, HashSet<(Shape Before, Shape After)> seen)
    {
        if (ReferenceEquals(before, after) || !seen.Add((before, after)))
        {
            return;
        }

        switch (before, after)
        {
            case (ClassShape from, ClassShape to):
                FindInClass(from, to, faults, seen);
                break;
            case (ListShape from, ListShape to):
                Find(from.Item, to.Item, faults, seen);
                break;
            case (DictionaryShape from, DictionaryShape to):
                Find(from.Value, to.Value, faults, seen);
                break;
            default:
                break;
        }
    }

    private static void FindInClass(ClassShape before, ClassShape after, List<string> faults, HashSet<(Shape Before, Shape After)> seen)
    {
        foreach (var member in before.Members)
        {
            if (after.Find(member.Element) is >= 0 and var at)
            {
                Find(member.Shape, after.Members[at].Shape, faults, seen);
            }
            else if (after.FindUnmapped(member.Element) is { } unmapped)
            {
                faults.Add($"{unmapped.Name} has no setter, so the driver does not map it, and what {member.Name} stores as '{member.ElementName}' would be deleted. {ReadOnlyMembers.Cure}");
            }
        }
    }
}
