namespace StataRuns.Stata.Tests;

/// <summary>The same discovery on real files.</summary>
public sealed class ThisMachineSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stataruns-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_real_program_is_found_with_its_version_also_by_a_link() => Bounded.Run(() =>
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links and execute bits are Unix's");
        var installed = Directory.CreateDirectory(Path.Combine(_folder, "stata 18")).FullName;
        var program = Path.Combine(installed, "stata-mp");
        File.WriteAllText(program, "#!/bin/sh\n");
        File.WriteAllText(Path.Combine(installed, "isstata.180"), "");
        var links = Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName;
        File.CreateSymbolicLink(Path.Combine(links, "stata-mp"), program);
        var finder = new StataFinder(ThisMachine.Instance);

        Assert.Contains("not a program that this user may execute", finder.Find(program).Problem, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        Assert.Equal(new StataInstallation(program, "MP", "18.0"), finder.Find(installed).Installation);
        Assert.Equal("Stata/MP 18.0", finder.Find(links).Installation?.Engine);
    });
}
