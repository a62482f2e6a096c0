namespace StataRuns.Stata.Tests;

public sealed class NamedFilesSpecs
{
    private const int Milliseconds = 10_000;

    [Theory(Timeout = Milliseconds)]
    // Stata's own, up to 16 and later
    [InlineData("save a", "file a.dta saved", "a.dta", "save")]
    [InlineData("qui save a", "file a.dta saved as .dta format", "a.dta", "save")]
    [InlineData("saveold a, version(13)", "file a.dta saved", "a.dta", "saveold")]
    [InlineData("graph save a", "(file a.gph saved)", "a.gph", "graph save")]
    [InlineData("gr export a.png", "(file a.png written in PNG format)", "a.png", "graph export")]
    [InlineData("graph export a.eps", "file a.eps saved as EPS format", "a.eps", "graph export")]
    [InlineData("graph export a.svg", "file a.svg written in SVG format", "a.svg", "graph export")]
    [InlineData("translate a.smcl a.pdf", "(file a.pdf written in PDF format)", "a.pdf", "translate")]
    [InlineData("export excel using a.xlsx", "file a.xlsx saved", "a.xlsx", "export excel")]
    [InlineData("export delim using a.csv", "file a.csv saved", "a.csv", "export delimited")]
    [InlineData("putexcel A1 = 1", "file a.xlsx saved", "a.xlsx", "putexcel")]
    [InlineData("estimates save a", "file a.ster saved", "a.ster", "estimates save")]
    [InlineData("frames save a", "file a.dtas saved", "a.dtas", "frames save")]
    [InlineData("label save using a", "file a.do saved", "a.do", "label save")]
    [InlineData("putdocx save a.docx", "successfully created \"/p/a.docx\"", "/p/a.docx", "putdocx save")]
    [InlineData("putpdf save a.pdf, replace", "successfully replaced \"/p/a.pdf\"", "/p/a.pdf", "putpdf save")]
    [InlineData("collect export a.docx", "(collection Table exported to file a.docx)", "a.docx", "collect export")]
    [InlineData("etable, export(a.docx)", "(collection ETable exported to file a.docx)", "a.docx", "etable")]
    [InlineData("irf create x, set(a)", "(file a.irf created)", "a.irf", "irf create")]
    [InlineData("log using a", "       log:  /p/a.log", "/p/a.log", "log using")]
    [InlineData("cmdlog using a", "      cmdlog:  /p/a.txt", "/p/a.txt", "cmdlog using")]
    // said of a file that is about to be made, and nothing afterwards
    [InlineData("postfile h x using a, replace", "(file a.dta not found)", "a.dta", "postfile")]
    [InlineData("outsheet using a.csv, replace", "(note: file a.csv not found)", "a.csv", "outsheet")]
    // the community's
    [InlineData("esttab using a.tex", "(output written to a.tex)", "a.tex", "esttab")]
    [InlineData("estout using \"a b.rtf\"", "(output written to `\"a b.rtf\"')", "a b.rtf", "estout")]
    [InlineData("tabout x using a.txt", "Table output written to: a.txt", "a.txt", "tabout")]
    [InlineData("asdoc sum x", "Click to Open File:  a.doc", "a.doc", "asdoc")]
    [InlineData("outreg2 using a", "a.txt\ndir : seeout", "a.txt", "outreg2")]
    // a program of the user's own: the words tell
    [InlineData("mytable x", "file a.dta saved as .dta format", "a.dta", "save")]
    [InlineData("mytable x", "file a.dat saved", "a.dat", "mytable")]
    [InlineData("if x == 1 graph export a.png", "file a.png saved as PNG format", "a.png", "graph export")]
    [InlineData("di \"file a.dat saved\"", "file a.dat saved", "a.dat", "")]
    // paths with whatever a name may have in it
    [InlineData("save a", "file /p/it saved as PDF format/saved.dta saved as .dta format", "/p/it saved as PDF format/saved.dta", "save")]
    [InlineData("save a", @"file C:\Users\user\a b.dta saved as .dta format", @"C:\Users\user\a b.dta", "save")]
    public void Each_wording_names_its_file_and_its_command(string command, string said, string path, string how) =>
        Assert.Equal([new NamedFile(path, how)], Read($". {command}\n{said}\n\n. \n"));

