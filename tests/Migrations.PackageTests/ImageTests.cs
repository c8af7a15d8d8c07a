using System.Text.Json;

namespace Migrations.PackageTests;

// The image of a plugin, unpacked and started as a container runtime would: read-only, as a user without a name or a home. Needs no Docker.
[NonParallelizable]
[Platform("Linux", Reason = "It mounts a folder and changes into it as a container runtime does.")]
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class ImageTests
{
    // /proc and /dev are what every container has, and nothing else can be written.
    private const string Contain = """
        set -e
        mount --bind "$1" "$1"
        mount -o remount,ro,bind "$1"
        mount --rbind /proc "$1/proc"
        mount --rbind /dev "$1/dev"
        root=$1
        shift
        exec env -i DOTNET_EnableDiagnostics=0 MIGRATIONS_CONNECTION="$MIGRATIONS_CONNECTION" MIGRATIONS_DATABASE="$MIGRATIONS_DATABASE" "$(command -v chroot)" --userspec="$CONTAINER_USER" "$root" "$@"
        """;

    [Test]
    public async Task An_image_runs_read_only_as_a_user_without_rights()
    {
        using var project = new ConsumerProject();
        using var image = new BaseImage();
        project.Write("models/AddOne.cs", SampleMigrations.AddOne);

        var made = await project.BuildAsync("-c", "Release", "-t:MigrationImage", $"-p:ContainerBaseImage={image.Name}", "-p:ContainerArchiveOutputPath=shop.tar.gz");
        Assert.That(made.ExitCode, Is.Zero, made.Text);
        var (root, entry, user) = await UnpackAsync(project);
        var initialised = await RunAsync(project, root, user, entry, "init");
        var closed = await RunAsync(project, root, user, entry, "verify");
        var migrated = await RunAsync(project, root, user, entry, "migrate");
        var open = await RunAsync(project, root, user, entry, "verify");

        Assert.That(user, Is.EqualTo("65532"));
        Assert.That(new[] { initialised, closed, migrated, open }.Select(run => run.ExitCode), Is.EqualTo(new[] { 0, 2, 0, 0 }), initialised.Text + closed.Text + migrated.Text + open.Text);
    }

    private static async Task<(string Root, string Entry, string User)> UnpackAsync(ConsumerProject project)
    {
        var (parts, root) = (Directory.CreateDirectory(Path.Combine(project.Folder, "parts")).FullName, Directory.CreateDirectory(Path.Combine(project.Folder, "root")).FullName);
        await TarAsync(Path.Combine(project.Folder, "shop.tar.gz"), parts);
        var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(parts, "manifest.json"))).RootElement[0];
        foreach (var layer in manifest.GetProperty("Layers").EnumerateArray())
        {
            await TarAsync(Path.Combine(parts, layer.GetString()!), root);
        }

        Directory.CreateDirectory(Path.Combine(root, "proc"));
        Directory.CreateDirectory(Path.Combine(root, "dev"));
        // The folder of the project is only for its owner.
        File.SetUnixFileMode(project.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        var config = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(parts, manifest.GetProperty("Config").GetString()!))).RootElement.GetProperty("config");
        return (root, config.GetProperty("Entrypoint").EnumerateArray().Single().GetString()!, config.GetProperty("User").GetString()!);
    }

    private static async Task TarAsync(string archive, string folder)
    {
        var unpacked = await DotNet.RunAsync(folder, [], "tar", "--extract", "--file", archive);
        Assert.That(unpacked.ExitCode, Is.Zero, unpacked.Text);
    }

    private static Task<CommandOutput> RunAsync(ConsumerProject project, string root, string user, params string[] command)
    {
        string[] contained = ["unshare", "--mount", "sh", "-c", Contain, "sh", root, .. command];
        var words = Environment.IsPrivilegedProcess ? contained : ["sudo", "--non-interactive", "--preserve-env", .. contained];
        return DotNet.RunAsync(project.Folder, new() { ["MIGRATIONS_DATABASE"] = project.Database, ["CONTAINER_USER"] = $"{user}:{user}" }, words[0], words[1..]);
    }
}
