#compdef migrations
# Completion of the migrations command in zsh. In ~/.zshrc, after compinit: source <(migrations completion zsh)
_migrations() {
  local line="${(j: :)words[1,CURRENT]}"
  local -a found
  found=("${(@f)$(migrations "[suggest:${#line}]" "$line" 2>/dev/null)}")
  # No answer: a file name.
  if [[ -n ${found[1]} ]]; then
    compadd -- "${found[@]}"
  else
    _files
  fi
}
compdef _migrations migrations
