namespace Migrations.Mongo.ConnectionStrings;

// Unknown names are ignored with a warning, as the specification wants.
internal static class OptionParser
{
    public static ConnectionOptions Parse(string query)
    {
        var options = new ConnectionOptions();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var deprecated = new List<(OptionDefinition Definition, string Value)>();
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = SplitPair(pair);
            var definition = OptionTable.Find(name);
            if (definition is null)
            {
                RejectPieceOfPassword(pair);
                options.Warn($"The connection option '{name}' is not known and was ignored.");
            }
            else if (definition.ReplacedBy is not null)
            {
                deprecated.Add((definition, value));
            }
            else if (!seen.Add(definition.Name) && definition.Kind != OptionKind.Tags)
            {
                RejectDuplicateProxy(definition.Name);
                options.Warn($"The connection option '{definition.Name}' is given more than once; the first one counts.");
            }
            else
            {
                OptionReader.Read(definition, definition.Name, value, options);
            }
        }

        foreach (var (definition, value) in deprecated)
        {
            options.Warn($"The connection option '{definition.Name}' is an older name of '{definition.ReplacedBy}'.");
            if (!options.Contains(definition.ReplacedBy!))
            {
                OptionReader.Read(definition, definition.ReplacedBy!, value, options);
            }
        }

        return options;
    }

    // A password with a '?' that was not encoded ends up here, and its host behind it: nothing of that is quoted.
    private static void RejectPieceOfPassword(string pair)
    {
        if (pair.Contains('@', StringComparison.Ordinal))
        {
            throw ConnectionStringErrors.Invalid($"There is an '@' in an option that is not known. {ConnectionStringErrors.EncodeCredentials}");
        }
    }

    private static (string Name, string Value) SplitPair(string pair)
    {
        var separator = pair.IndexOf('=', StringComparison.Ordinal);
        return separator > 0
            ? (Percent.Decode(pair[..separator]), pair[(separator + 1)..])
            : throw ConnectionStringErrors.Invalid($"A connection option is no pair of name and value. Write the options as 'name=value', joined by '&'. {ConnectionStringErrors.EncodeCredentials}");
    }

    private static void RejectDuplicateProxy(string name)
    {
        if (name.StartsWith("proxy", StringComparison.Ordinal))
        {
            throw ConnectionStringErrors.Invalid($"The connection option '{name}' is given more than once. Give it once.");
        }
    }
}
