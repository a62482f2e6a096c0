using System.Globalization;

namespace StataRuns.Stata;

/// <summary>What files and folder names tell of a Stata's version and flavour, without starting it (a start takes a licence seat).</summary>
internal static class StataVersion
{
    /// <summary>
    /// A file <c>isstata.180</c> beside the executable means 18.0 (seen on Linux and macOS); folders carry the release
    /// (<c>stata18</c>, <c>StataNow19</c>). Half releases (18.5, 19.5) exist as StataNow only.
    /// </summary>
    public static (string? Version, bool IsStataNow) Read(IMachine machine, string executable)
    {
        var paths = new MachinePath(machine.Kind);
        var resolved = machine.ResolveLink(executable);
        var isNow = false;
        string? fromFile = null;
        string? fromFolder = null;

        // macOS: /Applications/Stata/StataMP.app/Contents/MacOS/stata-mp has the file four folders up at most.
        var levels = machine.Kind == MachineKind.MacOS ? 4 : 1;
        var folder = paths.Parent(resolved);
        for (var level = 0; level < levels && folder.Length > 0; level++, folder = paths.Parent(folder))
        {
            var name = paths.Name(folder);
            isNow |= IsNowName(name);
            fromFolder ??= FromFolderName(name);
            foreach (var entry in machine.Entries(folder))
            {
                isNow |= entry.StartsWith("isstatanow", StringComparison.OrdinalIgnoreCase);
                fromFile ??= FromMarkerFile(entry);
            }
        }

        isNow |= fromFile?.EndsWith(".5", StringComparison.Ordinal) == true;
        return (fromFile ?? fromFolder, isNow);
    }

    private static string? FromMarkerFile(string name)
    {
        if (!name.StartsWith("isstata", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var digits = name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..];
        return digits.Length is 2 or 3 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var tenths)
            ? string.Create(CultureInfo.InvariantCulture, $"{tenths / 10}.{tenths % 10}")
            : null;
    }

    private static string? FromFolderName(string name)
    {
        if (!name.StartsWith("stata", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var digits = name.AsSpan().TrimStart("stanowSTANOW-_ ");
        return digits.Length is 2 && char.IsAsciiDigit(digits[0]) && char.IsAsciiDigit(digits[1]) ? digits.ToString() : null;
    }

    private static bool IsNowName(string name) =>
        name.StartsWith("StataNow", StringComparison.OrdinalIgnoreCase) || name.StartsWith("stata-now", StringComparison.OrdinalIgnoreCase);
}
