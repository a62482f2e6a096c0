namespace StataRuns.Stata;

/// <summary>
/// The last thing that <c>end.do</c> does: every graph in memory becomes <c>graphs/NAME.svg</c> in the attempt's folder, which is made only if there
/// is one. The return code is written down before, and whatever goes wrong here is captured: it changes nothing of the run.
/// </summary>
/// <remarks>
/// [G-2] graph dir leaves the names in <c>r(list)</c>, and <c>memory</c> leaves out the files of the folder; a name is a Stata name and so can't hold
/// anything that a file's name or a macro would mind. [G-2] graph export: SVG is written by every edition on every system, also in batch mode. A graph
/// made with <c>nodraw</c> or under <c>set graphics off</c> was never drawn, and may have to be displayed once before it can be exported.
/// </remarks>
internal static class GraphExport
{
    public const string FolderName = "graphs";

    /// <summary>Names and return codes of what could not be exported, a line each; there is no such file if everything could.</summary>
    public const string FailedName = "failed.txt";

    /// <param name="folder">The literal of the folder's path, <c>`"…/graphs"'</c>.</param>
    public static string Text(string folder)
    {
        var inside = folder[..^2]; // up to the closing quote: names come behind it
        return $$"""
            capture quietly graph dir, memory
            if _rc == 0 & `"`r(list)'"' != "" {
                local graphs `"`r(list)'"'
                capture mkdir {{folder}}
                foreach graph of local graphs {
                    capture quietly graph export {{inside}}/`graph'.svg"', name(`graph') as(svg) replace
                    if _rc != 0 {
                        capture set graphics on
                        capture quietly graph display `graph'
                        capture quietly graph export {{inside}}/`graph'.svg"', name(`graph') as(svg) replace
                    }
                    if _rc != 0 {
                        local failure = _rc
                        capture file open stataruns_mark using {{inside}}/{{FailedName}}"', write text append
                        capture file write stataruns_mark "`graph' `failure'" _n
                        capture file close stataruns_mark
                    }
                }
            }

            """.ReplaceLineEndings("\n");
    }
}
