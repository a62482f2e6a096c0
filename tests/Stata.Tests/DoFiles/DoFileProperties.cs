using System.Text;
using CsCheck;

namespace StataRuns.Stata.Tests;

public sealed class DoFileProperties
{
    private static readonly Gen<string> Pieces = Pick.From(
        "\n", "\n", "\n", " ", "\t", ";", "*", "/*", "*/", "//", " ///", "\"", "`\"", "\"'", "{", "}", "#delimit ;", "#delimit cr", "end",
        "program define p", "mata:", "python", "input x", "foreach v in a b {", "if x {", "else {", "do b.do", "display 1", "regress y x", "é", "\r\n", "\0");

    private static readonly Gen<string> Sources = Pieces.Array[0, 80].Select(string.Concat);

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Any_bytes_are_read_without_an_exception() => Bounded.Run(() =>
        Gen.Byte.Array[0, 400].Sample(bytes => Examine(DoFile.Parse(bytes)), iter: 5_000));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task Any_mixture_of_syntax_is_read_and_commands_cover_lines_in_order() => Bounded.Run(() =>
        Sources.Sample(source => Examine(DoFile.Parse(Encoding.UTF8.GetBytes(source))), iter: 20_000));

    private static void Examine(DoFile file)
    {
        var line = 1;
        var codeLine = 0;
        for (var i = 0; i < file.Commands.Count; i++)
        {
            var command = file.Commands[i];
            Assert.True(command.FirstLine >= line && command.LastLine >= command.FirstLine, $"command {i} is out of order");
            Assert.Equal(codeLine, command.FirstCodeLine);
            Assert.True(command.LastCodeLine >= command.FirstCodeLine);
            Assert.NotEmpty(file.Text(command));
            for (; codeLine <= command.LastCodeLine; codeLine++)
            {
                var code = file.CodeLines[codeLine];
                Assert.Equal(i, code.Command);
                Assert.InRange(code.BlockEnd, codeLine, command.LastCodeLine);
                Assert.True(code.Start <= code.CodeStart && code.CodeStart < code.CodeEnd && code.CodeEnd <= code.End);
                _ = file.CallAt(codeLine);
            }

            line = command.LastLine;
        }

        Assert.Equal(file.CodeLines.Length, codeLine);
    }
}
