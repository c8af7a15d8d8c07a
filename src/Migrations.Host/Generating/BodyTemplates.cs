
namespace Migrations.Host.Generating;

// The classes of the kinds of migrations. Every body that has to be written throws, with a message that says what to write.
internal static class BodyTemplates
{
    public static string Final(NewMigrationOptions options) => $"public sealed class {options.Name} : Barrier;";

    public static string FreeForm(NewMigrationOptions options) =>
        $$"""
        public sealed class {{options.Name}} : Migration{{Way(options, "IReversible")}}
        {
        {{Setup(options)}}    public override Task UpAsync(MigrationContext context, CancellationToken cancellationToken) =>
                throw new NotSupportedException("Write the migration, for example context.GetCollection<BsonDocument>(\"{{CollectionOf(options)}}\").UpdateManyAsync(filter, update, cancellationToken: cancellationToken).");{{Down(options, "Task DownAsync(MigrationContext context, CancellationToken cancellationToken)", "IReversible")}}
        }
        """;

    public static string Collection(NewMigrationOptions options)
    {
        var (document, generic) = options.Class is { } name ? (NameOf(name, options), $"<{NameOf(name, options)}>") : ("BsonDocument", "");
        return $$"""
            public sealed class {{options.Name}} : CollectionMigration{{generic}}{{Way(options, $"IReversibleCollection{generic}")}}
            {
                public override string Collection => "{{CollectionOf(options)}}";

            {{Setup(options)}}    public override Task UpAsync(IMongoCollection<{{document}}> collection, MigrationContext context, CancellationToken cancellationToken) =>
                    throw new NotSupportedException("Write the migration, for example collection.UpdateManyAsync(filter, update, cancellationToken: cancellationToken).");{{Down(options, $"Task DownAsync(IMongoCollection<{document}> collection, MigrationContext context, CancellationToken cancellationToken)", "IReversibleCollection")}}
            }
            """;
    }

    public static string Typed(NewMigrationOptions options)
    {
        var (before, after) = ($"{options.Name}Before", $"{options.Name}After");
        return $$"""
            public sealed class {{options.Name}} : DocumentMigration<{{before}}, {{after}}>{{Way(options, $"IReversible<{after}, {before}>")}}
            {
                public override string Collection => "{{CollectionOf(options)}}";

            {{Setup(options)}}    public override void Up({{before}} input, {{after}} output) =>
                    throw new NotSupportedException("Fill the new document from the old one; members that both have are already copied.");{{Down(options, $"void Down({after} input, {before} output)", "IReversible")}}
            }

            /// <summary>A document before: what the migration reads of it.</summary>
            public sealed class {{before}}
            {
                /// <summary>The document's <c>_id</c>.</summary>
                public object Id { get; set; } = null!;
            }

            /// <summary>The document afterwards: what the migration makes of it.</summary>
            public sealed class {{after}}
            {
                /// <summary>The document's <c>_id</c>.</summary>
                public object Id { get; set; } = null!;
            }
            """;
    }

    // The shape stays, so the class is the same before and after.
    public static string TypedByClass(NewMigrationOptions options)
    {
        var document = NameOf(options.Class!, options);
        return $$"""
            public sealed class {{options.Name}} : DocumentMigration<{{document}}>{{Way(options, $"IReversible<{document}>")}}
            {
                public override string Collection => "{{CollectionOf(options)}}";

            {{Setup(options)}}    public override void Up({{document}} document) =>
                    throw new NotSupportedException("Change the document; what the class does not declare stays as it is.");{{Down(options, $"void Down({document} document)", "IReversible")}}
            }
            """;
    }

    public static string Raw(NewMigrationOptions options) =>
        $$"""
        public sealed class {{options.Name}} : RawDocumentMigration{{Way(options, "IReversibleDocument")}}
        {
            public override string Collection => "{{CollectionOf(options)}}";

        {{Setup(options)}}    public override void Up(RawDocument document, DocumentUpdate update) =>
                throw new NotSupportedException("Say what to change, for example update.Set(\"name\", value).");{{Down(options, "void Down(RawDocument document, DocumentUpdate update)", "IReversibleDocument")}}
        }
        """;

