using CsCheck;

namespace StataRuns.Stata.Tests;

internal static class Pick
{
    /// <summary>One of some pieces of text, each as likely.</summary>
    public static Gen<string> From(params string[] pieces) => Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]);
}
