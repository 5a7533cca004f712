# Quaestor's live response script for Windows (PowerShell 5.1, as SYSTEM).
#
#   quaestor-live-response.ps1 VERB REQUEST
#
# VERB     kill-process, or look-, remove- or restore- with file, task, registry, service or driver.
# REQUEST  base64url of a JSON object whose every value is base64url of UTF-8 text. Nothing of it is
#          ever made part of a command: names are handed to .NET, COM and CIM as they are, because a
#          name may hold quotes, wildcards and line breaks.
#
# It runs as SYSTEM in folders of people who may be hostile, so it takes no name that Windows reads in
# more than one way, goes through no link, and holds a file open in a folder while it works there: a
# folder with an open file in it can be neither renamed nor made a link, nor can those above it.
#
# NOT RUN IN TESTS: nothing that builds this project can run PowerShell. The file is parsed, and the
# patterns under "what is taken" are tried on a table of cases; everything else was only read.
#
# Writes one line of ASCII JSON and exits 0 whenever it could say what it did:
#   quaestor 1, found, changed, present (looked at again after acting), image (what puts the item
#   back), refused (a code, when it would not act), detail (a sentence).
param(
  [Parameter(Mandatory = $true)][string]$Verb,
  [Parameter(Mandatory = $true)][string]$Request
)
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

$answer = [ordered]@{
  quaestor = 1; found = $false; changed = $false; present = $false
  image = $null; refused = $null; detail = ''
}

function Read-Base64([string]$text) {
  $plain = $text.Replace('-', '+').Replace('_', '/')
  $plain += '=' * ((4 - $plain.Length % 4) % 4)
  [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($plain))
}

# A value of the request; null when it is not there.
function Get-Asked([string]$name) {
  $property = $asked.PSObject.Properties[$name]
  if ($null -eq $property) { return $null }
  Read-Base64 $property.Value
}

function Get-Image { ConvertFrom-Json (Get-Asked 'image') }

# ---- what is taken ---------------------------------------------------------------------------
# Each decision about a name is one of these patterns and nothing else. The same patterns are tried on
# quaestor-live-response.cases.tsv outside of PowerShell, so they keep to what all dialects share.

# A file on a drive, in one writing: no host, no device, no stream, no step up, no name that ends in a
# dot or a blank (Windows drops those), none of the names that are devices in every folder.
$plainPath = '^[A-Za-z]:(\\(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9\u00b9\u00b2\u00b3]|[Ll][Pp][Tt][0-9\u00b9\u00b2\u00b3]|[Cc][Oo][Nn][Ii][Nn]\$|[Cc][Oo][Nn][Oo][Uu][Tt]\$|[Cc][Ll][Oo][Cc][Kk]\$)[ ]*(?:[.\\]|\z))[^\\/:*?"<>|\x00-\x1f]{0,254}[^\\/:*?"<>|\x00-\x1f. ])+\z'

# A key in one writing: the registry drops repeated backslashes, which would make it a shorter one.
$plainKey = '^[^\\\x00]{1,255}(\\[^\\\x00]{1,255}){0,500}\z'

# Keys so near the root of a hive, or so much of the system's own, that they are not removed whole.
$wideKey = '^([^\\]+(\\[^\\]+)?|[Ss][Yy][Ss][Tt][Ee][Mm](\\[^\\]+){0,2}|([Ss]-[0-9-]+\\)?[Ss][Oo][Ff][Tt][Ww][Aa][Rr][Ee](\\[Ww][Oo][Ww]6432[Nn][Oo][Dd][Ee])?(\\[Mm][Ii][Cc][Rr][Oo][Ss][Oo][Ff][Tt](\\[^\\]+){0,2}|\\([Cc][Ll][Aa][Ss][Ss][Ee][Ss]|[Pp][Oo][Ll][Ii][Cc][Ii][Ee][Ss])(\\[^\\]+)?)|([Ss][Aa][Mm]|[Ss][Ee][Cc][Uu][Rr][Ii][Tt][Yy])(\\[^\\]+)*)\z'

$plainTask = '^\\?(?!\.{1,2}(?:\\|\z))[^\\/:*?"<>|\x00-\x1f]{1,238}(\\(?!\.{1,2}(?:\\|\z))[^\\/:*?"<>|\x00-\x1f]{1,238})*\z'
$plainService = '^[^\\/\x00]{1,256}\z'
$plainHash = '^[0-9a-f]{64}\z'
$plainNumber = '^[1-9][0-9]{0,8}\z'
$plainTime = '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?Z\z'

# Case counts where a pattern does not say otherwise, whatever the language of the system.
function Test-Plain([string]$pattern, $text) { ($null -ne $text) -and ([string]$text -cmatch $pattern) }

