"""Shell completion: writes scripts for bash and zsh that complete the verbs, the options of each, and files."""

from collections.abc import Iterator

from ..errors import InputError
from .parser import build, options_of
from .verbs import VERBS

_BASH = """\
# Completion of swapproto for bash: source <(swapproto --completion bash)
_swapproto() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} words=""
  if [[ $COMP_CWORD -eq 1 ]]; then
    words="{verbs} --help --version"
  elif [[ $word == -* ]]; then
    case ${{COMP_WORDS[1]}} in
{cases}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}}
complete -o bashdefault -o default -F _swapproto swapproto
"""
_ZSH = """\
#compdef swapproto
# Completion of swapproto for zsh: source <(swapproto --completion zsh)
_swapproto() {{
  local -a choices
  if (( CURRENT == 2 )); then
    choices=(
{verbs}
    )
    _describe verb choices
  elif [[ $words[CURRENT] == -* ]]; then
    case $words[2] in
{cases}
    esac
    _describe -o option choices
  else
    _files
  fi
}}
compdef _swapproto swapproto
"""


def script(shell: str) -> str:
    """Return the completion script for a shell. Raise :class:`InputError` ``usage`` for one that is not supported."""
    if shell == "bash":
        cases = (f'      {name}) words="{" ".join(word for word, _ in _options(name))}" ;;' for name in VERBS)
        return _BASH.format(verbs=" ".join(VERBS), cases="\n".join(cases))
    if shell == "zsh":
        verbs = (f"      {_described(verb.name, verb.summary)}" for verb in VERBS.values())
        cases = (
            f"      {name}) choices=({' '.join(_described(word, what) for word, what in _options(name))}) ;;"
            for name in VERBS
        )
        return _ZSH.format(verbs="\n".join(verbs), cases="\n".join(cases))
    raise InputError("usage", f"there is a completion for bash and for zsh, not for {shell!r}")


def _options(verb: str) -> Iterator[tuple[str, str]]:
    for action in options_of(build(verb)):
        yield from ((word, action.help or "") for word in action.option_strings)
    yield "--help", "show the help of this verb"


def _described(word: str, what: str) -> str:
    """Return a word and its description as ``_describe`` takes them, in single quotes."""
    text = f"{word}:{what}".replace("'", r"'\''")
    return f"'{text}'"
