namespace StataRuns.Stata;

/// <summary>What the wrapper is to run.</summary>
/// <param name="AttemptFolder">Absolute; the process's start folder, which gets the wrapper, the log and the marks.</param>
/// <param name="DoFilePath">Absolute.</param>
/// <param name="Arguments">The do-file's <c>`1'</c>, <c>`2'</c>, ….</param>
/// <param name="WorkingFolder">Absolute; where the do-file runs.</param>
/// <param name="Nonce">The attempt's own mark: letters and digits.</param>
internal sealed record WrapperRequest(string AttemptFolder, string DoFilePath, IReadOnlyList<string> Arguments, string WorkingFolder, string Nonce);
