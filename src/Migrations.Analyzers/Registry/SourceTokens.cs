using System;
using System.Globalization;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Migrations.Analyzers.Registry;

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
        "Migration" or "MigrationAttribute" or "KeepBeforeImages" or "KeepBeforeImagesAttribute" => true,
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
