using System.Runtime.InteropServices;

namespace StataRuns.Runner.Protocol.Spawning;

/// <summary>Says in a sentence why a program cannot be started: the system's own words rarely name the culprit.</summary>
internal static class Refusal
{
    private const int NoEntry = 2;
    private const int TooBig = 7;
    private const int NotAProgram = 8;
    private const int TryAgain = 11;
    private const int AccessDenied = 13;

    /// <exception cref="SpawnException">What the system would misunderstand, or refuse without saying which of two things is missing.</exception>
    public static void ThrowIfHopeless(SpawnRequest request)
    {
        if (!Path.IsPathFullyQualified(request.Executable))
        {
            throw new SpawnException($"The program {request.Executable} cannot be started: its path must be absolute.");
        }

        // C strings end at a NUL: the program would silently get something else.
        if (request.Arguments.Append(request.Executable).Append(request.Folder).Any(HasNul)
            || request.Environment.Any(variable => HasNul(variable.Key) || HasNul(variable.Value)))
        {
            throw new SpawnException("The program cannot be started: an argument or variable contains a NUL character.");
        }

        if (request.Environment.Keys.FirstOrDefault(name => name.Length == 0 || name.Contains('=', StringComparison.Ordinal)) is { } name)
        {
            throw new SpawnException($"The program cannot be started: \"{name}\" is not a name of an environment variable.");
        }
    }

    public static SpawnException Explain(SpawnRequest request, int error) => new(error switch
    {
        NoEntry when !Directory.Exists(request.Folder) => $"The folder {request.Folder} does not exist.",
        NoEntry when !File.Exists(request.Executable) => $"The program {request.Executable} does not exist.",
        NoEntry => $"The program {request.Executable} cannot be started: the interpreter or loader that it asks for does not exist.",
        AccessDenied when Directory.Exists(request.Executable) => $"{request.Executable} is a folder, not a program.",
        AccessDenied => $"The program {request.Executable} may not be executed, or the folder {request.Folder} not be entered, by this user.",
        NotAProgram => $"{request.Executable} is not a program for this system.",
        TooBig => $"The program {request.Executable} cannot be started: its arguments and environment are too long for the system.",
        TryAgain => $"The program {request.Executable} cannot be started: this user has too many processes.",
        _ => $"The program {request.Executable} cannot be started in {request.Folder}: {Marshal.GetPInvokeErrorMessage(error)}.",
    });

    private static bool HasNul(string text) => text.Contains('\0', StringComparison.Ordinal);
}
