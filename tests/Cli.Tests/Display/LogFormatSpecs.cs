using System.Text;
using System.Text.Json;
using CsCheck;
using StataRuns.McpFrontend.Cli.Display;

namespace StataRuns.Cli.Tests.Display;

public sealed class LogFormatSpecs
{
    [Fact(Timeout = Bounded.Milliseconds)]
    public Task However_a_log_is_cut_the_screen_shows_the_same() => Bounded.Run(() =>
        Gen.Select(Gen.String, Gen.Int[1, 7]).Sample((log, piece) =>
        {
            var bytes = Encoding.UTF8.GetBytes(log + "\n"); // a whole character at the end
            var text = new ScreenText();
            var shown = string.Concat(bytes.Chunk(piece).Select(chunk => text.Next(chunk)));
            return shown == new ScreenText().Next(bytes);
        }));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_log_cannot_steer_the_terminal() => Bounded.Run(() =>
    {
        Assert.Equal("␛[2Jx␇\ty\n", new ScreenText().Next("\e[2Jx\a\ty\r\n"u8));
        Gen.Byte.Array.Sample(bytes => !new ScreenText().Next(bytes).Any(c => char.IsControl(c) && c is not ('\n' or '\t')));
    });

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task The_pieces_of_a_json_log_join_without_gap_and_are_whole_text() => Bounded.Run(() =>
        Gen.Select(Gen.String, Gen.Int[1, 7]).Sample((log, piece) =>
        {
            var bytes = Encoding.UTF8.GetBytes(log);
            var format = new JsonLogFormat(Snapshots.Id);
            var lines = bytes.Chunk(piece).Select((chunk, i) => Encoding.UTF8.GetString(format.Next(i * piece, chunk))).ToList();
            lines.Add(Encoding.UTF8.GetString(format.End()));
            var offset = 0L;
            var text = new StringBuilder();
            foreach (var line in lines.Where(line => line.Length > 0))
            {
                using var json = JsonDocument.Parse(line);
                Assert.EndsWith("\n", line, StringComparison.Ordinal);
                Assert.Equal(offset, json.RootElement.GetProperty("offset").GetInt64());
                offset = json.RootElement.GetProperty("next_offset").GetInt64();
                text.Append(json.RootElement.GetProperty("text").GetString());
            }

            return offset == bytes.Length && text.ToString() == Encoding.UTF8.GetString(bytes);
        }));

    [Fact(Timeout = Bounded.Milliseconds)]
    public Task A_json_log_keeps_the_places_of_the_raw_log_where_lines_were_left_out() => Bounded.Run(() =>
    {
        var format = new JsonLogFormat("id");
        Assert.Contains("\"offset\":10,\"next_offset\":13,\"text\":\"ab\\n\"", Encoding.UTF8.GetString(format.Next(10, "ab\n"u8)), StringComparison.Ordinal);
        Assert.Contains("\"offset\":90,\"next_offset\":92,\"text\":\"c\\n\"", Encoding.UTF8.GetString(format.Next(90, "c\n"u8)), StringComparison.Ordinal);
    });
}
