// The pages as a site, with the API from the comments in the code. A link that leads nowhere is a warning of docfx, and its warnings are errors here.
Task("Docs")
    .Description("Builds the documentation as a site, in artifacts/site.")
    .Takes()
    .Does(() =>
{
    var (source, site) = (Directory("artifacts/site-source"), Directory("artifacts/site"));
    CleanDirectories([source, site]);
    DotNetBuild("src/Migrations.Abstractions", new DotNetBuildSettings { Configuration = "Release", NoLogo = true, Verbosity = DotNetVerbosity.Quiet });

    // docfx only reads what is below its own folder.
    CopyDirectory("docs", source + Directory("docs"));
    CopyDirectory("artifacts/bin/Migrations.Abstractions/release", source + Directory("assembly"));
    CopyFiles(["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", .. GetFiles("build/site/*").Select(f => f.FullPath)], source);
    RunDocfx("tool restore", source);
    RunDocfx("tool run docfx docfx.json --warningsAsErrors", source);
    CopyFile(site + File("README.html"), site + File("index.html"));
    Information($"The site is in {MakeAbsolute(site)}; index.html is its first page.");
});

// Its own manifest: half a gigabyte that nobody needs who only builds.
void RunDocfx(string arguments, DirectoryPath folder)
{
    if (StartProcess("dotnet", new ProcessSettings { Arguments = arguments, WorkingDirectory = folder }) is not 0 and var code)
    {
        throw new CakeException(1, $"'dotnet {arguments}' ended with {code}. The lines above say why.");
    }
}
