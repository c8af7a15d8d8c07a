using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning;

// Compares what the application declares about a tree with what the database says about it.
internal static class ComponentFindings
{
    public static IEnumerable<Finding> Find(RevisionTree tree, DatabaseState state)
    {
        var component = state.Component(tree.Name);
        var head = state.Head(tree.Name);
        if (component is null)
        {
            return tree.Declaration is { IsDeclaredByApplication: true } ? [Undeclared(tree, state)] : [];
        }

        if (component.Version is not null && tree.Revisions.Count > 0 && RevisionName.Version(component.Version) is var declared && !tree.Revisions.Any(r => r.Line == component.Line && RevisionName.IsSame(declared, r.SemanticVersion)))
        {
            return [new Finding(MigrationErrorCode.UnknownRevision, null, $"The application declares the tree '{tree.Name}' at {Text(component.Line, component.Version)}, which is not a revision of the plugin. Application and plugin are from different releases. Deploy both from the same one.")];
        }

        return Fits(component, head) ? [] : [new Finding(MigrationErrorCode.ComponentMismatch, null, $"The application declares the tree '{tree.Name}' at {Text(component.Line, component.Version)}, but the database stands at {Text(head?.Line, head?.Version ?? head?.Revision)}. One of them was changed without the other. Deploy the application that belongs to the database, migrate with the plugin of the application's release, or correct the declaration.")];
    }

    private static bool Fits(ComponentRecord component, HeadRecord? head) =>
        component.Version is null ? head?.Revision is null : component.Line == head?.Line && RevisionName.IsVersion(component.Version, head?.Version);

    private static Finding Undeclared(RevisionTree tree, DatabaseState state) => state.HasComponentsCollection
        ? new Finding(MigrationErrorCode.ComponentUndeclared, null, $"The application should declare the version of the tree '{tree.Name}', but the database's collection of components has no document for it{(state.Components.Any() ? "" : "; it is empty")}. It is not known whether application and data fit. Let the application declare it (SchemaComponent), or remove IsDeclaredByApplication from the tree.")
        : new Finding(MigrationErrorCode.ComponentsMissing, null, $"The application should declare the version of the tree '{tree.Name}', but the database has no collection of components. It is not known whether application and data fit. Let the application declare it (SchemaComponent), or remove IsDeclaredByApplication from the tree.");

    private static string Text(string? line, string? version) => version is null ? "base" : line is null ? version : $"{line} {version}";
}
