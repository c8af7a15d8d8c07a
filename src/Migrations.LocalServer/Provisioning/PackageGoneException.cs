using Migrations.LocalServer.Errors;
using Migrations.Shared;
namespace Migrations.LocalServer.Provisioning;

// No mirror has the locked file any more: the archive has moved on.
internal sealed class PackageGoneException(LockedPackage package, IEnumerable<string> faults)
    : LocalServerException(LocalServerErrorCode.DownloadFailed,
        $"The package '{package.Name}' {package.Version} is no longer in the archive: {string.Join("; ", faults)}. The local server cannot be provisioned as locked. "
        + $"Name a mirror that still has it in {MirrorDiscovery.Variable}, or set {LocalServerCures.ConnectionVariable} to a server of your own.");
