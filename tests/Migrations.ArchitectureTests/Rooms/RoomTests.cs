using Migrations.Engine;

namespace Migrations.ArchitectureTests.Rooms;

public sealed class RoomTests
{
    // A room is a folder, and so a namespace. One may use another, and then that one must not use it, on whatever detour.
    [Test]
    public void No_room_of_the_engine_uses_another_that_uses_it()
    {
        var of = typeof(MigrationEngine);
        var uses = AssemblyUses.Read(of.Assembly).Select(u => (u, From: RoomOf(u.From), To: RoomOf(u.To))).Where(u => u.From != u.To && Of(of, u.From) && Of(of, u.To)).ToList();
        var rooms = uses.GroupBy(u => u.From).ToDictionary(g => g.Key, g => g.Select(u => u.To).ToHashSet(StringComparer.Ordinal));

        var circles = uses.Where(u => Reaches(rooms, u.To, u.From)).Select(u => $"{u.From} uses {u.To}: {u.u.From} uses {u.u.To}").Order(StringComparer.Ordinal);

        Assert.That(uses, Has.Count.GreaterThan(1000));
        Assert.That(circles, Is.Empty, "Move what both need into a room below them, or hand it in.");
    }

    private static bool Of(Type type, string room) => room.StartsWith(type.Assembly.GetName().Name!, StringComparison.Ordinal);

    private static string RoomOf(string type) => type[..type.LastIndexOf('.')];

    private static bool Reaches(Dictionary<string, HashSet<string>> rooms, string from, string to)
    {
        var (seen, open) = (new HashSet<string>(StringComparer.Ordinal), new Stack<string>([from]));
        while (open.TryPop(out var room))
        {
            if (room == to)
            {
                return true;
            }

            if (seen.Add(room) && rooms.TryGetValue(room, out var next))
            {
                foreach (var used in next)
                {
                    open.Push(used);
                }
            }
        }

        return false;
    }
}
