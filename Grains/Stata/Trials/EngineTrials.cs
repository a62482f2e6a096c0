namespace StataRuns.Stata;

/// <summary>The do-files that are run, few, since each start may take seconds and a seat.</summary>
internal static class EngineTrials
{
    /// <summary>In the log while the engine still sleeps.</summary>
    public const string Early = "first words: 2";

    /// <summary>Written without a line's end in a loop that still runs. (Between two commands there would be an echo.)</summary>
    public const string Dots = "dot1 dot2";

    /// <summary>How long the engine sleeps behind each of them. Long enough to tell "at once" from "at the end" on a busy machine.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Everything that ends well, and everything that an ordinary do-file does to its surroundings.</summary>
    public static readonly Trial Ordinary = new("ordinary", $$"""
        display "version=" c(stata_version) " flavour=" c(flavor) " edition=" c(edition_real)
        display "first words: " 1 + 1
        sleep {{Pause.TotalMilliseconds}}
        forvalues dot = 1/3 {
            display "dot`dot' " _continue
            sleep {{Pause.TotalMilliseconds / 2}}
        }
        display ""
        display `"first=|`1'| second=|`2'| third=|`macval(3)'|"'
        display "Zoë 研究"
        capture error 111
        display "captured=" _rc
        display "wrapped {{new string('w', 150)}} end"
        foreach word in a b {
            display "loop `word'"
        }
        do inner.do
        set linesize 200
        preserve
        clear all
        macro drop _all
        program drop _all
        capture file close _all
        capture log close _all
        cd ..
        display "last words"

        """)
    {
        Beside = new Dictionary<string, string> { ["inner.do"] = "display \"inside\"\n" },
        Arguments = ["a b", "it's \"c\"", "$x `y"],
        Watched = [Early, Dots],
    };

    /// <summary>An error in a do-file that another one runs.</summary>
    public static readonly Trial Failing = new("failing", """
        display "before"
        do inner.do
        display "never"

        """)
    {
        Beside = new Dictionary<string, string> { ["inner.do"] = "display \"inside\"\n\ndisplay no_such_thing\n" },
    };

    /// <summary>A do-file that ends the engine itself.</summary>
    public static readonly Trial Exiting = new("exiting", """
        display "before"
        exit, STATA clear

        """);

    /// <summary>Under a <c>profile.do</c> that changes the folder before the wrapper is opened.</summary>
    public static readonly Trial Profiled = new("profiled", """
        display "profile=|$doctor_profile|"
        display "folder=|`c(pwd)'|"

        """)
    {
        AtStart = new Dictionary<string, string> { ["profile.do"] = "cd ..\nglobal doctor_profile \"was read\"\n" },
    };

    /// <summary>A graph, written as a picture.</summary>
    public static readonly Trial Drawing = new("drawing", """
        set obs 5
        generate x = _n
        capture noisily scatter x x, name(doctor)
        display "drawn=" _rc
        capture noisily graph export doctor.svg, name(doctor) replace
        display "exported=" _rc

        """);

    /// <summary>A do-file that has to be stopped.</summary>
    public static readonly Trial Endless = new("endless", """
        display "before"
        sleep 60000

        """)
    {
        Timeout = TimeSpan.FromSeconds(3),
    };
}