function Assert-Plain([string]$pattern, $text, [string]$what) {
  if (-not (Test-Plain $pattern $text)) { throw "the $what is not written in the one way that is taken" }
}

function Set-Refusal([string]$code, [string]$detail) {
  $answer.refused = $code
  $answer.detail = $detail
}

function Write-Answer {
  $json = ConvertTo-Json $answer -Compress -Depth 50
  # ASCII only: what code page the console has is nobody's guess.
  $json = [regex]::Replace($json, '[^\x20-\x7e]', { param($m) '\u{0:x4}' -f [int][char]$m.Value })
  [Console]::Out.WriteLine($json)
}

function Get-Sha([string]$path, [string]$algorithm) {
  $hash = [Security.Cryptography.HashAlgorithm]::Create($algorithm)
  $stream = [IO.File]::Open($path, 'Open', 'Read', 'ReadWrite, Delete')
  try { ([BitConverter]::ToString($hash.ComputeHash($stream))).Replace('-', '').ToLowerInvariant() }
  finally { $stream.Dispose(); $hash.Dispose() }
}

function Get-TextSha([string]$text) {
  $hash = [Security.Cryptography.SHA256]::Create()
  try {
    $bytes = $hash.ComputeHash([Text.Encoding]::UTF8.GetBytes($text))
    ([BitConverter]::ToString($bytes)).Replace('-', '').ToLowerInvariant()
  } finally { $hash.Dispose() }
}

# ---- processes -------------------------------------------------------------------------------

function Find-Process([int]$id, [DateTime]$started) {
  $process = $null
  try { $process = [Diagnostics.Process]::GetProcessById($id) } catch [ArgumentException] { return $null }
  try { $begun = $process.StartTime.ToUniversalTime() }
  catch [InvalidOperationException] { return $null }
  # Alert sources cut fractions of a second off.
  if ([Math]::Abs(($begun - $started).TotalMilliseconds) -gt 1000) { return $null }
  $process
}

function Stop-OneProcess {
  Assert-Plain $plainNumber (Get-Asked 'pid') 'number of the process'
  Assert-Plain $plainTime (Get-Asked 'started') 'start time of the process'
  $id = [int](Get-Asked 'pid')
  $style = [Globalization.DateTimeStyles]::AdjustToUniversal -bor [Globalization.DateTimeStyles]::AssumeUniversal
  $started = [DateTime]::Parse((Get-Asked 'started'), [Globalization.CultureInfo]::InvariantCulture, $style)
  if ($id -le 4 -or $id -eq $PID) {
    $answer.found = $true; $answer.present = $true
    Set-Refusal 'PROTECTED_PROCESS' 'the process is the system itself'
    return
  }
  $process = Find-Process $id $started
  if ($null -eq $process) {
    $answer.detail = "no process $id that started then is running"
    return
  }
  $answer.found = $true
  $process.Kill()
  [void]$process.WaitForExit(10000)
  if ($null -ne (Find-Process $id $started)) {
    $answer.present = $true
    Set-Refusal 'STILL_RUNNING' "process $id was told to end and is still running"
    return
  }
  $answer.changed = $true
  $answer.detail = "process $id that started then is gone"
}

# ---- files -----------------------------------------------------------------------------------

function Test-Link([string]$path) {
  ([IO.File]::GetAttributes($path) -band [IO.FileAttributes]::ReparsePoint) -ne 0
}

