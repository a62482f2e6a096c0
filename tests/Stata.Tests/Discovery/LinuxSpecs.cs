namespace StataRuns.Stata.Tests;

public sealed class LinuxSpecs
{
    [Fact(Timeout = Bounded.Milliseconds)]
    public Task I_get_the_stata_on_my_path_with_its_version_and_edition() => Bounded.Run(() =>
    {
        var machine = new FakeMachine(MachineKind.Linux).With("/usr/local/stata18/stata-mp", "/usr/local/stata18/isstata.180");
        machine.Variables["PATH"] = "/usr/bin:/usr/local/stata18";

        var found = new StataFinder(machine).Find(null).Installation;

        Assert.Equal(new StataInstallation("/usr/local/stata18/stata-mp", "MP", "18.0"), found);
        Assert.Equal("Stata/MP 18.0", found!.Engine);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task I_get_the_stata_in_the_usual_place_when_the_path_has_none() => Bounded.Run(() =>
    {
        var machine = new FakeMachine(MachineKind.Linux).With("/usr/local/stata17/stata-se", "/usr/local/stata17/isstata.170");
        machine.Variables["PATH"] = "/usr/bin";

        Assert.Equal("Stata/SE 17.0", new StataFinder(machine).Find(null).Installation?.Engine);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task I_get_the_most_capable_edition_of_a_folder() => Bounded.Run(() =>
    {
        var machine = new FakeMachine(MachineKind.Linux).With("/opt/stata/stata", "/opt/stata/stata-se", "/opt/stata/stata-mp", "/opt/stata/xstata-mp");

        Assert.Equal("/opt/stata/stata-mp", new StataFinder(machine).Find(null).Installation?.Path);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task I_see_that_it_is_StataNow_by_its_folder_or_by_its_half_release() => Bounded.Run(() =>
    {
        var byFolder = new FakeMachine(MachineKind.Linux).With("/usr/local/stata-now/stata-mp", "/usr/local/stata-now/isstata.195");
        var byRelease = new FakeMachine(MachineKind.Linux).With("/usr/local/stata19/stata-mp", "/usr/local/stata19/isstata.195");

        Assert.Equal("StataNow/MP 19.5", new StataFinder(byFolder).Find(null).Installation?.Engine);
        Assert.Equal("StataNow/MP 19.5", new StataFinder(byRelease).Find(null).Installation?.Engine);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_link_is_started_and_what_it_leads_to_tells_the_version() => Bounded.Run(() =>
    {
        var machine = new FakeMachine(MachineKind.Linux)
            .With("/srv/stata18/stata-mp", "/srv/stata18/isstata.180")
            .WithLink("/usr/local/bin/stata-mp", "/srv/stata18/stata-mp");

        Assert.Equal(new StataInstallation("/usr/local/bin/stata-mp", "MP", "18.0"), new StataFinder(machine).Find(null).Installation);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task What_I_configure_goes_before_everything_else() => Bounded.Run(() =>
    {
        var machine = new FakeMachine(MachineKind.Linux).With("/usr/local/stata18/stata-mp", "/data/s17/stata-se", "/data/s16/stata");
        machine.Variables["STATA_PATH"] = "/data/s17";
        machine.Variables["PATH"] = "/usr/local/stata18";
        var finder = new StataFinder(machine);

        Assert.Equal("/data/s16/stata", finder.Find("/data/s16/stata").Installation?.Path);
        Assert.Equal("/data/s17/stata-se", finder.Find(null).Installation?.Path);
        Assert.Equal("Stata/BE", finder.Find("/data/s16").Installation?.Engine);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_home_folder_is_understood() => Bounded.Run(() =>
    {
        var machine = new FakeMachine(MachineKind.Linux).With("/home/ann/stata/stata-mp");

        Assert.Equal("/home/ann/stata/stata-mp", new StataFinder(machine).Find("~/stata").Installation?.Path);
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("/usr/local/stata18/xstata-mp", "/usr/local/stata18/stata-mp")]
    [InlineData("/usr/local/stata18/xstata", "/usr/local/stata18/stata")]
    public Task The_window_program_is_refused_and_the_console_named(string given, string instead) => Bounded.Run(() =>
    {
        var machine = new FakeMachine(MachineKind.Linux).With(given, instead);

        var result = new StataFinder(machine).Find(given);

        Assert.Null(result.Installation);
        Assert.Contains("opens Stata's window", result.Problem, StringComparison.Ordinal);
        Assert.Contains($"use {instead} instead", result.Problem, StringComparison.Ordinal);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_wrong_setting_is_told_and_no_other_stata_taken_for_it() => Bounded.Run(() =>
    {
        var machine = new FakeMachine(MachineKind.Linux).With("/usr/local/stata18/stata-mp", "/data/readme.txt").WithPlainFile("/data/stata-mp");
        var finder = new StataFinder(machine);

        Assert.Contains("StataRuns:Stata:Path is /nowhere, and there is no such file or folder", finder.Find("/nowhere").Problem, StringComparison.Ordinal);
        Assert.Contains("not a program that this user may execute", finder.Find("/data/stata-mp").Problem, StringComparison.Ordinal);
        machine.Variables["STATA_PATH"] = "/data";
        Assert.Contains("STATA_PATH is the folder /data, which holds no Stata", finder.Find(null).Problem, StringComparison.Ordinal);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Without_a_stata_I_am_told_where_it_looked_and_how_to_go_on() => Bounded.Run(() =>
    {
        var result = new StataFinder(new FakeMachine(MachineKind.Linux)).Find(null);

        Assert.Null(result.Installation);
        Assert.Contains("PATH", result.LookedIn);
        Assert.Contains("/usr/local/stata18", result.LookedIn);
        Assert.Contains("/home/ann/stata", result.LookedIn);
        Assert.Contains("Looked in: PATH, /usr/local/stata-now", result.Problem, StringComparison.Ordinal);
        Assert.Contains("Set StataRuns:Stata:Path", result.Problem, StringComparison.Ordinal);
        Assert.Contains("STATA_PATH", result.Problem, StringComparison.Ordinal);
        Assert.Contains("--stand-in", result.Problem, StringComparison.Ordinal);
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task The_stand_in_never_calls_itself_stata_alone() => Bounded.Run(() =>
    {
        var installation = StataInstallation.StandIn("/x/stata-stand-in", "0.1.0");

        Assert.True(installation.IsStandIn);
        Assert.Equal("StataRuns stand-in 0.1.0", installation.Engine);
    });
}
