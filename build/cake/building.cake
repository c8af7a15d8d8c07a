var configuration = Argument("configuration", "Debug");

Task("Build")
    .Description("Compiles everything; warnings are errors.")
    .Does(() => DotNetBuild("Migrations.sln", new DotNetBuildSettings { Configuration = configuration, NoLogo = true, Verbosity = DotNetVerbosity.Minimal }));
