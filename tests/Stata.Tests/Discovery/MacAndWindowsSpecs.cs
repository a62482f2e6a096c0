namespace StataRuns.Stata.Tests;

public sealed class MacAndWindowsSpecs
{
    [Fact(Timeout = Bounded.Milliseconds)]
    public Task On_a_mac_I_get_the_console_inside_the_bundle() => Bounded.Run(() =>
    {
        var machine = new FakeMachine(MachineKind.MacOS).With(
            "/Applications/StataNow/isstata.195",
            "/Applications/StataNow/StataMP.app/Contents/MacOS/StataMP",
            "/Applications/StataNow/StataMP.app/Contents/MacOS/stata-mp");

        var found = new StataFinder(machine).Find(null).Installation;

        Assert.Equal("/Applications/StataNow/StataMP.app/Contents/MacOS/stata-mp", found?.Path);
        Assert.Equal("StataNow/MP 19.5", found?.Engine);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task On_a_mac_I_may_name_the_bundle_or_the_folder_around_it() => Bounded.Run(() =>
    {
        var machine = new FakeMachine(MachineKind.MacOS).With("/Volumes/X/Stata17/StataSE.app/Contents/MacOS/stata-se");
        var finder = new StataFinder(machine);

        Assert.Equal("Stata/SE 17", finder.Find("/Volumes/X/Stata17").Installation?.Engine);
        Assert.Equal("Stata/SE 17", finder.Find("/Volumes/X/Stata17/StataSE.app").Installation?.Engine);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task On_a_mac_the_window_program_is_never_taken_for_the_console() => Bounded.Run(() =>
    {
        const string folder = "/Applications/Stata/Stata.app/Contents/MacOS/";
        var machine = new FakeMachine(MachineKind.MacOS).With(folder + "Stata");
        var finder = new StataFinder(machine);

        Assert.Null(finder.Find(null).Installation);
        Assert.Contains($"use {folder}stata instead", finder.Find(folder + "Stata").Problem, StringComparison.Ordinal);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task On_windows_I_get_the_newest_release_in_program_files() => Bounded.Run(() =>
    {
        var machine = new FakeMachine(MachineKind.Windows).With(
            @"C:\Program Files\Stata17\StataSE-64.exe",
            @"C:\Program Files\StataNow19\StataMP-64.exe");
        machine.Variables["ProgramFiles"] = @"C:\Program Files";
        machine.Variables["ProgramW6432"] = @"C:\Program Files";

        var found = new StataFinder(machine).Find(null).Installation;

        Assert.Equal(@"C:\Program Files\StataNow19\StataMP-64.exe", found?.Path);
        Assert.Equal("StataNow/MP 19", found?.Engine);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task On_windows_the_registry_leads_to_an_unusual_place() => Bounded.Run(() =>
    {
        var machine = new FakeMachine(MachineKind.Windows).With(@"D:\apps\Stata18\StataBE-64.exe");
        machine.Registered.Add("""
            "D:\apps\Stata18\StataBE-64.exe" do "%1"
            """);

        Assert.Equal("Stata/BE 18", new StataFinder(machine).Find(null).Installation?.Engine);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task On_windows_quotes_around_a_configured_path_do_no_harm() => Bounded.Run(() =>
    {
        var machine = new FakeMachine(MachineKind.Windows).With(@"C:\Program Files\Stata18\StataMP-64.exe");

        Assert.NotNull(new StataFinder(machine).Find("\"C:\\Program Files\\Stata18\\StataMP-64.exe\"").Installation);
    });
}
