using System.Text;

namespace StataRuns.Stata.Tests;

public sealed class DoFileSpecs
{
    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Comments_of_every_kind_are_no_commands() => Bounded.Run(() => AssertCommands(
        """
        * a star, with "a quote that never closes
        // two slashes
        display 1 // behind a command
        display "http://x.org/*" // quotes keep what looks like a comment
        /* one /* nested */
           still a comment */
        /* before */ display 2
        use https://x.org/data, clear
        di 4*/* inside */2
            * indented star /// which goes on
            and here, too
        display 3
        """,
        "3-3 display 1",
        "4-4 display \"http://x.org/*\"",
        "7-7 display 2",
        "8-8 use https://x.org/data, clear",
        "9-9 di 4*/* inside */2",
        "12-12 display 3"));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_joined_command_is_one_with_all_its_lines() => Bounded.Run(() => AssertCommands(
        """
        regress y x1 ///  first
            x2 ///
            x3
        summarize y /*
        */ x1
        count
        """,
        "1-3 regress y x1 x2 x3",
        "4-5 summarize y /* */ x1",
        "6-6 count"));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Semicolons_end_commands_where_they_delimit_and_only_there() => Bounded.Run(() => AssertCommands(
        """
        display "a;b"
        #delimit ;
        regress y
            x1
            x2 ;
        display "c;d" ; display `"e "f;" g"' ;
        * a comment
          over two lines ;
        display 1 ; // behind
        #delimit cr
        display 2
        """,
        "1-1 display \"a;b\"",
        "3-5 regress y x1 x2",
        "6-6 display \"c;d\"",
        "6-6 display `\"e \"f;\" g\"'",
        "9-9 display 1",
        "11-11 display 2"));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_block_is_one_command_whatever_is_in_it() => Bounded.Run(() => AssertCommands(
        """
        foreach v in a b {
            if `v' > 1 {
                display "}"
            }
            else {
                display `v'
            }
        }
        if x {
            forvalues i = 1/3 { // with a comment
                display `i'
            }
        }
        else if y {
        }
        capture noisily {
            count
        }
        count
        """,
        "1-8 foreach v in a b {",
        "9-13 if x {",
        "14-15 else if y {",
        "16-18 capture noisily {",
        "19-19 count"));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task What_ends_with_end_is_one_command() => Bounded.Run(() => AssertCommands(
        """
        capture program drop hello
        program define hello, rclass
            if 1 {
                display "hi"
            }
        end
        prog bye
        end
        program list hello
        mata:
        void f() {
            x = 1
        }
        end
        mata: f()
        mata clear
        python:
        if x:
            print("{")
        end
        python: print(1)
        input a b
        1 2
        3 4
        end
        hello
        """,
        "1-1 capture program drop hello",
        "2-6 program define hello, rclass",
        "7-8 prog bye",
        "9-9 program list hello",
        "10-14 mata:",
        "15-15 mata: f()",
        "16-16 mata clear",
        "17-20 python:",
        "21-21 python: print(1)",
        "22-25 input a b",
        "26-26 hello"));

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("do b", "b", false, false)]
    [InlineData("do \"sub dir/b.do\" one two", "sub dir/b.do", false, false)]
    [InlineData("capture noisily do `\"b.do\"'", "b.do", false, false)]
    [InlineData("run b.do", "b.do", true, false)]
    [InlineData("quietly do b.do", "b.do", true, false)]
    [InlineData("capture do b.do", "b.do", true, false)]
    [InlineData("version 17: include b.doh", "b.doh", false, true)]
    [InlineData("do \"`file'\"", "`file'", false, false)]
    [InlineData("do $root/b.do, nostop", "$root/b.do", false, false)]
    [InlineData("if \"`x'\" == \"a do b\" do \"b.do\"", "b.do", false, false)]
    [InlineData("if x quietly do b.do", "b.do", true, false)]
    [InlineData("else run b.do", "b.do", true, false)]
    public Task A_do_file_that_is_run_is_known_by_its_path(string command, string path, bool isQuiet, bool isInclude) => Bounded.Run(() =>
        Assert.Equal(new DoCall(path, isQuiet, isInclude), Parse(command).CallAt(0)));

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("dotplot x")]
    [InlineData("version 17")]
    [InlineData("display \"do b.do\"")]
    [InlineData("runtest x")]
    [InlineData("if x count")]
    public Task Other_commands_run_no_do_file(string command) => Bounded.Run(() => Assert.Null(Parse(command).CallAt(0)));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Line_ends_of_every_system_count_alike() => Bounded.Run(() =>
    {
        string[] expected = ["1-1 display 1", "2-3 regress y x", "4-4 count"];
        foreach (var end in (string[])["\n", "\r\n", "\r"])
        {
            AssertCommands(string.Join(end, "display 1", "regress y ///", " x", "count"), expected);
        }
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Old_encodings_and_byte_order_marks_do_no_harm() => Bounded.Run(() =>
    {
        var latin1 = DoFile.Parse([.. "* caf"u8, 0xE9, (byte)'\n', .. "display \"caf"u8, 0xE9, .. "\"\ncount\n"u8]);
        Assert.Equal([2, 3], latin1.Commands.Select(command => command.FirstLine));
        Assert.Equal("count", latin1.Text(latin1.Commands[1]));

        AssertCommands("\uFEFFdisplay \"数据\"", "1-1 display \"数据\"");
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_long_command_is_shortened_for_its_reader() => Bounded.Run(() =>
    {
        var file = Parse("display " + new string('1', 500));
        Assert.Equal(120, file.Text(file.Commands[0]).Length);
        Assert.EndsWith("1…", file.Text(file.Commands[0]), StringComparison.Ordinal);
    });

    [Theory(Timeout = Bounded.Milliseconds)]
    [InlineData("{\n")]
    [InlineData("}\n")]
    [InlineData("if x {\n")]
    [InlineData("program define p\n")]
    [InlineData("/* ")]
    [InlineData("display `\"")]
    [InlineData("///\n")]
    [InlineData("if x do ")]
    [InlineData("if \" do ")]
    [InlineData("#delimit ;\n")]
    public Task Garbage_of_a_megabyte_is_read_in_linear_time_and_flat_stack(string piece) => Bounded.Run(() =>
    {
        var file = Parse(string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length)));
        Assert.All(file.Commands.Take(1000), command => Assert.True(command.FirstLine <= command.LastLine));
    });

    private static void AssertCommands(string source, params string[] expected)
    {
        var file = Parse(source);
        Assert.Equal(expected, file.Commands.Select(command => $"{command.FirstLine}-{command.LastLine} {file.Text(command)}"));
    }

    private static DoFile Parse(string source) => DoFile.Parse(Encoding.UTF8.GetBytes(source));
}
