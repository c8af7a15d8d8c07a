#!/usr/bin/env bash
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MIGRATIONS_INVOKED_FROM="$PWD"
cd "$root"
dotnet tool restore >/dev/null
addin="$root/artifacts/cake-addin/Cake.Migrations.dll"
# The build script uses the repository's own aliases, so they are built first, into a folder that no task writes.
if [[ ! -f "$addin" ]] || [[ -n "$(find src/Cake.Migrations src/Shared build/*.props global.json -newer "$addin" -not -path '*/obj/*' -not -path '*/bin/*' -print -quit)" ]]; then
  echo "Building the Cake aliases ..." >&2
  dotnet build src/Cake.Migrations/Cake.Migrations.csproj --configuration Release --output "$root/artifacts/cake-addin" --verbosity quiet --nologo
  touch "$addin"
fi
# A cached script is compiled against the aliases as they were: another addin, another cache.
export CAKE_PATHS_CACHE="$root/artifacts/cake-cache/$(cksum < "$addin" | tr ' ' '-')"
exec dotnet cake build.cake "$@"
