# Installs Executor for the user who runs this: fetches a released jar, checks its SHA-256, and puts
# a launcher beside it.
#
#   irm https://executor.sh/install.ps1 | iex
#   install.ps1 [-Version V] [-Dir DIR] [-BaseUrl URL]
param(
  [ValidatePattern('^[0-9A-Za-z.+-]+$')]
  [string] $Version = 'latest',
  [string] $Dir = $(if ($env:EXECUTOR_INSTALL_DIR) { $env:EXECUTOR_INSTALL_DIR } else { Join-Path $HOME '.executor\bin' }),
  [string] $BaseUrl = $(if ($env:EXECUTOR_RELEASES) { $env:EXECUTOR_RELEASES } else { 'https://github.com/executor-sh/executor/releases' })
)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

$from = if ($Version -eq 'latest') { "$BaseUrl/latest/download" } else { "$BaseUrl/download/v$Version" }
# The built-in database is a program of its own for each system, so there is a jar for each.
$machine = if ($env:PROCESSOR_ARCHITECTURE -eq 'ARM64') { 'arm64' } else { 'amd64' }
$name = "executor-windows-$machine.jar"
$work = Join-Path ([IO.Path]::GetTempPath()) ([Guid]::NewGuid())
New-Item -ItemType Directory -Path $work | Out-Null
try {
  $jar = Join-Path $work 'executor.jar'
  $sum = Join-Path $work 'executor.jar.sha256'
  Invoke-WebRequest -UseBasicParsing -TimeoutSec 900 -Uri "$from/$name.sha256" -OutFile $sum
  $expected = ((Get-Content -TotalCount 1 $sum) -split '\s+')[0].ToLowerInvariant()
  if ($expected -notmatch '^[0-9a-f]{64}$') {
    throw "$from/$name.sha256 holds no SHA-256: nothing was installed."
  }
  Invoke-WebRequest -UseBasicParsing -TimeoutSec 900 -Uri "$from/$name" -OutFile $jar
  $actual = (Get-FileHash -Algorithm SHA256 $jar).Hash.ToLowerInvariant()
  if ($actual -ne $expected) {
    throw "$name is not the one that was released (SHA-256 $actual, not $expected): nothing was installed."
  }
  New-Item -ItemType Directory -Force -Path $Dir | Out-Null
  Move-Item -Force $jar (Join-Path $Dir 'executor.jar')
  $launcher = @'
@echo off
setlocal
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow %EXECUTOR_JAVA_OPTIONS% -jar "%~dp0executor.jar" %*
'@
  Set-Content -Encoding ascii -Path (Join-Path $Dir 'executor.cmd') -Value $launcher
  Write-Output "Installed $(Join-Path $Dir 'executor.cmd')"
} finally {
  Remove-Item -Recurse -Force $work
}
