# Completion of the migrations command in bash. In ~/.bashrc: source <(migrations completion bash)
_migrations() {
  local word=${COMP_WORDS[COMP_CWORD]} line=${COMP_LINE:0:COMP_POINT} IFS=$'\n'
  # No answer: bash completes file names.
  COMPREPLY=($(compgen -W "$(migrations "[suggest:${#line}]" "$line" 2>/dev/null)" -- "$word"))
}
complete -o default -F _migrations migrations
