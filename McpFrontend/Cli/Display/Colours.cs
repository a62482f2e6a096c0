namespace StataRuns.McpFrontend.Cli.Display;

/// <summary>When there are colours.</summary>
internal enum Colours
{
    /// <summary>On a terminal that has them.</summary>
    Auto,

    /// <summary>Always.</summary>
    Always,

    /// <summary>Never.</summary>
    Never,
}

/// <summary>What was said about colours, on the command line or by the environment's conventions.</summary>
internal static class ColourChoice
{
    /// <summary>
    /// The option goes first, then <c>NO_COLOR</c>, <c>CLICOLOR_FORCE</c> and <c>CLICOLOR=0</c>, in this order: who wants
    /// none is heard before who wants them.
    /// </summary>
    public static Colours Of(Colours? option, Func<string, string?> environment) => option
        ?? (environment("NO_COLOR") is { Length: > 0 } ? Colours.Never
            : environment("CLICOLOR_FORCE") is { Length: > 0 } and not "0" ? Colours.Always
            : environment("CLICOLOR") is "0" ? Colours.Never
            : Colours.Auto);
}
