using System.Text.RegularExpressions;

namespace Migrations.Host.Generating;

internal static partial class MigrationTemplate
{
    public static string Write(NewMigrationOptions options, string id)
    {
        var space = NamespaceOf(options);
        var version = options.Version is null ? "" : $", Version = \"{options.Version}\"";
        var head = $"""
            [Migration("{id}", "{TitleOf(options.Name)}", Tree = "{options.Tree}"{version})]
            """;
        var text = options.Kind switch
        {
            "collection" => Collection(options, head),
            "typed" => Typed(options, head),
            "raw" => Raw(options, head),
            _ => FreeForm(options, head),
        };
        var usings = options.Kind == "raw" ? "using Migrations;\nusing Migrations.Bson;\n" : "using Migrations;\n";
        return $"{usings}\nnamespace {space};\n\n{text}\n".ReplaceLineEndings("\n");
    }

    private static string FreeForm(NewMigrationOptions options, string head)
    {
        var down = options.IsReversible
            ? """


                    public Task DownAsync(MigrationContext context, CancellationToken cancellationToken) =>
                        throw new NotSupportedException("Write the way back, or remove IReversible.");
                """
            : "";
        return $$"""
            {{head}}
            public sealed class {{options.Name}} : Migration{{(options.IsReversible ? ", IReversible" : "")}}
            {
                public override Task UpAsync(MigrationContext context, CancellationToken cancellationToken) =>
                    throw new NotSupportedException("Write the migration, for example context.GetCollection(\"{{CollectionOf(options)}}\").UpdateManyAsync(filter, update, cancellationToken).");{{down}}
            }
            """;
    }

    private static string Collection(NewMigrationOptions options, string head)
    {
        var down = options.IsReversible
            ? """


                    public Task DownAsync(MigrationCollection collection, MigrationContext context, CancellationToken cancellationToken) =>
                        throw new NotSupportedException("Write the way back, or remove IReversibleCollection.");
                """
            : "";
        return $$"""
            {{head}}
            public sealed class {{options.Name}} : CollectionMigration{{(options.IsReversible ? ", IReversibleCollection" : "")}}
            {
                public override string Collection => "{{CollectionOf(options)}}";

                public override Task UpAsync(MigrationCollection collection, MigrationContext context, CancellationToken cancellationToken) =>
                    throw new NotSupportedException("Write the migration, for example collection.UpdateManyAsync(filter, update, cancellationToken).");{{down}}
            }
            """;
    }

    private static string Typed(NewMigrationOptions options, string head)
    {
        var (before, after) = ($"{options.Name}Before", $"{options.Name}After");
        var down = options.IsReversible
            ? $$"""


                    public void Down({{after}} input, {{before}} output) =>
                        throw new NotSupportedException("Write the way back, or remove IReversible.");
                """
            : "";
        return $$"""
            {{head}}
            public sealed class {{options.Name}} : DocumentMigration<{{before}}, {{after}}>{{(options.IsReversible ? $", IReversible<{after}, {before}>" : "")}}
            {
                public override string Collection => "{{CollectionOf(options)}}";

                public override void Up({{before}} input, {{after}} output) =>
                    throw new NotSupportedException("Fill the new document from the old one; members that both have are copied already.");{{down}}
            }

            public sealed class {{before}}
            {
                public object? Id { get; set; }
            }

            public sealed class {{after}}
            {
                public object? Id { get; set; }
            }
            """;
    }

    private static string Raw(NewMigrationOptions options, string head)
    {
        var down = options.IsReversible
            ? """


                    public void Down(RawBsonDocument document, DocumentUpdate update) =>
                        throw new NotSupportedException("Write the way back, or remove IReversibleDocument.");
                """
            : "";
        return $$"""
            {{head}}
            public sealed class {{options.Name}} : RawDocumentMigration{{(options.IsReversible ? ", IReversibleDocument" : "")}}
            {
                public override string Collection => "{{CollectionOf(options)}}";

                public override void Up(RawBsonDocument document, DocumentUpdate update) =>
                    throw new NotSupportedException("Say what to change, for example update.Set(\"name\", value).");{{down}}
            }
            """;
    }

    private static string CollectionOf(NewMigrationOptions options) => options.Collection ?? options.Tree;

    // AddBazToModels -> Add baz to models
    private static string TitleOf(string name)
    {
        var words = WordStart().Replace(name.Replace('_', ' '), " $0").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words.Select((w, i) => i == 0 || w.All(char.IsUpper) ? w : w.ToLowerInvariant()));
    }

    private static string NamespaceOf(NewMigrationOptions options)
    {
        var tree = string.Concat(options.Tree.Split('-', '_').Where(p => p.Length > 0).Select(p => char.ToUpperInvariant(p[0]) + p[1..]));
        return string.IsNullOrWhiteSpace(options.RootNamespace) ? $"SchemaMigrations.{tree}" : $"{options.RootNamespace}.{tree}";
    }

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]|(?<=[A-Z])[A-Z](?=[a-z])", RegexOptions.CultureInvariant)]
    private static partial Regex WordStart();
}
