using System.ComponentModel;
using System.Runtime.InteropServices;

namespace StataRuns.Grains.Tests;

/// <summary>What .NET has no call for.</summary>
internal static partial class Unix
{
    public const int Nobody = 65534;

    public static void MakePipe(string path) => Check(MakeFifo(path, 0x180)); // 0600

    public static void GiveToNobody(string path) => Check(ChangeOwner(path, Nobody, Nobody));

    /// <summary>
    /// Runs something, on a thread of its own, as a user for whom modes count: root, as whom tests may run, is refused nothing.
    /// The identity for files is each thread's own (setfsuid(2)).
    /// </summary>
    public static Task WithoutPrivilege(Action body) => Task.Factory.StartNew(
        () =>
        {
            if (!Environment.IsPrivilegedProcess)
            {
                body();
                return;
            }

            _ = SetUserForFiles(Nobody);
            try
            {
                body();
            }
            finally
            {
                _ = SetUserForFiles(0);
            }
        },
        TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static void Check(int result)
    {
        if (result != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFifo(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, int user, int group);

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetUserForFiles(int user);
}
