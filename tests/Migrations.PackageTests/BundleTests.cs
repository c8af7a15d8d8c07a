namespace Migrations.PackageTests;

// The command and a plugin as one program, on a machine that has nothing else of ours and no .NET.
[FixtureLifeCycle(LifeCycle.SingleInstance)]
[NonParallelizable]
public sealed class BundleTests
{
    private readonly ConsumerProject _project = new();
    private string _target = "";
    private CommandOutput _made = null!;

    [OneTimeSetUp]
    public async Task BundleAsync()
    {
        _project.Write("models/AddOne.cs", SampleMigrations.AddOne);
        _made = await _project.BuildAsync(new Dictionary<string, string> { ["MIGRATIONS_CONNECTION"] = "mongodb://shop:sesame-of-this-test@localhost/" }, "-c", "Release", "-t:MigrationBundle", "-p:MigrationOut=deploy/shop");
        Assert.That(_made.ExitCode, Is.Zero, _made.Text);
        _target = Directory.CreateTempSubdirectory("migrations-target-").FullName;
        File.Copy(Path.Combine(_project.Folder, "deploy", "shop"), Path.Combine(_target, "shop"));
        File.Copy(Path.Combine(_project.Folder, "deploy", "shop.sha256"), Path.Combine(_target, "shop.sha256"));
    }

    [OneTimeTearDown]
    public void Remove()
    {
        _project.Dispose();
        Directory.Delete(_target, recursive: true);
    }

    [Test]
    [Order(1)]
    public async Task A_bundle_is_one_file_whose_checksum_is_beside_it()
    {
        var files = Directory.GetFiles(Path.Combine(_project.Folder, "deploy")).Select(Path.GetFileName);
        var checkedSum = await DotNet.RunAsync(_target, [], "sha256sum", "--check", "shop.sha256");

        Assert.That(files, Is.EquivalentTo(new[] { "shop", "shop.sha256" }));
        Assert.That(checkedSum.ExitCode, Is.Zero, checkedSum.Text);
        Assert.That((await File.ReadAllBytesAsync(Path.Combine(_target, "shop"))).AsSpan().IndexOf("sesame-of-this-test"u8), Is.Negative);
    }

    [Test]
    [Order(2)]
    public async Task It_takes_a_database_to_a_passed_gate_by_a_plan_of_the_build()
    {
        var initialised = await RunAsync("init");
        Assert.That(initialised.ExitCode, Is.Zero, initialised.Text);
        var planned = await _project.BuildAsync("-c", "Release", "-t:PlanMigrations", $"-p:MigrationOut={_target}/plan.json");
        var closed = await RunAsync("verify");
        var migrated = await RunAsync("migrate", "--plan", "plan.json");
        var open = await RunAsync("verify", "--report", "junit=verify.xml");
        var back = await RunAsync("rollback", "--distance", "1");

        Assert.That(planned.ExitCode, Is.Zero, planned.Text);
        Assert.That(new[] { initialised, closed, migrated, open, back }.Select(run => run.ExitCode), Is.EqualTo(new[] { 0, 2, 0, 0, 0 }), initialised.Text + closed.Text + migrated.Text + open.Text + back.Text);
        Assert.That(await File.ReadAllTextAsync(Path.Combine(_target, "verify.xml")), Does.Contain("Shop"));
    }

    [Test]
    [Order(3)]
    public async Task A_bundle_that_cannot_be_finished_leaves_no_program()
    {
        Directory.CreateDirectory(Path.Combine(_project.Folder, "halfway", "shop.sha256"));

        var failed = await _project.BuildAsync("-c", "Release", "-t:MigrationBundle", "-p:MigrationOut=halfway/shop");

        Assert.That(failed.ExitCode, Is.Not.Zero, failed.Text);
        Assert.That(File.Exists(Path.Combine(_project.Folder, "halfway", "shop")), Is.False, failed.Text);
    }

    [TestCase("status --project shop.csproj", "MIG1005")]
    [TestCase("status --no-build", "MIG1005")]
    [TestCase("status --assembly Other.dll", "MIG1005")]
    [TestCase("bundle", "MIG1901")]
    public async Task It_refuses_another_plugin_and_builds_nothing(string arguments, string code)
    {
        var refused = await RunAsync(arguments.Split(' '));

        Assert.That(refused.ExitCode, Is.EqualTo(64), refused.Text);
        Assert.That(refused.Text, Does.Contain($"error {code}").And.Contain("'Shop'"));
    }

    [Test]
    public async Task It_takes_the_assembly_that_is_in_it_and_no_other_build_of_it()
    {
        var own = await RunAsync("trees", "--assembly", Path.Combine(_project.Folder, "bin", "Release", "net10.0", "Shop.dll"));
        var debug = await _project.BuildAsync();
        var other = await RunAsync("trees", "--assembly", Path.Combine(_project.Folder, "bin", "Debug", "net10.0", "Shop.dll"));

        Assert.That(debug.ExitCode, Is.Zero, debug.Text);
        Assert.That(own.ExitCode, Is.Zero, own.Text);
        Assert.That(other.ExitCode, Is.EqualTo(64), other.Text);
    }

    // As the command's own assembly, and as one of its commands.
    [Test]
    public async Task Plugin_and_bundle_may_have_any_name()
    {
        using var project = new ConsumerProject(properties: "<AssemblyName>migrations</AssemblyName>");
        project.Write("models/AddOne.cs", SampleMigrations.AddOne);
        var made = await project.BuildAsync("-c", "Release", "-t:MigrationBundle", "-p:MigrationOut=deploy/migrate");
        Assert.That(made.ExitCode, Is.Zero, made.Text);

        var trees = await DotNet.RunAsync(_target, [], Path.Combine(project.Folder, "deploy", "migrate"), "trees");

        Assert.That(trees.ExitCode, Is.Zero, trees.Text);
        Assert.That(trees.Text, Does.Contain("models"));
    }

    [TestCase("-p:MigrationRuntim=linux-x64", "MIG1018")]
    [TestCase("-p:MigrationRuntime=linux-x46", "NETSDK1083")]
    [TestCase("-p:AssemblyName=Migrations.Engine", "MIG1021")]
    public async Task What_cannot_be_bundled_fails_the_build(string property, string code)
    {
        var refused = await _project.BuildAsync("-t:MigrationBundle", property);

        Assert.That(refused.ExitCode, Is.Not.Zero, refused.Text);
        Assert.That(refused.Text, Does.Contain($"error {code}"));
    }

    private Task<CommandOutput> RunAsync(params string[] arguments) => DotNet.RunAsync(
        _target,
        new() { ["MIGRATIONS_DATABASE"] = _project.Database, ["PATH"] = "/nowhere", ["DOTNET_ROOT"] = DotNet.Unset, ["HOME"] = DotNet.Unset },
        Path.Combine(_target, "shop"),
        arguments);
}
