namespace StataRuns.McpFrontend.Cli.Connecting;

/// <summary>How this program is started again, from anywhere.</summary>
/// <param name="Executable">The program, absolute.</param>
/// <param name="Arguments">What comes before its own arguments.</param>
internal sealed record OwnProgram(string Executable, IReadOnlyList<string> Arguments)
{
    /// <summary>This program: its own executable, or <c>dotnet stataruns.dll</c> where it was started that way.</summary>
    public static OwnProgram Here
    {
        get
        {
            var executable = Environment.ProcessPath ?? throw new InvalidOperationException("The system does not say which program this is.");
            var isHosted = Path.GetFileNameWithoutExtension(executable).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
            return new OwnProgram(executable, isHosted ? [Path.Join(AppContext.BaseDirectory, "stataruns.dll")] : []);
        }
    }
}
