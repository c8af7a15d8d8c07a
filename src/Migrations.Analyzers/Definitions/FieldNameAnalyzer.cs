using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Migrations.Analyzers.Driver;
using Migrations.Analyzers.Symbols;

namespace Migrations.Analyzers.Definitions;

/// <summary>Finds names of fields that no class has, and that are nearly those of the class at hand.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FieldNameAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The property of a finding that has the path that was probably meant.</summary>
    public const string Nearest = "Nearest";

    /// <summary>The property of a finding that has the member of the class that was probably meant, if the field is one of its own.</summary>
    public const string Member = "Member";

    // The old name of a field stands where it is renamed, removed or asked for, and no class has it any more.
    private static readonly string[] OfOldFields = ["Exists", "Unset", "Rename", "Exclude", "Type"];

    private static readonly DiagnosticDescriptor UnknownField = BodyRule.Information(
        "MIG1132", "A field is named that no class has", "'{0}' has no field '{1}', and no other class has one; was '{2}' meant? The server takes any name, and finds nothing");

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [UnknownField];

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            var names = new ConcurrentDictionary<IAssemblySymbol, HashSet<string>>(SymbolEqualityComparer.Default);
            start.RegisterOperationAction(c => Check(c, (name, entity) => NamesOf(c.Compilation.Assembly, names).Contains(name) || NamesOf(entity.ContainingAssembly, names).Contains(name)), OperationKind.Conversion);
        });
    }

    private static void Check(OperationAnalysisContext context, Func<string, INamedTypeSymbol, bool> isKnown)
    {
        var conversion = (IConversionOperation)context.Operation;
        if (conversion is { OperatorMethod.ContainingType: { Name: "FieldDefinition" } definition, Operand.ConstantValue: { HasValue: true, Value: string path } }
            && definition.TypeArguments[0] is INamedTypeSymbol { TypeKind: TypeKind.Class } entity
            && !IsOfOldField(conversion) && MigrationSymbols.MigrationOf(context.ContainingSymbol) is not null && FirstUnknown(entity, path.Split('.'), isKnown) is { } unknown)
        {
            var meant = ImmutableDictionary<string, string?>.Empty.Add(Nearest, unknown.Path).Add(Member, unknown.Path == unknown.Meant ? unknown.Member.Name : null);
            context.ReportDiagnostic(Diagnostic.Create(UnknownField, conversion.Operand.Syntax.GetLocation(), meant, unknown.Owner.Name, unknown.Name, unknown.Meant));
        }
    }

    private static bool IsOfOldField(IOperation conversion) => conversion.Parent is IArgumentOperation { Parent: IInvocationOperation call } && OfOldFields.Contains(call.TargetMethod.Name);

    // Down the path as far as the classes are known.
    private static Misspelt? FirstUnknown(INamedTypeSymbol entity, string[] path, Func<string, INamedTypeSymbol, bool> isKnown)
    {
        INamedTypeSymbol? owner = entity;
        for (var i = 0; i < path.Length; i++)
        {
            var name = path[i];
            if (name.Length == 0 || name[0] == '$' || char.IsDigit(name[0]))
            {
                continue;
            }

            if (owner is not { TypeKind: TypeKind.Class } || IsForeign(owner) || IsOpen(owner))
            {
                return null;
            }

            var members = MembersOf(owner).ToList();
            if (members.FirstOrDefault(m => Same(m.Name, name) || Same(DefinitionReader.StoredName(m), name)) is not { } member)
            {
                return !isKnown(name, entity) && NearestOf(members, name) is var (meant, nearest) ? new Misspelt(name, owner, meant, nearest, string.Join(".", path.Take(i).Append(meant).Concat(path.Skip(i + 1)))) : null;
            }

            owner = ElementOf((member as IPropertySymbol)?.Type ?? (member as IFieldSymbol)?.Type);
        }

        return null;
    }

    // Types that are no document class: values, documents, what others serialize.
    private static bool IsForeign(INamedTypeSymbol type) => MigrationSymbols.IsOf(type, "System") || MigrationSymbols.IsOf(type, "MongoDB");

    // May hold fields that it does not declare.
    private static bool IsOpen(INamedTypeSymbol type) => type.IsAbstract || MembersOf(type).Any(m => m.GetAttributes().Any(a => a.AttributeClass?.Name == "BsonExtraElementsAttribute"));

    private static IEnumerable<ISymbol> MembersOf(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            foreach (var member in current.GetMembers().Where(m => m is IPropertySymbol { IsStatic: false, IsIndexer: false, IsImplicitlyDeclared: false } or IFieldSymbol { IsStatic: false, IsImplicitlyDeclared: false, DeclaredAccessibility: Accessibility.Public }))
            {
                yield return member;
            }
        }
    }

    private static INamedTypeSymbol? ElementOf(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType as INamedTypeSymbol,
        INamedTypeSymbol { SpecialType: SpecialType.System_String } => null,
        INamedTypeSymbol { TypeArguments.Length: 1 } list => list.TypeArguments[0] as INamedTypeSymbol,
        INamedTypeSymbol plain => plain,
        _ => null,
    };

    private static (string Name, ISymbol Member)? NearestOf(IEnumerable<ISymbol> members, string name)
    {
        var near = members.Select(m => (Name: m.GetAttributes().Any(a => a.AttributeClass?.Name == "BsonElementAttribute") ? DefinitionReader.StoredName(m) : InCaseOf(name, m.Name), Member: m))
            .Where(m => !IsAnother(Letters(m.Name), Letters(name)))
            .Select(m => (m.Name, m.Member, Distance: Spelling.Distance(Letters(m.Name), Letters(name)))).Where(m => m.Distance <= (name.Length >= 8 ? 2 : 1)).OrderBy(m => m.Distance).ToList();
        return name.Length >= 4 && near.Count > 0 ? (near[0].Name, near[0].Member) : null;
    }

    private static string InCaseOf(string name, string member) => char.IsLower(name[0]) ? char.ToLowerInvariant(member[0]) + member.Substring(1) : member;

    // Conventions write names in other cases, or with underscores.
    private static bool Same(string one, string other) => Letters(one) == Letters(other);

    private static string Letters(string name) => name.Replace("_", "").ToLowerInvariant();

    // 'tags' beside 'Tag', or 'line2' beside 'Line1', is another field more often than a mistake.
    private static bool IsAnother(string one, string other) => one.StartsWith(other, StringComparison.Ordinal) || other.StartsWith(one, StringComparison.Ordinal) || WithoutDigits(one) == WithoutDigits(other);

    private static string WithoutDigits(string name) => string.Concat(name.Where(c => !char.IsDigit(c)));

    private static HashSet<string> NamesOf(IAssemblySymbol assembly, ConcurrentDictionary<IAssemblySymbol, HashSet<string>> known) => known.GetOrAdd(assembly, a => NamesIn(a));

    private static HashSet<string> NamesIn(IAssemblySymbol assembly)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var open = new Stack<INamespaceOrTypeSymbol>([assembly.GlobalNamespace]);
        while (open.Count > 0)
        {
            foreach (var member in open.Pop().GetMembers())
            {
                switch (member)
                {
                    case INamespaceOrTypeSymbol inner:
                        open.Push(inner);
                        break;
                    case IPropertySymbol or IFieldSymbol when MigrationSymbols.MigrationOf(member) is null:
                        names.Add(member.Name);
                        names.Add(DefinitionReader.StoredName(member));
                        break;
                }
            }
        }

        return names;
    }

    // The wrong name, the class that does not have it, and what was probably meant.
    private sealed class Misspelt(string name, INamedTypeSymbol owner, string meant, ISymbol member, string path)
    {
        public string Name { get; } = name;

        public INamedTypeSymbol Owner { get; } = owner;

        public string Meant { get; } = meant;

        public ISymbol Member { get; } = member;

        // As it was written, with the name replaced.
        public string Path { get; } = path;
    }
}
