#!/usr/bin/env pwsh
$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:DOTNET_NOLOGO = '1'
$env:MIGRATIONS_INVOKED_FROM = (Get-Location).Path
Push-Location $root
try {
    dotnet tool restore | Out-Null
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
    $addin = Join-Path $root 'artifacts/cake-addin/Cake.Migrations.dll'
    $sources = Get-ChildItem src/Cake.Migrations, src/Shared, build -Recurse -File -Include *.cs, *.csproj, *.props | Where-Object { $_.FullName -notmatch '[\\/](obj|bin)[\\/]' }
    $isStale = -not (Test-Path $addin)
    if (-not $isStale) {
        $built = (Get-Item $addin).LastWriteTimeUtc
        $isStale = @($sources | Where-Object { $_.LastWriteTimeUtc -gt $built }).Count -gt 0
    }
    if ($isStale) {
        dotnet build src/Cake.Migrations/Cake.Migrations.csproj --configuration Release --output (Join-Path $root 'artifacts/cake-addin') --verbosity quiet --nologo
        if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
        (Get-Item $addin).LastWriteTimeUtc = [DateTime]::UtcNow
    }
    $env:CAKE_PATHS_CACHE = Join-Path $root "artifacts/cake-cache/$((Get-FileHash $addin -Algorithm SHA256).Hash.Substring(0, 16))"
    dotnet cake build.cake @args
    exit $LASTEXITCODE
}
finally {
    Pop-Location
}
