namespace Migrations.Engine.Kinds.Typed.Passing;

// Members of enumerations by name; those of flags may stand together. A number that no member has, has no name.
internal static class Enumerations
{
    public static bool IsNamed(Enum member) => member.ToString() is [not ('-' or (>= '0' and <= '9')), ..];

    public static bool AreNames(Type type, string text)
    {
        var names = IsFlags(type) ? text.Split(", ") : [text];
        return Array.TrueForAll(names, name => Array.IndexOf(Enum.GetNames(type), name) >= 0);
    }

    public static Enum Parse(Type type, string text) => AreNames(type, text) ? (Enum)Enum.Parse(type, text) : throw new FormatException($"{type.Name} has no member of that name.");

    public static Enum OfNumber(Type type, object number) => (Enum)Enum.ToObject(type, number) is var member && IsNamed(member) ? member : throw new FormatException($"{type.Name} has no member of that number.");

    public static string NameOf(Enum member) => IsNamed(member) ? member.ToString() : throw new FormatException($"{member.GetType().Name} has no member of that number.");

    private static bool IsFlags(Type type) => type.IsDefined(typeof(FlagsAttribute), inherit: false);
}