# Goes to a folder and holds it: no folder on the way may be a link, and none can become one or be
# renamed while the answer is not disposed. Null when the folder is not there.
function Enter-Folder([string]$folder, [bool]$make) {
  $drive = New-Object IO.DriveInfo ($folder.Substring(0, 1))
  if (@('Fixed', 'Removable', 'Ram') -notcontains $drive.DriveType.ToString()) { throw 'the drive is not one of the device' }
  $at = $folder.Substring(0, 2)
  $names = $folder.Substring(2).Split([char[]]'\', [StringSplitOptions]::RemoveEmptyEntries)
  foreach ($name in $names) {
    $at = $at + '\' + $name
    if (-not [IO.Directory]::Exists($at)) {
      if (-not $make) { return $null }
      [void][IO.Directory]::CreateDirectory($at)
    }
    if (Test-Link $at) { throw 'a folder of the path is a link' }
  }
  $mark = $at + '\.quaestor-' + [Guid]::NewGuid().ToString('N')
  $guard = New-Object IO.FileStream($mark, [IO.FileMode]::CreateNew, [IO.FileAccess]::Write, [IO.FileShare]::None, 16, [IO.FileOptions]::DeleteOnClose)
  # Looked at again under the guard: what is no link now stays none.
  $at = $folder.Substring(0, 2)
  foreach ($name in $names) {
    $at = $at + '\' + $name
    if (Test-Link $at) { $guard.Dispose(); throw 'a folder of the path is a link' }
  }
  $guard
}

# A folder that is ours: one that somebody else has made would stay theirs in part, whatever rights it
# is given.
function Initialize-OwnFolder([string]$folder) {
  $existed = [IO.Directory]::Exists($folder)
  $made = [IO.Directory]::CreateDirectory($folder)
  if ($made.Attributes -band [IO.FileAttributes]::ReparsePoint) { throw 'the folder for kept files is a link' }
  $owner = $made.GetAccessControl().GetOwner([Security.Principal.SecurityIdentifier]).Value
  if ($existed -and @('S-1-5-18', 'S-1-5-32-544') -notcontains $owner) { throw 'the folder for kept files was made by somebody else' }
  $rights = New-Object Security.AccessControl.DirectorySecurity
  $rights.SetSecurityDescriptorSddlForm('O:BAG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)')
  $made.SetAccessControl($rights)
}

# Where copies are kept. Nobody but SYSTEM and Administrators may read or write there.
function Get-KeptFolder {
  $own = Join-Path $env:ProgramData 'Quaestor'
  Initialize-OwnFolder $own
  $folder = Join-Path $own 'Kept'
  Initialize-OwnFolder $folder
  $folder
}

# Copies with every byte turned, so that a kept copy can neither run nor be found by a scanner.
function Copy-Turned([string]$from, [string]$to) {
  $in = [IO.File]::Open($from, 'Open', 'Read', 'ReadWrite, Delete')
  try {
    # Never over something that is there, which might be a link.
    $out = [IO.File]::Open($to, 'CreateNew', 'Write', 'None')
    try {
      $buffer = New-Object byte[] 65536
      while (($read = $in.Read($buffer, 0, $buffer.Length)) -gt 0) {
        for ($i = 0; $i -lt $read; $i++) { $buffer[$i] = $buffer[$i] -bxor 0xA5 }
        $out.Write($buffer, 0, $read)
      }
      $out.Flush($true)
    } finally { $out.Dispose() }
  } finally { $in.Dispose() }
}

function Get-TurnedSha([string]$path) {
  $hash = [Security.Cryptography.SHA256]::Create()
  $in = [IO.File]::OpenRead($path)
  try {
    $buffer = New-Object byte[] 65536
    while (($read = $in.Read($buffer, 0, $buffer.Length)) -gt 0) {
      for ($i = 0; $i -lt $read; $i++) { $buffer[$i] = $buffer[$i] -bxor 0xA5 }
      [void]$hash.TransformBlock($buffer, 0, $read, $null, 0)
    }
    [void]$hash.TransformFinalBlock($buffer, 0, 0)
    ([BitConverter]::ToString($hash.Hash)).Replace('-', '').ToLowerInvariant()
  } finally { $in.Dispose(); $hash.Dispose() }
}

function Get-KeptPath($image) {
  Assert-Plain $plainHash $image.sha256 'hash of the image'
  Join-Path (Get-KeptFolder) ($image.sha256 + '-' + (Get-TextSha $image.path).Substring(0, 16) + '.kept')
}

function Get-OneFile {
  $path = ([string](Get-Asked 'path')).Replace('/', '\')
  if (-not (Test-Plain $plainPath $path)) { Set-Refusal 'NOT_A_PATH' 'the path is not a full path on a drive in its plain form'; return }
  $guard = Enter-Folder ([IO.Path]::GetDirectoryName($path)) $false
  if ($null -eq $guard) { $answer.detail = 'there is no file at the path'; return }
  try { Get-GuardedFile $path } finally { $guard.Dispose() }
}

function Get-GuardedFile([string]$path) {
  if ([IO.Directory]::Exists($path)) {
    $answer.found = $true; $answer.present = $true
    Set-Refusal 'NOT_A_FILE' 'the path is a folder'
    return
  }
  if (-not [IO.File]::Exists($path)) { $answer.detail = 'there is no file at the path'; return }
  $answer.found = $true
  $answer.present = $true
  $info = New-Object IO.FileInfo $path
  if ($info.Attributes -band [IO.FileAttributes]::ReparsePoint) {
    Set-Refusal 'NOT_A_FILE' 'the path is a link'
    return
  }
  $sha256 = Get-Sha $path 'SHA256'
  $wanted = Get-Asked 'sha256'
  $weaker = Get-Asked 'sha1'
  if ($wanted) { $same = $wanted.ToLowerInvariant() -eq $sha256 }
  elseif ($weaker) { $same = $weaker.ToLowerInvariant() -eq (Get-Sha $path 'SHA1') }
  else { $same = $true }
  if (-not $same) { Set-Refusal 'CHANGED' 'the file at the path is another one than was decided on'; return }
  $answer.image = [ordered]@{
    path = $path
    sha256 = $sha256
    size = $info.Length
    attributes = [int]$info.Attributes
    created = $info.CreationTimeUtc.ToString('o')
    written = $info.LastWriteTimeUtc.ToString('o')
    sddl = $info.GetAccessControl('Access, Owner').GetSecurityDescriptorSddlForm('Access, Owner')
  }
  $answer.detail = 'the file is there'
}

function Remove-OneFile {
  $image = Get-Image
  $path = $image.path
  Assert-Plain $plainPath $path 'path of the image'
  $guard = Enter-Folder ([IO.Path]::GetDirectoryName($path)) $false
  if ($null -eq $guard) { $answer.detail = 'there is no file at the path'; return }
  try { Remove-GuardedFile $image $path } finally { $guard.Dispose() }
}

function Remove-GuardedFile($image, [string]$path) {
  if (-not [IO.File]::Exists($path)) { $answer.detail = 'there is no file at the path'; return }
  $answer.found = $true
  $answer.present = $true
  if (Test-Link $path) { Set-Refusal 'CHANGED' 'the path is a link by now'; return }
  if ((Get-Sha $path 'SHA256') -ne $image.sha256) {
    Set-Refusal 'CHANGED' 'the file at the path is another one than was decided on'
    return
  }
  $kept = Get-KeptPath $image
  $fresh = $kept + '.' + [Guid]::NewGuid().ToString('N')
  Copy-Turned $path $fresh
  if ((Get-TurnedSha $fresh) -ne $image.sha256) {
    [IO.File]::Delete($fresh)
    Set-Refusal 'NOT_KEPT' 'the copy that was to be kept is not the same'
    return
  }
  [IO.File]::Delete($kept)
  [IO.File]::Move($fresh, $kept)
  try {
    [IO.File]::SetAttributes($path, [IO.FileAttributes]::Normal)
    [IO.File]::Delete($path)
  } catch {
    [IO.File]::SetAttributes($path, [IO.FileAttributes]$image.attributes)
    [IO.File]::Delete($kept)
    Set-Refusal 'IN_USE' 'the file is in use: end its process first'
    return
  }
  $answer.present = [IO.File]::Exists($path)
  if ($answer.present) { Set-Refusal 'STILL_THERE' 'the file was deleted and is there again'; return }
  $answer.changed = $true
  $answer.detail = 'the path is gone; a copy is kept on the device'
}

function Restore-OneFile {
  $image = Get-Image
  $path = $image.path
  Assert-Plain $plainPath $path 'path of the image'
  $kept = Get-KeptPath $image
  $guard = Enter-Folder ([IO.Path]::GetDirectoryName($path)) ([IO.File]::Exists($kept))
  if ($null -eq $guard) { Set-Refusal 'COPY_GONE' 'the kept copy is not on the device any longer'; return }
  try { Restore-GuardedFile $image $path $kept } finally { $guard.Dispose() }
}

function Restore-GuardedFile($image, [string]$path, [string]$kept) {
  if ([IO.File]::Exists($path)) {
    $answer.found = $true
    $answer.present = $true
    if ((Get-Sha $path 'SHA256') -eq $image.sha256) { $answer.detail = 'the same file is there'; return }
    Set-Refusal 'OCCUPIED' 'another file is at the path by now'
    return
  }
  if (-not [IO.File]::Exists($kept)) { Set-Refusal 'COPY_GONE' 'the kept copy is not on the device any longer'; return }
  if ((Get-TurnedSha $kept) -ne $image.sha256) { Set-Refusal 'COPY_CHANGED' 'the kept copy is not what was deleted'; return }
  Copy-Turned $kept $path
  if ((Get-Sha $path 'SHA256') -ne $image.sha256) {
    [IO.File]::Delete($path)
    Set-Refusal 'NOT_RESTORED' 'what was written is not what was deleted'
    return
  }
  # Held without the right to delete it for others: the path stays this very file.
  $held = [IO.File]::Open($path, 'Open', 'Read', 'ReadWrite')
  try {
    $rights = New-Object Security.AccessControl.FileSecurity
    $rights.SetSecurityDescriptorSddlForm($image.sddl)
    [IO.File]::SetAccessControl($path, $rights)
    $round = [Globalization.DateTimeStyles]::RoundtripKind
    $culture = [Globalization.CultureInfo]::InvariantCulture
    [IO.File]::SetCreationTimeUtc($path, [DateTime]::Parse($image.created, $culture, $round))
    [IO.File]::SetLastWriteTimeUtc($path, [DateTime]::Parse($image.written, $culture, $round))
    [IO.File]::SetAttributes($path, [IO.FileAttributes]$image.attributes)
  } finally { $held.Dispose() }
  [IO.File]::Delete($kept)
  $answer.changed = $true
  $answer.present = $true
  $answer.detail = 'the file is back, its hash equal'
}

# ---- scheduled tasks -------------------------------------------------------------------------

# 0x80070002 and 0x80070003: no such task, no such folder.
function Test-Missing($record) {
  for ($e = $record.Exception; $null -ne $e; $e = $e.InnerException) {
    if ($e.HResult -eq -2147024894 -or $e.HResult -eq -2147024893) { return $true }
  }
  $false
}

function Get-TaskPlace([string]$name) {
  Assert-Plain $plainTask $name 'name of the task'
  $whole = '\' + $name.Trim('\')
  $cut = $whole.LastIndexOf('\')
  @{ Folder = $(if ($cut -eq 0) { '\' } else { $whole.Substring(0, $cut) }); Leaf = $whole.Substring($cut + 1) }
}

function Get-Scheduler {
  $scheduler = New-Object -ComObject 'Schedule.Service'
  $scheduler.Connect()
  $scheduler
}

function Find-Task($scheduler, $place) {
  try { $scheduler.GetFolder($place.Folder).GetTask($place.Leaf) }
  catch { if (Test-Missing $_) { return $null } else { throw } }
}

function Get-OneTask {
  $task = Find-Task (Get-Scheduler) (Get-TaskPlace (Get-Asked 'name'))
  if ($null -eq $task) { $answer.detail = 'there is no such task'; return }
  $answer.found = $true
  $answer.present = $true
  $answer.image = [ordered]@{
    path = $task.Path
    xml = $task.Xml
    enabled = [bool]$task.Enabled
    logon = [int]$task.Definition.Principal.LogonType
    sddl = $task.GetSecurityDescriptor(4)
  }
  $answer.detail = 'the task is there'
}

function Remove-OneTask {
  $scheduler = Get-Scheduler
  $place = Get-TaskPlace (Get-Image).path
  $task = Find-Task $scheduler $place
  if ($null -eq $task) { $answer.detail = 'there is no such task'; return }
  $answer.found = $true
  # What it has started goes with it.
  $task.Stop(0)
  $scheduler.GetFolder($place.Folder).DeleteTask($place.Leaf, 0)
  $answer.present = $null -ne (Find-Task $scheduler $place)
  if ($answer.present) { Set-Refusal 'STILL_THERE' 'the task was deleted and is there again'; return }
  $answer.changed = $true
  $answer.detail = 'the task is gone'
}

function Restore-OneTask {
  $image = Get-Image
  $scheduler = Get-Scheduler
  $place = Get-TaskPlace $image.path
  $task = Find-Task $scheduler $place
  if ($null -ne $task) {
    $answer.found = $true
    $answer.present = $true
    if ($task.Xml -eq $image.xml) { $answer.detail = 'the same task is there'; return }
    Set-Refusal 'OCCUPIED' 'another task of that name is there by now'
    return
  }
  if ($image.logon -eq 1) {
    Set-Refusal 'PASSWORD_NEEDED' 'the task runs under a password, which nobody has recorded'
    return
  }
  $folder = $scheduler.GetFolder('\')
  foreach ($part in $place.Folder.Trim('\').Split([char[]]'\', [StringSplitOptions]::RemoveEmptyEntries)) {
    try { $folder = $folder.GetFolder($part) }
    catch { if (Test-Missing $_) { $folder = $folder.CreateFolder($part) } else { throw } }
  }
  # 2: create, never overwrite.
  $task = $folder.RegisterTask($place.Leaf, $image.xml, 2, $null, $null, $image.logon, $image.sddl)
  $task.Enabled = [bool]$image.enabled
  $answer.present = $null -ne (Find-Task $scheduler $place)
  if (-not $answer.present) { Set-Refusal 'NOT_RESTORED' 'the task was registered and is not there'; return }
  $answer.changed = $true
  $answer.detail = 'the task is back'
}

# ---- registry --------------------------------------------------------------------------------

function Open-Hive([string]$name) {
  if (@('LocalMachine', 'Users', 'ClassesRoot') -cnotcontains $name) { throw 'the hive is not one that is the same for everybody' }
  [Microsoft.Win32.RegistryKey]::OpenBaseKey([Microsoft.Win32.RegistryHive]$name, [Microsoft.Win32.RegistryView]::Registry64)
}

function Read-Value($key, [string]$name) {
  $kind = $key.GetValueKind($name)
  $data = $key.GetValue($name, $null, 'DoNotExpandEnvironmentNames')
  switch ($kind.ToString()) {
    'MultiString' { $written = @($data) }
    'Binary' { $written = [Convert]::ToBase64String([byte[]]$data) }
    'None' { $written = [Convert]::ToBase64String([byte[]]$data) }
    default { $written = [string]$data }
  }
  [ordered]@{ name = $name; kind = $kind.ToString(); data = $written }
}

function Write-Value($key, $value) {
  switch ($value.kind) {
    'MultiString' { $data = [string[]]@($value.data) }
    'Binary' { $data = [Convert]::FromBase64String($value.data) }
    'None' { $data = [Convert]::FromBase64String($value.data) }
    'DWord' { $data = [int]$value.data }
    'QWord' { $data = [long]$value.data }
    default { $data = [string]$value.data }
  }
  $key.SetValue($value.name, $data, [Microsoft.Win32.RegistryValueKind]$value.kind)
}

function Read-Tree($key, [int]$depth) {
  if ($depth -gt 12) { throw 'the key is too deep to be recorded' }
  $values = @($key.GetValueNames() | ForEach-Object { Read-Value $key $_ })
  $below = @()
  foreach ($name in $key.GetSubKeyNames()) {
    $child = $key.OpenSubKey($name)
    try { $below += , ([ordered]@{ name = $name; tree = (Read-Tree $child ($depth + 1)) }) } finally { $child.Dispose() }
  }
  [ordered]@{ values = $values; keys = $below }
}

function Write-Tree($key, $tree) {
  foreach ($value in @($tree.values)) { Write-Value $key $value }
  foreach ($child in @($tree.keys)) {
    $made = $key.CreateSubKey($child.name)
    try { Write-Tree $made $child.tree } finally { $made.Dispose() }
  }
}

# Whether the value, or without one the key, is there.
function Test-Entry([string]$hive, [string]$path, $value) {
  Assert-Plain $plainKey $path 'registry key'
  $base = Open-Hive $hive
  try {
    $key = $base.OpenSubKey($path)
    if ($null -eq $key) { return $false }
    try {
      if ($null -eq $value) { return $true }
      return @($key.GetValueNames() | Where-Object { $_ -eq $value }).Count -gt 0
    } finally { $key.Dispose() }
  } finally { $base.Dispose() }
}

function Get-OneEntry {
  $hive = Get-Asked 'hive'; $path = Get-Asked 'key'; $value = Get-Asked 'value'
  Assert-Plain $plainKey $path 'registry key'
  if ($null -eq $value -and (Test-Plain $wideKey $path)) {
    Set-Refusal 'TOO_WIDE' 'a key so near the root of a hive is not removed whole'
    return
  }
  if (-not (Test-Entry $hive $path $value)) { $answer.detail = 'there is no such registry entry'; return }
  $answer.found = $true
  $answer.present = $true
  $base = Open-Hive $hive
  $key = $base.OpenSubKey($path)
  try {
    $answer.image = [ordered]@{ hive = $hive; key = $path }
    if ($null -eq $value) { $answer.image.tree = Read-Tree $key 0 } else { $answer.image.value = Read-Value $key $value }
  } finally { $key.Dispose(); $base.Dispose() }
  $answer.detail = 'the registry entry is there'
}

function Get-ImageValue($image) { if ($image.PSObject.Properties['value']) { $image.value } else { $null } }

function Remove-OneEntry {
  $image = Get-Image
  $value = Get-ImageValue $image
  $name = if ($null -eq $value) { $null } else { $value.name }
  if (-not (Test-Entry $image.hive $image.key $name)) { $answer.detail = 'there is no such registry entry'; return }
  $answer.found = $true
  if ($null -eq $value -and (Test-Plain $wideKey $image.key)) {
    $answer.present = $true
    Set-Refusal 'TOO_WIDE' 'a key so near the root of a hive is not removed whole'
    return
  }
  $base = Open-Hive $image.hive
  try {
    if ($null -eq $value) { $base.DeleteSubKeyTree($image.key) }
    else {
      $key = $base.OpenSubKey($image.key, $true)
      try { $key.DeleteValue($name) } finally { $key.Dispose() }
    }
  } finally { $base.Dispose() }
  $answer.present = Test-Entry $image.hive $image.key $name
  if ($answer.present) { Set-Refusal 'STILL_THERE' 'the registry entry was deleted and is there again'; return }
  $answer.changed = $true
  $answer.detail = 'the registry entry is gone'
}

function Restore-OneEntry {
  $image = Get-Image
  $value = Get-ImageValue $image
  $name = if ($null -eq $value) { $null } else { $value.name }
  if (Test-Entry $image.hive $image.key $name) {
    $answer.found = $true
    $answer.present = $true
    if ($null -eq $value) { Set-Refusal 'OCCUPIED' 'a key of that name is there by now'; return }
    $base = Open-Hive $image.hive
    $key = $base.OpenSubKey($image.key)
    try { $same = (ConvertTo-Json (Read-Value $key $name) -Compress) -eq (ConvertTo-Json ([ordered]@{ name = $value.name; kind = $value.kind; data = $value.data }) -Compress) }
    finally { $key.Dispose(); $base.Dispose() }
    if ($same) { $answer.detail = 'the same value is there' } else { Set-Refusal 'OCCUPIED' 'another value of that name is there by now' }
    return
  }
  $base = Open-Hive $image.hive
  $key = $base.CreateSubKey($image.key)
  try { if ($null -eq $value) { Write-Tree $key $image.tree } else { Write-Value $key $value } }
  finally { $key.Dispose(); $base.Dispose() }
  $answer.present = Test-Entry $image.hive $image.key $name
  if (-not $answer.present) { Set-Refusal 'NOT_RESTORED' 'the registry entry was written and is not there'; return }
  $answer.changed = $true
  $answer.detail = 'the registry entry is back'
}

# ---- services and drivers --------------------------------------------------------------------

$services = 'SYSTEM\CurrentControlSet\Services'

# Compared here: a filter would have to quote the name.
function Find-Service([string]$name) {
  Assert-Plain $plainService $name 'name of the service'
  Get-CimInstance -ClassName Win32_Service | Where-Object { $_.Name -eq $name } | Select-Object -First 1
}

function Get-StartSettings([string]$name) {
  Assert-Plain $plainService $name 'name of the service'
  $base = Open-Hive 'LocalMachine'
  try {
    $key = $base.OpenSubKey($services + '\' + $name)
    if ($null -eq $key) { return $null }
    try {
      [ordered]@{ start = [int]$key.GetValue('Start', 3); delayed = [int]$key.GetValue('DelayedAutostart', 0); kind = [int]$key.GetValue('Type', 0) }
    } finally { $key.Dispose() }
  } finally { $base.Dispose() }
}

function Get-OneService {
  $service = Find-Service (Get-Asked 'name')
  if ($null -eq $service) { $answer.detail = 'there is no such service'; return }
  $settings = Get-StartSettings $service.Name
  if ($settings.start -eq 4 -and $service.State -eq 'Stopped') { $answer.detail = 'the service is stopped and disabled'; return }
  $answer.found = $true
  $answer.present = $true
  $answer.image = [ordered]@{ name = $service.Name; start = $settings.start; delayed = $settings.delayed; running = ($service.State -eq 'Running') }
  $answer.detail = 'the service is there'
}

function Set-StartMode($service, [string]$mode) {
  $result = Invoke-CimMethod -InputObject $service -MethodName ChangeStartMode -Arguments @{ StartMode = $mode }
  if ($result.ReturnValue -ne 0) { throw "the service manager refused the start mode ($($result.ReturnValue))" }
}

function Remove-OneService {
  $name = (Get-Image).name
  $service = Find-Service $name
  if ($null -eq $service) { $answer.detail = 'there is no such service'; return }
  $answer.found = $true
  $before = Get-StartSettings $name
  if ($before.start -eq 4 -and $service.State -eq 'Stopped') { $answer.detail = 'the service is stopped and disabled'; return }
  # Disabled first, or a recovery rule starts it again.
  Set-StartMode $service 'Disabled'
  if ($service.State -ne 'Stopped') { [void](Invoke-CimMethod -InputObject $service -MethodName StopService) }
  for ($i = 0; $i -lt 30; $i++) {
    if ((Find-Service $name).State -eq 'Stopped') { break }
    Start-Sleep -Milliseconds 500
  }
  $answer.present = (Find-Service $name).State -ne 'Stopped' -or (Get-StartSettings $name).start -ne 4
  if ($answer.present) { Set-Refusal 'STILL_RUNNING' 'the service is disabled and has not stopped'; return }
  $answer.changed = $true
  $answer.detail = 'the service is stopped and disabled'
}

function Restore-OneService {
  $image = Get-Image
  $service = Find-Service $image.name
  if ($null -eq $service) { Set-Refusal 'ITEM_GONE' 'the service itself is not there any longer'; return }
  $answer.found = $true
  $now = Get-StartSettings $image.name
  if ($now.start -eq $image.start -and ($service.State -eq 'Running') -eq [bool]$image.running) {
    $answer.present = $true
    $answer.detail = 'the service is as it was'
    return
  }
  $modes = @{ 2 = 'Automatic'; 3 = 'Manual'; 4 = 'Disabled' }
  Set-StartMode $service $modes[[int]$image.start]
  if ($image.delayed -eq 1) {
    $base = Open-Hive 'LocalMachine'
    $key = $base.OpenSubKey($services + '\' + $image.name, $true)
    try { $key.SetValue('DelayedAutostart', 1, [Microsoft.Win32.RegistryValueKind]::DWord) } finally { $key.Dispose(); $base.Dispose() }
  }
  if ([bool]$image.running) { [void](Invoke-CimMethod -InputObject $service -MethodName StartService) }
  for ($i = 0; $i -lt 30; $i++) {
    if (((Find-Service $image.name).State -eq 'Running') -eq [bool]$image.running) { break }
    Start-Sleep -Milliseconds 500
  }
  $answer.present = (Get-StartSettings $image.name).start -eq $image.start -and ((Find-Service $image.name).State -eq 'Running') -eq [bool]$image.running
  if (-not $answer.present) { Set-Refusal 'NOT_RESTORED' 'the service has its start mode back and does not run'; return }
  $answer.changed = $true
  $answer.detail = 'the service has its start mode and its state back'
}

# By the name of the driver's service, or by its file where an alert knows no more.
function Find-Driver([string]$name) {
  Assert-Plain $plainService $name 'name of the driver'
  $drivers = @(Get-CimInstance -ClassName Win32_SystemDriver | Where-Object {
      $_.Name -eq $name -or ($_.PathName -and [IO.Path]::GetFileName($_.PathName) -eq $name)
    })
  if ($drivers.Count -gt 1) { $drivers = @($drivers | Where-Object { $_.Name -eq $name }) }
  $drivers | Select-Object -First 1
}

function Set-DriverStart([string]$name, [int]$start) {
  Assert-Plain $plainService $name 'name of the driver'
  $base = Open-Hive 'LocalMachine'
  $key = $base.OpenSubKey($services + '\' + $name, $true)
  try { $key.SetValue('Start', $start, [Microsoft.Win32.RegistryValueKind]::DWord) } finally { $key.Dispose(); $base.Dispose() }
}

function Get-OneDriver {
  $driver = Find-Driver (Get-Asked 'name')
  if ($null -eq $driver) { $answer.detail = 'there is no such driver'; return }
  $settings = Get-StartSettings $driver.Name
  if ($settings.start -eq 4) { $answer.detail = 'the driver is disabled'; return }
  $answer.found = $true
  $answer.present = $true
  if ($settings.start -eq 0) {
    Set-Refusal 'BOOT_DRIVER' 'the device could not start without a boot driver'
    return
  }
  $answer.image = [ordered]@{ name = $driver.Name; start = $settings.start }
  $answer.detail = 'the driver is there'
}

function Remove-OneDriver {
  $image = Get-Image
  $settings = Get-StartSettings $image.name
  if ($null -eq $settings) { $answer.detail = 'there is no such driver'; return }
  $answer.found = $true
  if ($settings.start -eq 4) { $answer.detail = 'the driver is disabled'; return }
  Set-DriverStart $image.name 4
  $answer.present = (Get-StartSettings $image.name).start -ne 4
  if ($answer.present) { Set-Refusal 'NOT_DISABLED' 'the start mode was written and reads otherwise'; return }
  $answer.changed = $true
  $answer.detail = 'the driver will not be loaded at the next start'
}

function Restore-OneDriver {
  $image = Get-Image
  $settings = Get-StartSettings $image.name
  if ($null -eq $settings) { Set-Refusal 'ITEM_GONE' 'the driver itself is not there any longer'; return }
  $answer.found = $true
  $answer.present = $true
  if ($settings.start -eq $image.start) { $answer.detail = 'the driver is as it was'; return }
  Set-DriverStart $image.name ([int]$image.start)
  if ((Get-StartSettings $image.name).start -ne $image.start) { Set-Refusal 'NOT_RESTORED' 'the start mode was written and reads otherwise'; return }
  $answer.changed = $true
  $answer.detail = 'the driver has its start mode back'
}

try {
  $asked = ConvertFrom-Json (Read-Base64 $Request)
  switch -CaseSensitive ($Verb) {
    'kill-process' { Stop-OneProcess }
    'look-file' { Get-OneFile }
    'remove-file' { Remove-OneFile }
    'restore-file' { Restore-OneFile }
    'look-task' { Get-OneTask }
    'remove-task' { Remove-OneTask }
    'restore-task' { Restore-OneTask }
    'look-registry' { Get-OneEntry }
    'remove-registry' { Remove-OneEntry }
    'restore-registry' { Restore-OneEntry }
    'look-service' { Get-OneService }
    'remove-service' { Remove-OneService }
    'restore-service' { Restore-OneService }
    'look-driver' { Get-OneDriver }
    'remove-driver' { Remove-OneDriver }
    'restore-driver' { Restore-OneDriver }
    default { Set-Refusal 'UNKNOWN_VERB' 'the script does not know that verb' }
  }
} catch {
  $answer.changed = $false
  $words = [string]$_.Exception.Message
  Set-Refusal 'SCRIPT_FAILED' $words.Substring(0, [Math]::Min(300, $words.Length))
}
Write-Answer
exit 0
