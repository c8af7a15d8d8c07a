namespace Migrations.MSBuild;

// Errors of the build itself, which no host prints. The reference, docs/errors/README.md, is generated from these comments.
internal enum BuildErrorCode
{
    /// <summary>The targets were run by the .NET Framework's MSBuild, older than version 18.</summary>
    /// <level>build error</level>
    /// <consequence>Nothing was done: the tasks need .NET.</consequence>
    /// <cure>Use <c>dotnet build</c>, or Visual Studio 2026.</cure>
    MSBuildTooOld = 1009,

    /// <summary>The Cake aliases of this repository were compiled before its packages were restored.</summary>
    /// <level>build error</level>
    /// <consequence>The build stopped: Cake.Core and Cake.Common come from the package of the Cake tool.</consequence>
    /// <cure>Run <c>dotnet restore</c>. If that does not help, <c>CakeVersion</c> in <c>build/Packages.props</c> names a version that is not on the feed.</cure>
    CakeMissing = 1010,

    /// <summary>A property given with <c>-p:</c> looks like an option, but the target does not take it: it starts with <c>Migration</c>, or has almost the name of an option, and nothing in the project mentions it.</summary>
    /// <level>build error</level>
    /// <consequence>Nothing was done. MSBuild ignores unknown properties, so a misspelt dry run would really migrate.</consequence>
    /// <cure>Correct the name; the message suggests the nearest one, and docs/options.md lists all.</cure>
    PropertyUnknown = 1018,

    /// <summary>A migration target was run on a solution with several projects, or in a folder with such a solution.</summary>
    /// <level>build error</level>
    /// <consequence>Nothing was done. MSBuild runs a target in every project of a solution, and those without migrations would fail.</consequence>
    /// <cure>Name the project: <c>dotnet build migrations/migrations.csproj -t:Migrate</c>. Or declare the targets for the solution.</cure>
    SolutionHasSeveralProjects = 1019,

    /// <summary>A project with the package Migrations.MSBuild targets only frameworks older than .NET 10.</summary>
    /// <level>build error</level>
    /// <consequence>Nothing was compiled: migrations run on .NET 10.</consequence>
    /// <cure>Set <c>&lt;TargetFramework&gt;net10.0&lt;/TargetFramework&gt;</c>, or add <c>net10.0</c> to the frameworks.</cure>
    FrameworkTooOld = 1020,

    /// <summary>A bundle was asked for, and the plugin's assembly has the name of one that it needs from the command, such as <c>Migrations.Engine</c>.</summary>
    /// <level>build error</level>
    /// <consequence>No bundle and no image was made: one program cannot have two assemblies of one name.</consequence>
    /// <cure>Give the project another <c>&lt;AssemblyName&gt;</c>, for example <c>Shop.Migrations</c>. In a database that it has migrated, take its trees over with <c>migrations accept TREE</c>.</cure>
    BundleNameTaken = 1021,
}
