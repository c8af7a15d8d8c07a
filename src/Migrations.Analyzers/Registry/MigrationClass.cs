using System;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Migrations.Analyzers.Destruction;

namespace Migrations.Analyzers.Registry;

// What the registry says about one migration, in values that are cheap to compare between two compilations.
internal sealed class MigrationClass : IEquatable<MigrationClass>
{
    public const string BodyType = "Migrations.MigrationBody";
    private const string AttributeType = "Migrations.MigrationAttribute";

    private MigrationClass(string typeName, string? id, string tree, string checksum, string? downChecksum, Location location, bool isAccessible, bool isOfNextVersion)
    {
        TypeName = typeName;
        Id = id;
        Tree = tree;
        Checksum = checksum;
        DownChecksum = downChecksum;
        Location = location;
        IsAccessible = isAccessible;
        IsOfNextVersion = isOfNextVersion;
    }

    public string TypeName { get; }

    public string? Id { get; }

    public string Tree { get; }

    public string Checksum { get; }

    // Null if no way back is written.
    public string? DownChecksum { get; }

    public Location Location { get; }

    public bool IsAccessible { get; }

    // Version = MigrationVersion.Next: the project's when it is built.
    public bool IsOfNextVersion { get; }

    // The members that are still stubs; null if all are written.
    public string? NotWritten { get; private set; }

    public string? DownNotWritten { get; private set; }

    // What its way up destroys, as far as its commands tell.
    public string? Destroys { get; private set; }

    public bool IsUsable => Id is not null && IsAccessible;

    public static MigrationClass? Read(GeneratorSyntaxContext context, CancellationToken cancellationToken)
    {
        var declaration = (ClassDeclarationSyntax)context.Node;
        if (context.SemanticModel.GetDeclaredSymbol(declaration, cancellationToken) is not INamedTypeSymbol { IsAbstract: false } type || !IsMigration(type))
        {
            return null;
        }

        var attribute = type.GetAttributes().FirstOrDefault(a => a.AttributeClass?.ToDisplayString() == AttributeType);
        var roots = MigrationRoots.Of(type);
        return new MigrationClass(
            type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            attribute?.ConstructorArguments.FirstOrDefault().Value as string,
            attribute?.NamedArguments.FirstOrDefault(a => a.Key == "Tree").Value.Value as string ?? "main",
            SourceChecksum.OfUp(roots, context.SemanticModel.Compilation, cancellationToken),
            SourceChecksum.OfDown(roots, context.SemanticModel.Compilation, cancellationToken),
            declaration.Identifier.GetLocation(),
            IsVisibleInAssembly(type),
            attribute?.NamedArguments.FirstOrDefault(a => a.Key == "Version").Value.Value is "next")
        {
            NotWritten = Stubs.OfUp(roots, context.SemanticModel.Compilation, cancellationToken),
            DownNotWritten = Stubs.OfDown(roots, context.SemanticModel.Compilation, cancellationToken),
            Destroys = DestructiveWay.Find(roots.Classes, context.SemanticModel.Compilation, cancellationToken),
        };
    }

    public bool Equals(MigrationClass? other) =>
        other is not null && TypeName == other.TypeName && Id == other.Id && Tree == other.Tree && Checksum == other.Checksum && DownChecksum == other.DownChecksum && NotWritten == other.NotWritten && DownNotWritten == other.DownNotWritten && Destroys == other.Destroys && IsAccessible == other.IsAccessible && IsOfNextVersion == other.IsOfNextVersion && Location.Equals(other.Location);

    public override bool Equals(object? obj) => Equals(obj as MigrationClass);

    public override int GetHashCode() => TypeName.GetHashCode() ^ Checksum.GetHashCode();

    private static bool IsMigration(INamedTypeSymbol type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (current.ToDisplayString() == BodyType)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsVisibleInAssembly(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            if (current.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal)
            {
                return false;
            }
        }

        return true;
    }
}