    [Theory(Timeout = Milliseconds)]
    [InlineData("file /p/out/eci_total.png written in PNG f\n> ormat", "/p/out/eci_total.png")]
    [InlineData("file /p/out/eci_total.png written in PNG \n> format", "/p/out/eci_total.png")]
    [InlineData("file /p/out/eci_total.pdf saved as PDF\n    format", "/p/out/eci_total.pdf")]
    [InlineData("file /p/a_long_fold\n    > er/eci.dta saved as .dta\n    format", "/p/a_long_folder/eci.dta")]
    [InlineData("file /p/a_long_fold\n    > er/another\n    > one/eci.dta\n    saved", "/p/a_long_folder/anotherone/eci.dta")]
    [InlineData("(output written to /p/very/long/pa\n> th/table.tex)", "/p/very/long/path/table.tex")]
    [InlineData("       log:  /home/m/stata-honestdi\n> d/test.do.log", "/home/m/stata-honestdid/test.do.log")]
    public void A_message_is_put_together_from_the_lines_it_was_wrapped_into(string said, string path) =>
        Assert.Equal(path, Assert.Single(Read($". x\n{said}\n\n")).Path);

    [Fact(Timeout = Milliseconds)]
    public void Echoes_name_nothing() =>
        Assert.Empty(Read(". display \"(file a.dta saved)\"\n> file b.dta saved\n\n. foreach x in 1 {\n  2. file c.dta saved\n  3. }\n\n. * file d.dta saved\n\n"));

    [Fact(Timeout = Milliseconds)]
    public void In_a_loop_the_body_tells_the_command() => Assert.Equal(
        [new NamedFile("a.tex", "esttab"), new NamedFile("a.dta", "save"), new NamedFile("a.gph", "graph save")],
        Read(". foreach x in 1 2 {\n  2.   esttab using a.tex\n  3.   save a, replace\n  4. }\n(output written to a.tex)\nfile a.dta saved\n(file a.gph saved)\n\n",
            "foreach x in 1 2 {\n  esttab using a.tex\n  save a, replace\n}\n"));

    [Fact(Timeout = Milliseconds)]
    public void A_relative_path_begins_in_the_folder_that_cd_printed() => Assert.Equal(
        ["a.dta", "/p/out/b.dta", "/p/out/sub/c.dta", "/x/d.dta"],
        Read(". save a\nfile a.dta saved\n\n. cd out\n/p/out\n\n. save b\nfile b.dta saved\n\n. quietly cd sub\n\n. save c\nfile c.dta saved\n\n. cd /x\n/x\n\n. save d\nfile d.dta saved\n").Select(file => file.Path));

    [Fact(Timeout = Milliseconds)]
    public void A_folder_that_a_loop_goes_to_counts_as_well() => Assert.Equal(
        ["/p/1/a.dta", "/p/2/a.dta"],
        Read(". forvalues i = 1/2 {\n  2.   cd /p/`i'\n  3.   save a\n  4. }\n/p/1\nfile a.dta saved\n/p/2\nfile a.dta saved\n\n",
            "forvalues i = 1/2 {\n  cd /p/`i'\n  save a\n}\n").Select(file => file.Path));

    [Fact(Timeout = Milliseconds)]
    public void Temporary_files_are_left_out() =>
        Assert.Empty(Read(". save `t'\nfile /tmp/St1753999.000001 saved as .dta format\nfile /var/T//S_47104.000003 saved as .dta format\nfile C:\\T\\ST_1a2c_000001.tmp saved\n\n"));

    [Fact(Timeout = Milliseconds)]
    public void A_file_is_listed_once_with_the_command_that_wrote_it_last() => Assert.Equal(
        [new NamedFile("a.dta", "saveold")],
        Read(". save a, replace\n(file a.dta not found)\nfile a.dta saved\n\n. saveold a, replace\nfile a.dta saved\n\n"));

    [Fact(Timeout = Milliseconds)]
    public void What_is_kept_is_bounded()
    {
        var files = new NamedFiles();
        for (var i = 0; i < 1000; i++)
        {
            files.Read(LogLineKind.Output, Log.Bytes($"file a{i}.dta saved"));
        }

        Assert.Equal(400, files.AtEnd().Count);
        Assert.Equal(600, files.More);
    }

    private static IReadOnlyList<NamedFile> Read(string log, string doFile = "display 1\n") => Log.Read(doFile, log.ReplaceLineEndings("\n")).Files.AtEnd();
}
