using System.Runtime.InteropServices;

namespace StataRuns.Runner.Protocol.Spawning;

/// <summary>
/// Starts a program by posix_spawn: a new session, standard input from nowhere, signals as at login, no descriptor of ours beyond
/// the three. Safe from managed code, since nothing of ours runs between fork and exec, and the system's refusal comes back as such.
/// </summary>
internal static unsafe class Spawn
{
    private const string Nowhere = "/dev/null";

    /// <summary>Starts the program. It's a child of this process, which has to reap it.</summary>
    /// <returns>Its process id, which is its session's and its group's too.</returns>
    /// <exception cref="SpawnException">The system refused; the message says why.</exception>
    public static int Start(SpawnRequest request)
    {
        Refusal.ThrowIfHopeless(request);
        using var path = new NativeStrings([request.Executable]);
        using var arguments = new NativeStrings([request.Executable, .. request.Arguments]);
        using var environment = new NativeStrings([.. request.Environment.Select(variable => $"{variable.Key}={variable.Value}")]);

        var actions = stackalloc byte[SpawnNumbers.OpaqueBytes];
        var attributes = stackalloc byte[SpawnNumbers.OpaqueBytes];
        Check(SpawnLibrary.InitActions(actions));
        Check(SpawnLibrary.InitAttributes(attributes));
        try
        {
            SetStreams(actions, request.OutputFile);
            Check(SpawnLibrary.AddChangeFolder(actions, request.Folder));
            CloseTheRest(actions);
            SetSignals(attributes);
            Check(SpawnLibrary.SetFlags(attributes, SpawnNumbers.Flags));

            int processId;
            var error = SpawnLibrary.Spawn(&processId, path.Pointer[0], actions, attributes, arguments.Pointer, environment.Pointer);
            return error == 0 ? processId : throw Refusal.Explain(request, error);
        }
        finally
        {
            _ = SpawnLibrary.DestroyAttributes(attributes);
            _ = SpawnLibrary.DestroyActions(actions);
        }
    }

    private static void SetStreams(byte* actions, string? outputFile)
    {
        const uint OwnerOnly = 0x180; // 0600
        Check(SpawnLibrary.AddOpen(actions, 0, Nowhere, SpawnNumbers.ReadOnly, 0));
        Check(SpawnLibrary.AddOpen(actions, 1, outputFile ?? Nowhere, SpawnNumbers.AppendOrCreate, OwnerOnly));
        Check(SpawnLibrary.AddDuplicate(actions, 1, 2));
    }

    private static void CloseTheRest(byte* actions)
    {
        if (OperatingSystem.IsMacOS())
        {
            return; // a flag does it there
        }

        try
        {
            Check(SpawnLibrary.AddCloseFrom(actions, 3));
        }
        catch (EntryPointNotFoundException)
        {
            // An older C library, or musl. What .NET opens is closed at exec anyway; what was handed down to us is not.
            Descriptors.CloseAllAtExec();
        }
    }

    private static void SetSignals(byte* attributes)
    {
        var signals = stackalloc byte[128];
        _ = SpawnLibrary.EmptySignals(signals);
        Check(SpawnLibrary.SetSignalMask(attributes, signals));
        _ = SpawnLibrary.FillSignals(signals);
        Check(SpawnLibrary.SetSignalDefaults(attributes, signals));
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new SpawnException($"The program cannot be started: {Marshal.GetPInvokeErrorMessage(error)}.");
        }
    }
}
