using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Migrations.Analyzers.Registry;

// SHA-256 over the source that runs: all that a migration reaches in its assembly, as words.
internal static class SourceChecksum
{
    // The way up. What only the way back reaches is not part of it.
    public static string OfUp(MigrationRoots roots, Compilation compilation, CancellationToken cancellationToken) => Of(roots, roots.Up, compilation, cancellationToken);

    // The way back, or nothing where none is written.
    public static string? OfDown(MigrationRoots roots, Compilation compilation, CancellationToken cancellationToken) =>
        roots.Down.Count == 0 ? null : Of(roots, roots.Down, compilation, cancellationToken);

    private static string Of(MigrationRoots roots, IReadOnlyList<ISymbol> members, Compilation compilation, CancellationToken cancellationToken)
    {
        var reach = new ReachableSource(compilation, cancellationToken);
        reach.Follow(roots, members);
        using var sha = SHA256.Create();
        return string.Concat(sha.ComputeHash(Encoding.UTF8.GetBytes(reach.Text)).Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));
    }
}

// A piece of source as the words that mean something. White space and comments are left out; a literal is its value, however it is written.
internal static class SourceTokens
{
    public static void Append(StringBuilder text, SyntaxNode node)
    {
        foreach (var token in node.DescendantTokens(inner => !IsLeftOut(inner)))
        {
            text.Append(Word(token)).Append(' ');
        }
    }

    // Does not affect what runs: it is for people and tools.
    public static bool IsLeftOut(SyntaxNode node) => node is AttributeListSyntax list && list.Attributes.All(IsLeftOut);

    private static bool IsLeftOut(AttributeSyntax attribute) => attribute.Name.ToString().Split('.').Last() switch
    {
        "Migration" or "MigrationAttribute" or "KeepBeforeImages" or "KeepBeforeImagesAttribute" or "Irreversible" or "IrreversibleAttribute" or "Destructive" or "DestructiveAttribute" => true,
        "Obsolete" or "SuppressMessage" or "ExcludeFromCodeCoverage" or "DebuggerDisplay" or "DebuggerStepThrough" or "EditorBrowsable" or "Description" or "DisplayName" or "UsedImplicitly" or "PublicAPI" => true,
        _ => false,
    };

    private static string Word(SyntaxToken token)
    {
        if (token.IsKind(SyntaxKind.InterpolatedStringTextToken))
        {
            return "\"" + WithOneLineEnd(token.ValueText);
        }

        if (IsInterpolationMark(token))
        {
            return "$\"";
        }

        return token.Value switch
        {
            string value when token.Parent is LiteralExpressionSyntax && !token.IsKeyword() => "\"" + WithOneLineEnd(value),
            char value => "'" + value,
            IFormattable value when token.IsKind(SyntaxKind.NumericLiteralToken) => value.GetType().Name + value.ToString(null, CultureInfo.InvariantCulture),
            _ => token.ValueText,
        };
    }

    private static bool IsInterpolationMark(SyntaxToken token) => token.Kind() is SyntaxKind.InterpolatedStringStartToken or SyntaxKind.InterpolatedVerbatimStringStartToken
        or SyntaxKind.InterpolatedSingleLineRawStringStartToken or SyntaxKind.InterpolatedMultiLineRawStringStartToken
        or SyntaxKind.InterpolatedStringEndToken or SyntaxKind.InterpolatedRawStringEndToken;

    // A checkout may change the line ends of a file.
    private static string WithOneLineEnd(string value) => value.Replace("\r\n", "\n");
}
