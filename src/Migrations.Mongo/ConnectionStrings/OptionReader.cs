using System.Globalization;

namespace Migrations.Mongo.ConnectionStrings;

// Values that cannot be used are ignored with a warning, as the specification wants. They are never quoted: one of them may be a secret.
internal static class OptionReader
{
    public static void Read(OptionDefinition definition, string name, string raw, ConnectionOptions options)
    {
        var problem = definition.Kind switch
        {
            OptionKind.Number => ReadNumber(definition, name, raw, options),
            OptionKind.Boolean => ReadBoolean(name, raw, options),
            OptionKind.List => ReadList(name, raw, options),
            OptionKind.Tags => ReadTags(name, raw, options),
            OptionKind.Properties => ReadProperties(name, raw, options),
            OptionKind.WriteConcern => ReadWriteConcern(name, raw, options),
            _ => ReadText(definition, name, raw, options),
        };
        if (problem is not null)
        {
            options.Warn($"The connection option '{definition.Name}' was ignored: {problem}.");
        }
    }

    private static string? ReadNumber(OptionDefinition definition, string name, string raw, ConnectionOptions options)
    {
        if (!int.TryParse(raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            return "its value is no whole number";
        }

        if (value < definition.Minimum || value > definition.Maximum)
        {
            return $"its value must be {definition.Minimum} or more" + (definition.Maximum == int.MaxValue ? "" : $" and at most {definition.Maximum}");
        }

        options.Set(name, value);
        return null;
    }

    private static string? ReadBoolean(string name, string raw, ConnectionOptions options)
    {
        switch (raw.ToLowerInvariant())
        {
            case "true":
                options.Set(name, true);
                return null;
            case "false":
                options.Set(name, false);
                return null;
            case "1" or "yes" or "y" or "t":
                options.Set(name, true);
                break;
            case "0" or "-1" or "no" or "n" or "f":
                options.Set(name, false);
                break;
            default:
                return "its value must be true or false";
        }

        options.Warn($"The connection option '{name}' uses an old word for true or false. Write 'true' or 'false'.");
        return null;
    }

    private static string? ReadText(OptionDefinition definition, string name, string raw, ConnectionOptions options)
    {
        var value = Percent.Decode(raw);
        if (definition.Choices.Count > 0)
        {
            var choice = definition.Choices.FirstOrDefault(c => c.Equals(value, StringComparison.OrdinalIgnoreCase));
            if (choice is null)
            {
                return $"its value must be one of {string.Join(", ", definition.Choices)}";
            }

            value = choice;
        }
        else if (value.Length == 0 && name != "authSource")
        {
            return "it has no value";
        }

        options.Set(name, value);
        return null;
    }

    private static string? ReadList(string name, string raw, ConnectionOptions options)
    {
        var items = raw.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Percent.Decode).ToArray();
        if (items.Length == 0)
        {
            return "it has no value";
        }

        options.Set(name, items);
        return null;
    }

    private static string? ReadTags(string name, string raw, ConnectionOptions options)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in raw.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = Percent.Decode(pair).Split(':');
            if (parts.Length != 2)
            {
                return "its value must be pairs of the form name:value, joined by commas";
            }

            tags[parts[0]] = parts[1];
        }

        var sets = options.TryGet<IReadOnlyList<IReadOnlyDictionary<string, string>>>(name, out var before) ? before : [];
        options.Set(name, (IReadOnlyList<IReadOnlyDictionary<string, string>>)[.. sets, tags]);
        return null;
    }

    private static string? ReadProperties(string name, string raw, ConnectionOptions options)
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in raw.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = pair.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
            {
                return "its value must be pairs of the form name:value, joined by commas";
            }

            properties[Percent.Decode(pair[..colon])] = Percent.Decode(pair[(colon + 1)..]);
        }

        options.Set(name, properties);
        return null;
    }

    private static string? ReadWriteConcern(string name, string raw, ConnectionOptions options)
    {
        var value = Percent.Decode(raw);
        if (value.Length == 0)
        {
            return "it has no value";
        }

        if (!int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var members))
        {
            options.Set(name, value);
            return null;
        }

        if (members < 0)
        {
            return "a number of members cannot be negative";
        }

        options.Set(name, members);
        return null;
    }
}
