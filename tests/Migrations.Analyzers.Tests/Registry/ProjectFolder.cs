using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Migrations.Analyzers.Tests.Registry;

// Says that the plugin's project is in /plugin, as the SDK does.
internal sealed class ProjectFolder(string? packageVersion = null, string? version = null) : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions { get; } = new Folder(packageVersion, version);

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

    private sealed class Folder(string? packageVersion, string? version) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = key switch
            {
                "build_property.ProjectDir" => "/plugin/",
                "build_property.PackageVersion" => packageVersion,
                "build_property.Version" => version,
                _ => null,
            };
            return value is not null;
        }
    }
}
