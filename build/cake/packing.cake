Task("Pack")
    .Description("Makes the NuGet packages in artifacts/packages.")
    .Takes()
    .Does(() =>
    {
        var output = "artifacts/packages";
        CleanDirectory(output);
        foreach (var name in new[] { "Migrations.Bytes", "Migrations.Abstractions", "Migrations.Engine", "Migrations.AspNetCore", "Migrations.DependencyInjection", "Migrations.MSBuild", "Cake.Migrations", "Migrations.Tool", "Migrations.Templates" })
        {
            DotNetPack($"src/{name}/{name}.csproj", new DotNetPackSettings { Configuration = "Release", OutputDirectory = output, NoLogo = true, Verbosity = DotNetVerbosity.Quiet });
        }

        foreach (var package in GetFiles($"{output}/*.nupkg"))
        {
            Information(package.GetFilename());
        }
    });
