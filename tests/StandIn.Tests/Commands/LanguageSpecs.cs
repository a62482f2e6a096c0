using StataRuns.StandIn.Tests.Stage;

namespace StataRuns.StandIn.Tests.Commands;

/// <summary>Each do-file displays lines that begin with <c>=</c>.</summary>
public sealed class LanguageSpecs
{
    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("forvalues i = 1(2)7 {\n    display \"=`i'\"\n}", "1 3 5 7")]
    [InlineData("forvalues i = 5 3 to 1 {\n    display \"=`i'\"\n}", "5 3 1")]
    [InlineData("forvalues i = 0(.1).3 {\n    display \"=`i'\"\n}", "0 .1 .2 .3")]
    [InlineData("foreach x of numlist 1 3/5 10(5)20 {\n    display \"=`x'\"\n}", "1 3 4 5 10 15 20")]
    [InlineData("foreach x in a \"b c\" `\"d\"' {\n    display \"=`x'\"\n}", "a|b c|d")]
    [InlineData("global list u v\nforeach x of global list {\n    display \"=`x'\"\n}", "u v")]
    [InlineData("foreach x of newlist n1-n3 {\n    display \"=`x'\"\n}", "n1 n2 n3")]
    [InlineData("local i = 3\nwhile `i' > 0 {\n    display \"=`i--'\"\n}", "3 2 1")]
    [InlineData("foreach x in 1 2 3 4 {\n    if `x' == 2 continue\n    if `x' == 4 continue, break\n    display \"=`x'\"\n}", "1 3")]
    [InlineData("local x = 5\nif `x' > 3 & `x' < 10 display \"=in\"\nelse display \"=out\"", "in")]
    [InlineData("if 0 {\n}\nelse if 1 {\n    if 0 {\n    }\n    else {\n        display \"=deep\"\n    }\n}", "deep")]
    [InlineData("capture error 459\ndisplay \"=\" _rc\ncapture display 1\ndisplay \"=\" _rc", "459 0")]
    [InlineData("capture noisily {\n    capture error 5\n    error 6\n}\ndisplay \"=\" _rc", "6")]
    [InlineData("quietly {\n    display \"=no\"\n    noisily display \"=yes\"\n    noisily {\n        display \"=too\"\n    }\n}", "yes too")]
    [InlineData("program p\n    display `\"=`0'|`1'|`2'\"'\nend\np a \"b c\"", "a \"b c\"|a|b c")]
    [InlineData("program p\n    local x inner\n    display \"=`x'\"\nend\nlocal x outer\np\ndisplay \"=`x'\"", "inner outer")]
    [InlineData("program p\n    display \"=one\"\n    exit\n    display \"=never\"\nend\np\ndisplay \"=two\"", "one two")]
    [InlineData("program p\n    exit 7\nend\ncapture p\ndisplay \"=\" _rc", "7")]
    [InlineData("program p, rclass\n    return scalar a = 2\n    return local b \"text\"\nend\np\ndisplay \"=\" r(a) \"`r(b)'\"", "2text")]
    [InlineData("program p, eclass\n    ereturn clear\n    ereturn local cmd \"p\"\n    ereturn scalar N = 9\nend\np\ndisplay \"=`e(cmd)'\" e(N)", "p9")]
    [InlineData("program p, sclass\n    sreturn local w \"x\"\nend\np\ndisplay \"=`s(w)'\"", "x")]
    [InlineData("program p\n    syntax varlist(min=1 max=2) [if] [in], Name(string) [Level(real 95) noSTAR Flag]\n    display \"=`varlist'|`if'|`name'|`level'|`star'|`flag'\"\nend\nquietly set obs 3\ngenerate xa = 1\ngenerate xb = 2\np x* if xa == 1, n(\"a b\") nostar", "xa xb|if xa == 1|a b|95|nostar|")]
    [InlineData("program p\n    syntax anything(name=what) [using/] [, *]\n    display \"=`what'|`using'|`options'\"\nend\np one two using \"f.txt\", a b(c)", "one two|f.txt|a b(c)")]
    [InlineData("program p\n    syntax, Must(integer)\nend\ncapture p\ndisplay \"=\" _rc\ncapture p, must(1.5)\ndisplay \"=\" _rc", "198 198")]
    [InlineData("tokenize \"a b c\"\ndisplay \"=`1'`3'`4'\"\nmacro shift\ndisplay \"=`1'\"", "ac b")]
    [InlineData("local s one two three\ngettoken first rest : s\ndisplay \"=`first'|`rest'\"", "one| two three")]
    [InlineData("gettoken a b : (x,y), parse(\",\")\ndisplay \"=done\"", "done")]
    [InlineData("scalar s = 2^10\ndisplay \"=\" s \" \" scalar(s)\nscalar drop s\ncapture display s\ndisplay \"=\" _rc", "1024 1024|111")]
    [InlineData("version 16\ndisplay \"=\" c(version)\nversion 14: display \"=\" c(version)\ndisplay \"=\" c(version)", "16 14 16")]
    [InlineData("global a 1\nmacro drop a\ndisplay \"=$a.\"\nlocal b 1\nmacro drop _b\ndisplay \"=`b'.\"", ". .")]
    [InlineData("set seed 1\nlocal a = runiform()\nset seed 1\ndisplay \"=\" (`a' == real(\"`=runiform()'\"))", "1")]
    [InlineData("timer on 1\ntimer off 1\nquietly timer list\ndisplay \"=\" (r(nt1) == 1)", "1")]
    [InlineData("display \"=\" c(linesize) \" \" c(flavor) \" \" c(mode)", "80 stand-in batch")]
    public async Task The_language_does_what_Stata_does(string source, string expected)
    {
        var log = await Batch.LogOfAsync(source + "\n");

        var said = log.Split('\n').Where(line => line.StartsWith('=')).Select(line => line[1..]).ToList();
        Assert.True(expected == string.Join(' ', said) || expected == string.Join('|', said), $"Expected {expected}, and the log is {log}");
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task An_included_file_shares_the_macros_of_its_caller_and_a_do_file_does_not()
    {
        using var batch = new Batch();
        await batch.WriteAsync("part.do", "local x from the part\n");
        var log = await batch.RunAsync("do part.do\ndisplay \"after do: `x'.\"\ninclude part.do\ndisplay \"after include: `x'.\"\n");

        Assert.Contains("\nafter do: .\n", log, StringComparison.Ordinal);
        Assert.Contains("\nafter include: from the part.\n", log, StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task With_nostop_a_do_file_goes_on_behind_an_error()
    {
        using var batch = new Batch();
        await batch.WriteAsync("part.do", "nosuchcommand\nif nosuch {\n    display 1\n}\ndisplay \"went on\"\n");
        var log = await batch.RunAsync("do part.do, nostop\ndisplay \"and here\"\n");

        Assert.Contains("r(199);\n", log, StringComparison.Ordinal);
        Assert.Contains("r(111);\n", log, StringComparison.Ordinal);
        Assert.Contains("\nwent on\n", log, StringComparison.Ordinal);
        Assert.Contains("\nand here\n", log, StringComparison.Ordinal);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_command_may_be_an_ado_file_beside_the_do_file()
    {
        using var batch = new Batch();
        await batch.WriteAsync("hello.ado", "*! version 1\nprogram define hello\n    display \"hello `0'\"\nend\n");

        Assert.Contains("\nhello world\n", await batch.RunAsync("hello world\n"), StringComparison.Ordinal);
    }
}
