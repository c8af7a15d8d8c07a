var configuration = TextOf("configuration") ?? "Debug";

Task("Build")
    .Description("Compiles everything; warnings are errors.")
    .Takes()
    .Does(() => DotNetBuild("Migrations.sln", new DotNetBuildSettings { Configuration = configuration, NoLogo = true, Verbosity = DotNetVerbosity.Minimal }));
