namespace Migrations.PackageTests;

// A project as a user has it, outside the repository, with the packages and a package folder of its own.
internal sealed class ConsumerProject : IDisposable
{
    private static int databases;

    public ConsumerProject(string framework = "<TargetFramework>net10.0</TargetFramework>", string properties = "")
    {
        Folder = Directory.CreateTempSubdirectory("migrations-shop-").FullName;
        Write("nuget.config", $"""<configuration><packageSources><add key="folder" value="{Packages.Feed}" /></packageSources><config><add key="globalPackagesFolder" value=".packages" /></config></configuration>""");
        Write("Directory.Build.props", "<Project />");
        Write("Shop.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                {framework}
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <EnableDynamicLoading>true</EnableDynamicLoading>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Migrations.Abstractions" Version="{Packages.Version}" ExcludeAssets="runtime" />
                <PackageReference Include="Migrations.MSBuild" Version="{Packages.Version}" PrivateAssets="all" />
              </ItemGroup>
            </Project>
            """);
    }

    public string Folder { get; }

    public string Database { get; } = $"shop_{Environment.ProcessId}_{Interlocked.Increment(ref databases)}";

    public Task<CommandOutput> BuildAsync(params string[] arguments) => BuildAsync(new Dictionary<string, string>(), arguments);

    public Task<CommandOutput> BuildAsync(Dictionary<string, string> environment, params string[] arguments)
    {
        environment["MIGRATIONS_DATABASE"] = Database;
        return DotNet.RunAsync(Folder, environment, "dotnet", ["build", "-nologo", "-tl:off", .. arguments]);
    }

    public void Write(string file, string text)
    {
        var path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