    public static string Emit(NewMigrationOptions options) =>
        $$"""
        public sealed class {{options.Name}} : EmitMigration{{Way(options, "IReversibleEmit")}}
        {
            public override string Collection => "{{CollectionOf(options)}}";

            public override string Target => throw new NotSupportedException("Name the collection that documents are emitted into.");

        {{Setup(options)}}    public override void Up(RawDocument source, DocumentEmitter emit) =>
                throw new NotSupportedException("Say what becomes of the document, for example emit.Insert(document), emit.Merge(id, update) or emit.DeleteSource().");{{Down(options, "void Down(RawDocument source, DocumentEmitter emit)", "IReversibleEmit")}}
        }
        """;

    public static string EmitByClass(NewMigrationOptions options)
    {
        var document = NameOf(options.Class!, options);
        return $$"""
            public sealed class {{options.Name}} : EmitMigration<{{document}}>{{Way(options, $"IReversibleEmit<{document}>")}}
            {
                public override string Collection => "{{CollectionOf(options)}}";

                public override string Target => throw new NotSupportedException("Name the collection that documents are emitted into.");

            {{Setup(options)}}    public override void Up({{document}} source, DocumentEmitter emit) =>
                    throw new NotSupportedException("Say what becomes of the document, for example emit.Insert(document), emit.Merge(id, update) or emit.DeleteSource().");{{Down(options, $"void Down({document} source, DocumentEmitter emit)", "IReversibleEmit")}}
            }
            """;
    }

    public static string Types(NewMigrationOptions options) =>
        $$"""
        public sealed class {{options.Name}} : TypeMoveMigration{{Way(options, "IReversibleTypes")}}
        {
            public override string Collection => "{{CollectionOf(options)}}";

            public override void Setup(TypeMap types) =>
                throw new NotSupportedException("Say which types were moved, for example types.MoveType(\"OldName\", \"NewName\").");
        }
        """;

    public static string Pipeline(NewMigrationOptions options)
    {
        var down = options.IsReversible
            ? """


                  public UpdateDefinition<BsonDocument> DownUpdate => throw new NotSupportedException("Write the update of the way back, or remove IReversiblePipeline.");

                  public override FilterDefinition<BsonDocument> DownFilter => throw new NotSupportedException("Say which documents are migrated, for example { \"name\": { \"$exists\": true } }.");
              """
            : "";
        return $$"""
            public sealed class {{options.Name}} : PipelineMigration{{Way(options, "IReversiblePipeline")}}
            {
                public override string Collection => "{{CollectionOf(options)}}";

            {{Setup(options)}}    public override FilterDefinition<BsonDocument> Filter => throw new NotSupportedException("Say which documents are not migrated yet, for example { \"name\": { \"$exists\": false } }.");

                public override UpdateDefinition<BsonDocument> Update => throw new NotSupportedException("Write the update, for example [{ \"$set\": { \"name\": \"$title\" } }].");{{down}}
            }
            """;
    }

    // The steps say whether there is a way back, not an interface.
    public static string Fields(NewMigrationOptions options) =>
        $$"""
        public sealed class {{options.Name}} : FieldMigration
        {
            public override string Collection => "{{CollectionOf(options)}}";

        {{Setup(options)}}    public override void Define(FieldSteps steps) =>
                throw new NotSupportedException("Name the steps, for example steps.Rename(\"name\", \"title\").SetDefault(\"lang\", \"en\").");
        }
        """;

    // How the file names a class of the application: by its short name, unless a part of the file's own namespace has that name.
    public static string NameOf(string name, NewMigrationOptions options) =>
        GeneratedNames.NamespaceOf(options.RootNamespace, options.Tree).Split('.').Contains(GeneratedNames.Short(name), StringComparer.Ordinal) ? $"global::{name}" : GeneratedNames.Short(name);

    private static string CollectionOf(NewMigrationOptions options) => options.Collection ?? options.Tree;

    private static string Way(NewMigrationOptions options, string reversible) => options.IsReversible ? $", {reversible}" : "";

    private static string Setup(NewMigrationOptions options) => options.HasSetup
        ? """
              public override void Setup(TypeMap types) =>
                  throw new NotSupportedException("Say which types were moved, for example types.MoveType(\"OldName\", \"NewName\"), or remove this method.");


          """
        : "";

    private static string Down(NewMigrationOptions options, string method, string reversible) => options.IsReversible
        ? $"\n\n    public {method} =>\n        throw new NotSupportedException(\"Write the way back, or remove {reversible}.\");"
        : "";
}
