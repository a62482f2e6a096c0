namespace StataRuns.McpFrontend.Cli.Completing;

/// <summary>
/// The scripts by which shells complete this program's command line. They ask the program itself what may stand there
/// (<c>complete -- WORD…</c>), so that they never grow old; files are the shell's own business.
/// </summary>
internal static class ShellScripts
{
    private const string Bash = """
        # bash completion of stataruns
        _stataruns() {
            local current="${COMP_WORDS[COMP_CWORD]}" line text
            COMPREPLY=()
            while IFS= read -r line; do
                text="${line%%$'\t'*}"
                case "$text" in
                    :do-files)
                        compopt -o filenames
                        while IFS= read -r text; do COMPREPLY+=("$text"); done < <(compgen -f -X '!*.do' -- "$current"; compgen -d -- "$current") ;;
                    :files)
                        compopt -o filenames
                        while IFS= read -r text; do COMPREPLY+=("$text"); done < <(compgen -f -- "$current") ;;
                    :folders)
                        compopt -o filenames
                        while IFS= read -r text; do COMPREPLY+=("$text"); done < <(compgen -d -- "$current") ;;
                    *)
                        COMPREPLY+=("$text") ;;
                esac
            done < <("${COMP_WORDS[0]}" complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
        }
        complete -F _stataruns stataruns

        """;

    private const string Zsh = """
        #compdef stataruns
        # zsh completion of stataruns
        _stataruns() {
            local line text
            local -a shown
            for line in "${(@f)$("${words[1]}" complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
                text="${line%%$'\t'*}"
                case "$text" in
                    '') ;;
                    :do-files) _files -g '*.do' ;;
                    :files) _files ;;
                    :folders) _files -/ ;;
                    *) shown+=("${text//:/\\:}:${line#*$'\t'}") ;;
                esac
            done
            (( ${#shown} )) && _describe -V stataruns shown
        }
        if [[ "$funcstack[1]" == _stataruns ]]; then
            _stataruns "$@"
        else
            compdef _stataruns stataruns
        fi

        """;

    private const string Fish = """
        # fish completion of stataruns
        function __stataruns_complete
            set -l words (commandline -opc)
            set -l current (commandline -ct)
            for line in ($words[1] complete -- $words[2..-1] "$current" 2>/dev/null)
                switch $line
                    case ':do-files*'
                        __fish_complete_suffix "$current" .do
                    case ':files*'
                        __fish_complete_path "$current"
                    case ':folders*'
                        __fish_complete_directories "$current"
                    case '*'
                        echo $line
                end
            end
        end
        complete -c stataruns -f -k -a '(__stataruns_complete)'

        """;

    /// <summary>The shells that there is one for.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish"];

    /// <summary>The script of a shell.</summary>
    public static string Of(string shell) => (shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        _ => throw new ArgumentOutOfRangeException(nameof(shell), shell, "no such shell"),
    }).ReplaceLineEndings("\n");
}
