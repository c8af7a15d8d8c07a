using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace Migrations;

// Names as in discriminators: a short name, a full name, or a full name followed by its assembly.
internal static class TypeName
{
    // The name without its assembly, and the rest from the comma on.
    public static (string Head, string Tail) Split(string name)
    {
        var comma = name.IndexOf(',', StringComparison.Ordinal);
        return comma < 0 ? (name, "") : (name[..comma], name[comma..]);
    }

    // The name that the driver writes into _t; of a hierarchy, that of the class itself.
    public static string Of(Type type)
    {
        var name = BsonSerializer.LookupDiscriminatorConvention(type)?.GetDiscriminator(typeof(object), type) ?? type.Name;
        return name is BsonArray { Count: > 0 } line ? line[^1].AsString : name.AsString;
    }

    public static bool HasAssembly(string? name) => name?.Contains(',', StringComparison.Ordinal) == true;

    public static bool IsIn(string name, string space) => name.Length > space.Length + 1 && name[space.Length] == '.' && name.StartsWith(space, StringComparison.Ordinal);

    public static string CheckType(string name, string what)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Trim().Length != name.Length || name.Contains('*', StringComparison.Ordinal))
        {
            throw Invalid($"The type map names '{name}' as a type to {what}, which is not a discriminator.", "Write the name as it is in '_t'; only DeleteType takes a wildcard, as in 'Shop.Old.*'.");
        }

        return name;
    }

    public static string CheckNamespace(string name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Trim().Length != name.Length || name.AsSpan().ContainsAny("*,") || name.Split('.').Contains(""))
        {
            throw Invalid($"The type map names '{name}' as a namespace, which it is not.", "Write it without a dot at either end, without a wildcard and without an assembly, as in 'Shop.Old'.");
        }

        return name;
    }

    public static MigrationException Invalid(string fact, string cure) => new(MigrationErrorCode.TypeMapInvalid, $"{fact} {cure}");
}
