using System.Runtime.InteropServices;

namespace StataRuns.Runner.Protocol;

/// <summary>
/// A program that another one carries in a folder beside itself: native where a linker was found at the build, for the .NET host
/// otherwise. Both start alike through this.
/// </summary>
/// <param name="Executable">Absolute path of the program to start.</param>
/// <param name="LeadingArguments">What stands before the program's own arguments.</param>
public sealed record CarriedProgram(string Executable, IReadOnlyList<string> LeadingArguments)
{
    /// <summary>Finds a program.</summary>
    /// <param name="folder">The folder in which it's carried, such as <c>runner</c> beside the carrier's assembly.</param>
    /// <param name="name">Its name without an extension, such as <c>stataruns-runner</c>.</param>
    /// <returns>The program, or null if the folder has none of that name.</returns>
    public static CarriedProgram? Find(string folder, string name)
    {
        // Its own little start program would look for .NET in the usual places only; we know where ours is.
        var assembly = Path.GetFullPath(Path.Combine(folder, name + ".dll"));
        if (File.Exists(assembly) && FindHost() is { } host)
        {
            return new(host, ["exec", assembly]);
        }

        var program = Path.GetFullPath(Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name));
        return File.Exists(program) ? new(program, []) : null;
    }

    private static string? FindHost()
    {
        // ROOT/shared/Microsoft.NETCore.App/VERSION/ is where the runtime is that executes us.
        var host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        return File.Exists(host) ? host : null;
    }
}
