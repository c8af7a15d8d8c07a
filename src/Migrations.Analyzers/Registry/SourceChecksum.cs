using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace Migrations.Analyzers.Registry;

// SHA-256 over the words of a migration's source: its class with all parts, and the document types it names as type arguments of its base class,
// with the types of their members. White space and comments are not words, so they do not count; neither does the file's name.
internal static class SourceChecksum
{
    public static string Of(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        Append(type, text, seen, cancellationToken);
        foreach (var document in DocumentTypes(type))
        {
            AppendWithMembers(document, text, seen, cancellationToken);
        }

        using var sha = SHA256.Create();
        var hash = sha.ComputeHash(Encoding.UTF8.GetBytes(text.ToString()));
        return string.Concat(hash.Select(b => b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static IEnumerable<INamedTypeSymbol> DocumentTypes(INamedTypeSymbol type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            foreach (var argument in current.TypeArguments.OfType<INamedTypeSymbol>())
            {
                yield return argument;
            }
        }
    }

    private static void AppendWithMembers(INamedTypeSymbol type, StringBuilder text, HashSet<ISymbol> seen, CancellationToken cancellationToken)
    {
        if (!Append(type, text, seen, cancellationToken))
        {
            return;
        }

        foreach (var member in type.GetMembers().Select(TypeOf).SelectMany(Parts))
        {
            AppendWithMembers(member, text, seen, cancellationToken);
        }
    }

    private static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IPropertySymbol property => property.Type,
        IFieldSymbol { IsImplicitlyDeclared: false } field => field.Type,
        _ => null,
    };

    // A list of tags says something of the tag too.
    private static IEnumerable<INamedTypeSymbol> Parts(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => Parts(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.SelectMany(Parts).Concat(new[] { named }),
        _ => Array.Empty<INamedTypeSymbol>(),
    };

    // False for a type that was seen already or has no source in this assembly.
    private static bool Append(INamedTypeSymbol type, StringBuilder text, HashSet<ISymbol> seen, CancellationToken cancellationToken)
    {
        if (!seen.Add(type.OriginalDefinition) || type.DeclaringSyntaxReferences.Length == 0)
        {
            return false;
        }

        var parts = type.DeclaringSyntaxReferences
            .Select(reference => string.Join(" ", reference.GetSyntax(cancellationToken).DescendantTokens().Select(token => token.Text)))
            .OrderBy(part => part, StringComparer.Ordinal);
        foreach (var part in parts)
        {
            text.Append(part).Append('\n');
        }

        return true;
    }
}
