using Migrations.MSBuild.Processes;

namespace Migrations.MSBuild.Tasks;

internal sealed record HostRun(int ExitCode, HostLog Log);
