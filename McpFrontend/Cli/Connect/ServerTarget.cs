namespace StataRuns.McpFrontend.Cli.Connect;

/// <summary>What a client is to connect to.</summary>
internal abstract record ServerTarget;

/// <summary>A program that the client starts and speaks with over its standard input and output.</summary>
/// <param name="Command">The program, absolute: clients with windows know nothing of a shell's PATH.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Environment">What the program needs of this terminal's environment, and a client with windows would not have.</param>
internal sealed record StdioTarget(string Command, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment) : ServerTarget;

/// <summary>A service that runs by itself, by Streamable HTTP.</summary>
/// <param name="Url">Its MCP address.</param>
/// <param name="NeedsToken">It lets in only who has the token.</param>
/// <param name="Token">The token itself, where it was asked to be written down; null otherwise.</param>
/// <param name="HeadersCommand">A shell's command that prints the header with the token, for clients that ask for it at each connection.</param>
internal sealed record HttpTarget(string Url, bool NeedsToken, string? Token, string HeadersCommand) : ServerTarget
{
    /// <summary>The environment variable that holds the token, for clients that look into their environment.</summary>
    public const string TokenVariable = "STATARUNS_TOKEN";

    /// <summary>The name under which VS Code asks for the token, once, and keeps it in the system's key store.</summary>
    public const string TokenInput = "stataruns-token";
}
