namespace StataRuns.McpFrontend.Cli.Connect;

/// <summary>For whom a server is configured.</summary>
internal enum ClientScope
{
    /// <summary>The user, in every folder.</summary>
    User,

    /// <summary>Everybody who opens this folder with the client.</summary>
    Project,
}
