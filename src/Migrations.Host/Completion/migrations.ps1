# Completion of the migrations command in PowerShell. In $PROFILE: migrations completion pwsh | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName migrations -ScriptBlock {
    param($word, $ast, $position)
    $line = $ast.ToString().PadRight($position - $ast.Extent.StartOffset)
    migrations "[suggest:$($line.Length)]" $line 2>$null |
        Where-Object { $_ -like "$word*" } |
        ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
}
