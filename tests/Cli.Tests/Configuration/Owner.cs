using System.Diagnostics;
using System.Globalization;

namespace StataRuns.Cli.Tests.Configuration;

/// <summary>Gives a file to another user, which only root can.</summary>
internal static class Owner
{
    public static void Give(string path, uint user)
    {
        using var chown = Process.Start("chown", [user.ToString(CultureInfo.InvariantCulture), path]);
        chown.WaitForExit();
        Assert.Equal(0, chown.ExitCode);
    }
}
