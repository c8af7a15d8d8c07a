namespace Migrations.Engine.Kinds.Typed.Shapes;

// Members of the new class that look as if they took over what the old one stores, and do not, at every depth.
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
